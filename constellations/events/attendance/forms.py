"""What is asked of who keeps a register: families and people ticked, others by their number."""

import uuid

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, TextAreaField

from constellations.core.choices import options
from constellations.core.forms import Form, KeysField, chosen_key
from constellations.events.answers.rules import TooManyOthers
from constellations.events.attendance.actions import Register
from constellations.events.attendance.queries import RegisterPage
from constellations.events.attendance.rules import FamilyCame

LONGEST_NUMBER = 2
"""Figures of a number of people."""


class RegisterForm(Form):
    """The register as a whole; numbers of others come for each family in the order of its rows."""

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
        if not self.is_submitted():
            self.version.data = str(page.version)
        return self

    @property
    def register(self) -> Register:
        """What a filled-in form says; raises TooManyOthers for what is no number."""
        came, guests = set(self.homes.keys), frozenset(self.guests.keys)
        more = dict(_others())
        families = [FamilyCame(home_id, guests, *more.get(home_id, (0, 0))) for home_id in sorted(came)]
        return Register(families, self.seen_version, chosen_key(self.add.data))


def _others() -> list[tuple[uuid.UUID, tuple[int, int]]]:
    """How many others came with each family, as the rows of the request have it."""
    columns = (request.form.getlist(name) for name in ("row", "more_adults", "more_children"))
    return [
        (uuid.UUID(row), (_number(adults), _number(children)))
        for row, adults, children in zip(*columns, strict=False)
        if _is_key(row)
    ]


def _number(text: str) -> int:
    typed = text.strip()
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER):
        raise TooManyOthers
    return int(typed)


def _is_key(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


class ThanksForm(Form):
    """A note for those who came."""

    words = TextAreaField(
        _("A note and thanks to those who came"),
        description=_("They are told that it is there, and everybody reads it who sees the event. No child’s name."),
    )
