"""What only a hub can say of a month, and what staff say of its return."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from constellations.core.choices import options
from constellations.core.forms import Form
from sleepovers.returns.queries import ReturnPage
from sleepovers.returns.rules import NO, YES, Answers, MayName, averted

_YES_NO = options({YES: _("Yes"), NO: _("No")})


class AnswersForm(Form):
    """Two questions and a story; `act` says whether the return is submitted with them, `sure` that a story is meant."""

    version = HiddenField()
    resignations = RadioField(
        _("Would a carer have stopped fostering this month, without the constellation?"),
        choices=_YES_NO,
        validate_choice=False,
    )
    resignations_many = IntegerField(_("If yes: how many carers?"), [Optional()])
    endings = RadioField(
        _("Would a placement have ended this month, without the constellation?"),
        choices=_YES_NO,
        validate_choice=False,
    )
    endings_many = IntegerField(_("If yes: how many placements?"), [Optional()])
    story = TextAreaField(
        _("A story of the month, if there is one"),
        [Optional()],
        description=_("What helped whom, so that nobody can tell who it was: no names, no initials, no places."),
    )
    act = StringField()
    sure = StringField()

    def filled_from(self, page: ReturnPage) -> "AnswersForm":
        """The form as the return stands."""
        said = page.told.answers
        self.version.data, self.story.data = str(page.version), said.story
        for field, many, number in (
            (self.resignations, self.resignations_many, said.resignations),
            (self.endings, self.endings_many, said.endings),
        ):
            field.data = None if number is None else YES if number else NO
            many.data = number or None
        return self

    @property
    def is_submit(self) -> bool:
        """Whether the return is to be handed over, rather than kept for later."""
        return self.act.data == "submit"

    @property
    def is_nudged(self) -> bool:
        """Whether the form comes back because its story may name a child."""
        return MayName("story").words in self.story.errors

    @property
    def answers(self) -> Answers:
        """What a filled-in form says; raises HowMany."""
        return Answers(
            averted("resignations", str(self.resignations.data or ""), self.resignations_many.data),
            averted("endings", str(self.endings.data or ""), self.endings_many.data),
            self.story.data or "",
            bool(self.sure.data),
        )


class DecideForm(Form):
    """A liaison worker's word on a return: it is locked, or goes back with words."""

    version = HiddenField()
    act = StringField()
    words = TextAreaField(_("What should the hub look at again?"), [Optional()])

    @property
    def is_lock(self) -> bool:
        """Whether it is locked."""
        return self.act.data == "lock"


class NoteForm(Form):
    """A note beside a return that is locked."""

    words = TextAreaField(
        _("A note"), [Optional()], description=_("What was found later. Nothing of the return changes. No names.")
    )
    sure = StringField()

    @property
    def is_nudged(self) -> bool:
        """Whether the form comes back because it may name a child."""
        return MayName("words").words in self.words.errors
