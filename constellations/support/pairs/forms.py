"""What is asked where carers become a pair, and where a pair has talked."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from constellations.core.choices import options
from constellations.core.forms import DayField, Form, chosen_key, one_line
from constellations.support.learning.words import hours_words
from constellations.support.pairs.actions import NewPair
from constellations.support.pairs.rules import LONGEST_GOALS, USUAL_MINUTES, PairKind
from constellations.words import words_of

_GOALS = Length(max=LONGEST_GOALS, message=_("Say it in fewer words: at most 500 letters."))
_GOALS_HINT = _("What the two want to reach. It may stay empty. Nothing of a child.")


class PairForm(Form):
    """Who is a buddy or mentor to whom, and for how long."""

    carer_id = SelectField(_("Who gets a buddy or mentor?"), [InputRequired(_("Choose a carer."))], coerce=chosen_key)
    helper_id = SelectField(_("Who is it?"), [InputRequired(_("Choose a carer."))], coerce=chosen_key)
    kind = RadioField(_("As what?"), choices=options(words_of(PairKind)), coerce=PairKind, default=PairKind.BUDDY)
    day = DayField(_("From which day?"), [InputRequired(_("Enter the first day."))])
    last = DayField(_("Last day"), [Optional()], description=_("It may stay empty: then until further notice."))
    goals = TextAreaField(_("Goals"), [_GOALS], [one_line], description=_GOALS_HINT)

    def offer(self, carers: Mapping[str, str]) -> "PairForm":
        """Offer these carers, twice."""
        choices = options({"": str(gettext("Choose a carer")), **carers})
        self.carer_id.choices = self.helper_id.choices = choices
        return self

    @property
    def pair(self) -> NewPair:
        """What a filled-in form says."""
        who = (self.helper_id.data, self.carer_id.data)
        return NewPair(self.kind.data, *who, self.day.chosen, self.last.data, self.goals.data or "")


class ChangeForm(Form):
    """What a pair wants to reach, and until when."""

    version = HiddenField()
    goals = TextAreaField(_("Goals"), [_GOALS], [one_line], description=_GOALS_HINT)
    last = DayField(_("Last day"), [Optional()], description=_("It may stay empty: then until further notice."))


class CheckInForm(Form):
    """How long the two talked, and on which day."""

    minutes = RadioField(_("How long did you talk?"), [InputRequired(_("Choose how long it was."))], coerce=int)
    met_on = DayField(_("On which day?"), [InputRequired(_("Enter the day."))])

    def offer(self) -> "CheckInForm":
        """Offer the usual lengths."""
        self.minutes.choices = options({str(one): hours_words(one) for one in USUAL_MINUTES})
        return self
