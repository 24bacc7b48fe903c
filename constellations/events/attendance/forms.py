"""What is asked of who keeps a register: families and people ticked, others by their number."""

import uuid

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from constellations.core.choices import options
from constellations.core.forms import Form, KeysField, chosen_key, one_line
from constellations.events.answers.rules import MOST_OTHERS
from constellations.events.attendance.actions import Register
from constellations.events.attendance.queries import RegisterPage
from constellations.events.attendance.rules import FamilyCame, TooManyOf

LONGEST_NUMBER = 2
"""Figures of a number of people."""

ADULTS, CHILDREN = "more_adults", "more_children"
"""Of whom Roost knows nothing but how many came."""


class RegisterForm(Form):
    """The register as a whole, with two numbers of others for each family that may have come."""

    version = HiddenField()
    homes = KeysField(_("Families"))
    guests = KeysField(_("Who came"))
    add = SelectField(_("A family that came unannounced"))

    def offer(self, page: RegisterPage) -> "RegisterForm":
        """The form of a page, as it was sent or else as the register stands."""
        people = [one for row in page.rows for one in (*row.everybody.adults, *row.everybody.children)]
        self.homes.choices = options({str(row.home_id): row.home for row in page.rows})
        self.guests.choices = options({str(one.key): one.label for one in people})
        others = {str(home_id): name for home_id, name in page.others.items()}
        self.add.choices = options({"": str(_("Nobody else")), **others})
        for row in page.rows:
            self._ask(others_of(row.home_id, ADULTS), _("Other adults"), row.more_adults)
            self._ask(others_of(row.home_id, CHILDREN), _("Other children"), row.more_children)
        if self.version.data is None:
            self.version.data = str(page.version)
        return self

    @property
    def register(self) -> Register:
        """What a filled-in form says; raises TooManyOf for what is no number."""
        guests = frozenset(self.guests.keys)
        families = [
            FamilyCame(home_id, guests, self._number(home_id, ADULTS), self._number(home_id, CHILDREN))
            for home_id in sorted(self.homes.keys)
        ]
        return Register(families, self.seen_version, chosen_key(self.add.data))

    def _ask(self, name: str, label: str, known: int) -> None:
        if name not in self:
            field = StringField(label, filters=[one_line], name=name, _form=self)
            # Where nothing was sent, or another form, nothing stands there under this name.
            field.process(request.form, str(known or ""))
            self._fields[name] = field

    def _number(self, home_id: uuid.UUID, which: str) -> int:
        name = others_of(home_id, which)
        typed = str(self[name].data or "0")
        if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER and int(typed) <= MOST_OTHERS):
            names = {value: label for value, label, *_rest in self.homes.iter_choices()}
            raise TooManyOf(names[str(home_id)], name)
        return int(typed)


def others_of(home_id: uuid.UUID, which: str) -> str:
    """The name of the number of others of a family: `more_adults-` and its key."""
    return f"{which}-{home_id}"


class ThanksForm(Form):
    """A note for those who came."""

    words = TextAreaField(
        _("A note and thanks to those who came"),
        description=_("They are told that it is there, and everybody reads it who sees the event. No child’s name."),
    )
