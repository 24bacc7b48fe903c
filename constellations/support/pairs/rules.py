"""Who may be a pair, when a check-in counts, and from when on a pair is quiet: plain values, the day passed in."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext

from constellations.core.clock import Month
from constellations.core.errors import Conflict, RuleBroken
from constellations.rules import Span

QUIET_AFTER = 30
"""Days without a check-in after which a pair is reminded, and again after as many."""

MOST_MINUTES = 12 * 60
"""Of one day."""

USUAL_MINUTES = (15, 30, 60, 90, 120, 180)
"""What is offered for one press."""

LONGEST_GOALS = 500

EARLIEST_MONTH = Month(2000, 1)


class PairKind(StrEnum):
    """What the one is to the other: a friend at the start, or somebody who teaches."""

    BUDDY = "buddy"
    MENTOR = "mentor"


class SameHome(RuleBroken):
    """Who lives together needs no pair."""

    about = "helper_id"

    def __init__(self) -> None:
        super().__init__(gettext("They live in one home. Choose somebody of another home."))


class PairedAlready(RuleBroken):
    """Two carers are one pair of a kind at a time."""

    about = "helper_id"

    def __init__(self) -> None:
        super().__init__(
            gettext("These two are such a pair in that time already. Choose somebody else, or other days.")
        )


class EndsBeforeItBegins(RuleBroken):
    """The last day of a pair is not before its first."""

    about = "last"

    def __init__(self) -> None:
        super().__init__(
            gettext("Choose a last day that is not before the first, and no more than five years after it.")
        )


class NotTheirDay(RuleBroken):
    """A check-in is of this month or the one before: what is older may have been paid."""

    about = "met_on"

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "Choose a day up to today, in this month or the one before, on which you two were a pair. "
                "Of an older one tell your liaison worker."
            )
        )


class TooLong(RuleBroken):
    """Nobody talks for more than half a day."""

    about = "minutes"

    def __init__(self) -> None:
        super().__init__(gettext("Choose how long it was: up to 12 hours."))


class TakenBackAlready(Conflict):
    """Pressed twice."""

    def __init__(self) -> None:
        super().__init__(gettext("This check-in is taken back already."))


LONGEST_PAIR = dt.timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Two:
    """A pair as the rules see it: who helps whom, as what, and when."""

    kind: PairKind
    helper_id: uuid.UUID
    carer_id: uuid.UUID
    span: Span


def span_of_pair(first: dt.date, last: dt.date | None) -> Span:
    """The days of a pair, its last day being part of it; raises EndsBeforeItBegins."""
    if last is None:
        return Span(first, None)
    if not first <= last <= first + LONGEST_PAIR:
        raise EndsBeforeItBegins
    return Span(first, last + dt.timedelta(days=1))


def check_two(new: Two, homes: tuple[uuid.UUID, uuid.UUID], others: Iterable[Two]) -> None:
    """Raise SameHome or PairedAlready where two carers cannot be a pair; `homes` are those of the two."""
    if homes[0] == homes[1]:
        raise SameHome
    check_once(new, others)


def check_once(new: Two, others: Iterable[Two]) -> None:
    """Raise PairedAlready where two carers are one pair twice on the same day: that day would be paid twice."""
    for other in others:
        are_same = (other.kind, other.helper_id, other.carer_id) == (new.kind, new.helper_id, new.carer_id)
        if are_same and other.span.overlaps(new.span):
            raise PairedAlready


def first_open_day(today: dt.date) -> dt.date:
    """The first day for which a check-in may be written down or taken back: that of the month before."""
    return Month.of(today).shifted(-1).first


def month_asked(text: str | None, today: dt.date) -> Month:
    """The month of an address, which is over or running; last month where it names none."""
    try:
        asked = Month.parse(text or "")
    except ValueError:
        return Month.of(today).shifted(-1)
    return asked if EARLIEST_MONTH <= asked <= Month.of(today) else Month.of(today).shifted(-1)


def check_met(met_on: dt.date, minutes: int, span: Span, today: dt.date) -> None:
    """Raise NotTheirDay or TooLong for a check-in that cannot be."""
    if not first_open_day(today) <= met_on <= today or met_on not in span:
        raise NotTheirDay
    if not 1 <= minutes <= MOST_MINUTES:
        raise TooLong


def days_quiet(span: Span, last_on: dt.date | None, today: dt.date) -> int:
    """For how many days a pair has written down no check-in; of one that is not today's, none."""
    if today not in span:
        return 0
    return (today - max(span.starts_on, last_on or span.starts_on)).days


def reminder_number(days: int) -> int:
    """Which reminder is due after so many quiet days: the first after a month, the second after two; 0 is none."""
    return days // QUIET_AFTER
