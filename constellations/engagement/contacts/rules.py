"""What may be written into the contact log, and how long a family is left in peace: plain values, the day passed in."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext

from constellations.core.errors import RuleBroken

DAYS_BACK = 31
"""How long ago a call or a visit may have been: who writes it down later, writes down a guess."""

DAYS_AHEAD = 92
"""How far ahead a visit may be booked, and how long a family may be left in peace: a season."""

USUAL_SNOOZE = 14
"""Days, unless another day is chosen."""

LONGEST_NOTE = 280
"""Letters of a note: what the next person needs to know, no more."""

LONGEST_WORDS = 120
"""Letters of a reason of one's own."""

_DAY = dt.timedelta(days=1)


class ContactKind(StrEnum):
    """What stands in the contact log: that somebody called, was there, or means to go."""

    CALLED = "called"
    VISITED = "visited"
    VISIT_BOOKED = "visit_booked"


IN_TOUCH = frozenset({ContactKind.CALLED, ContactKind.VISITED})
"""Those that are a sign of life: somebody spoke with the family."""


class SnoozeReason(StrEnum):
    """Why a family is left in peace."""

    HOLIDAY = "holiday"
    BEREAVEMENT = "bereavement"
    ALREADY_SPOKEN = "already_spoken"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class InTouch:
    """When somebody last spoke with a family, and the visits that are booked: the next, or the last that was to be."""

    spoke_on: dt.date | None = None
    visit_on: dt.date | None = None
    missed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PeaceLine:
    """One time for which a family was, or is, left in peace."""

    snooze_id: uuid.UUID
    home_id: uuid.UUID
    reason: SnoozeReason
    words: str | None
    starts_on: dt.date
    until: dt.date
    who: str | None


class ContactOutOfReach(RuleBroken):
    """Nobody calls tomorrow, and what was a season ago is a guess."""

    about = "day"

    def __init__(self) -> None:
        super().__init__(gettext("Choose today or a day of the last %(days)s days.", days=DAYS_BACK))


class VisitOutOfReach(RuleBroken):
    """A visit that is booked is still to come, and soon."""

    about = "day"

    def __init__(self) -> None:
        super().__init__(gettext("Choose today or a day of the next %(days)s days.", days=DAYS_AHEAD))


class SnoozeOutOfReach(RuleBroken):
    """Left in peace for good is forgotten."""

    about = "until"

    def __init__(self) -> None:
        said = gettext(
            "Choose the day on which the family comes back to the list: tomorrow, or up to %(days)s days ahead."
        )
        super().__init__(said % {"days": DAYS_AHEAD})


class ReasonMissing(RuleBroken):
    """Who reads the list next, has to understand."""

    about = "words"

    def __init__(self) -> None:
        super().__init__(gettext("Say in a few words why. No child’s name."))


class NoteTooLong(RuleBroken):
    """The contact log is no case record."""

    about = "note"

    def __init__(self) -> None:
        super().__init__(
            gettext("Write at most %(most)s letters: what the next person needs to know.", most=LONGEST_NOTE)
        )


class NotYetBeen(RuleBroken):
    """A visit that is booked for a later day has not been made."""

    about = "kind"

    def __init__(self) -> None:
        super().__init__(
            gettext("This visit is still to come. Say that you were there when you have been, or take it back.")
        )


def must_be_within_reach(kind: ContactKind, day: dt.date, today: dt.date) -> None:
    """Raise ContactOutOfReach or VisitOutOfReach for a day that can only be a slip of the finger."""
    if kind is ContactKind.VISIT_BOOKED:
        if not today <= day <= today + DAYS_AHEAD * _DAY:
            raise VisitOutOfReach
    elif not today - DAYS_BACK * _DAY <= day <= today:
        raise ContactOutOfReach


def tidy_note(note: str | None) -> str | None:
    """A note without space around it, none where nothing is left of it; raises NoteTooLong."""
    said = (note or "").strip()
    if len(said) > LONGEST_NOTE:
        raise NoteTooLong
    return said or None


def must_fit(before: ContactKind, after: ContactKind, day: dt.date, today: dt.date) -> None:
    """Raise NotYetBeen where a booked visit is said to have been made on a day to come."""
    if before is ContactKind.VISIT_BOOKED and after in IN_TOUCH and day > today:
        raise NotYetBeen


def usual_return(today: dt.date) -> dt.date:
    """The day on which a family comes back to the list, unless another one is chosen."""
    return today + USUAL_SNOOZE * _DAY


def must_be_a_snooze(reason: SnoozeReason, words: str | None, until: dt.date, today: dt.date) -> None:
    """Raise SnoozeOutOfReach or ReasonMissing for a snooze that nobody can mean."""
    if not today < until <= today + DAYS_AHEAD * _DAY:
        raise SnoozeOutOfReach
    if reason is SnoozeReason.OTHER and not words:
        raise ReasonMissing
