"""What is asked of who asks a poll, and of who answers one."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, HiddenField, StringField, TextAreaField
from wtforms.validators import Optional

from constellations.core.forms import DayField, Form
from messaging.messages.forms import sent_under
from messaging.polls.rules import MOST_ANSWERS, Asking, PollKind, Says
from messaging.posting.actions import Written

LONGEST_NUMBER = 3
"""Figures of an answer's number that are read at all."""


class AskForm(Form):
    """A question; the page gives the name under which it is sent, so that twice is once."""

    client_id = HiddenField()
    body = StringField(_("Your question"))
    closes_on = DayField(
        _("Last day to answer"), [Optional()], description=_("It may stay empty: then it is open until you close it.")
    )
    nameless = BooleanField(
        _("Without names"), description=_("Nobody is shown who chose what, also not you. Usually names help.")
    )

    @property
    def written(self) -> Written:
        """The question as the message that it becomes; a page that lost its name for it gets a new one."""
        return Written(sent_under(self.client_id.data), self.body.data or "", sure=True)


class PollForm(AskForm):
    """Answers in words."""

    answers = TextAreaField(_("Answers to choose from"), description=_("One on each line, from 2 to 10."))
    several = BooleanField(_("More than one may be chosen"))

    @property
    def asking(self) -> Asking:
        """What is asked."""
        return Asking(
            PollKind.ANSWERS,
            answers=tuple((self.answers.data or "").splitlines()),
            several=bool(self.several.data),
            by_name=not self.nameless.data,
            closes_on=self.closes_on.data,
        )


class DaysForm(AskForm):
    """Answers that are days."""

    answers = FieldList(DayField(_("Day"), [Optional()]), min_entries=MOST_ANSWERS, max_entries=MOST_ANSWERS)

    @property
    def asking(self) -> Asking:
        """What is asked."""
        days = tuple(field.data for field in self.answers if field.data)
        return Asking(PollKind.DAYS, days=days, by_name=not self.nameless.data, closes_on=self.closes_on.data)


class VoteForm(Form):
    """One answer: its number, and what is said to it; nothing takes it back."""

    answer = StringField()

    @property
    def number(self) -> int:
        """The number of the answer; 0, which there is none of, where what was sent is no answer."""
        typed, said = self._parts
        is_answer = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER and said in {"", *Says}
        return int(typed) if is_answer else 0

    @property
    def says(self) -> Says | None:
        """What is said."""
        said = self._parts[1]
        return Says(said) if said in set(Says) else None

    @property
    def _parts(self) -> tuple[str, str]:
        typed, _space, said = (self.answer.data or "").partition(" ")
        return typed, said
