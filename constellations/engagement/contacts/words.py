"""How contacts and snoozes are said."""

import datetime as dt
from typing import Protocol

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from constellations.core.words import day_words, full_day_words
from constellations.engagement.contacts.rules import ContactKind, SnoozeReason

KIND_WORDS: dict[ContactKind, str] = {
    ContactKind.CALLED: _("called"),
    ContactKind.VISITED: _("visited"),
    ContactKind.VISIT_BOOKED: _("visit booked"),
}

REASON_WORDS: dict[SnoozeReason, str] = {
    SnoozeReason.HOLIDAY: _("holiday"),
    SnoozeReason.BEREAVEMENT: _("bereavement"),
    SnoozeReason.ALREADY_SPOKEN: _("already spoken"),
    SnoozeReason.OTHER: _("another reason"),
}


class Peaceful(Protocol):
    """A snooze, as it is stored or as it was read."""

    @property
    def reason(self) -> SnoozeReason:
        """Why."""
        ...

    @property
    def words(self) -> str | None:
        """In whose own words."""
        ...

    @property
    def until(self) -> dt.date:
        """On which day the family is back on the list."""
        ...


def contact_words(kind: ContactKind, day: dt.date) -> str:
    """Say a line of the contact log, as `called on Friday 27 November 2026`."""
    day_said = full_day_words(day)
    if kind is ContactKind.VISIT_BOOKED:
        words: str = gettext("visit booked for %(day)s", day=day_said)
    elif kind is ContactKind.VISITED:
        words = gettext("visited on %(day)s", day=day_said)
    else:
        words = gettext("called on %(day)s", day=day_said)
    return words


def why_words(peace: Peaceful) -> str:
    """Say why a family is left in peace, in the words of who said so where there are some."""
    return peace.words or str(REASON_WORDS[peace.reason])


def peace_words(peace: Peaceful) -> str:
    """Say until when a family is left in peace, as `until Fri 11 Dec (holiday)`."""
    words: str = gettext("until %(day)s (%(reason)s)", day=day_words(peace.until), reason=why_words(peace))
    return words


def ran_out_words(peace: Peaceful) -> str:
    """Say that it is over, as `Snoozed until Fri 13 Nov (holiday): that day has come`."""
    words: str = gettext("Snoozed %(until)s: that day has come", until=peace_words(peace))
    return words
