"""The words of asks, stays and nights, and which nights a stay has: pure values, no clock of their own."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.clock import ALWAYS, LONDON
from constellations.core.errors import RuleBroken

MORNING = dt.time(6)
"""Before it an arrival belongs to the night that is still running (register format, rule 2)."""

NEW_PLACEMENT_NIGHTS = 28
"""A stay this long is no sleepover any more (register format, warnings)."""

_DAY = dt.timedelta(days=1)
_WRITTEN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}):([0-9]{2}))?")


class StayKind(StrEnum):
    """Why a child is with a home that is not its own; the policy says which kinds count."""

    PLANNED = "planned"
    EMERGENCY = "emergency"
    RESPITE = "respite"
    DAY_CARE = "day_care"
    OUTREACH = "outreach"


class StayState(StrEnum):
    """How far a stay has come."""

    AGREED = "agreed"
    UNDER_WAY = "under_way"
    HAPPENED = "happened"
    CANCELLED = "cancelled"


class AskState(StrEnum):
    """What became of a request for a sleepover."""

    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"


class AnswerState(StrEnum):
    """What one of the homes asked has said."""

    WAITING = "waiting"
    AGREED = "agreed"
    DECLINED = "declined"
    OTHER_NIGHTS = "other_nights"
    OTHER_HOME = "other_home"
    NOT_NEEDED = "not_needed"


class NightState(StrEnum):
    """What is known of one child's night; only `happened` can count (register format, rule 5)."""

    PLANNED = "planned"
    HAPPENED = "happened"
    NOT_STAYED = "not_stayed"
    ABSENT = "absent"


class DepartsBeforeArriving(RuleBroken):
    """The two ends of a stay are the wrong way round (register format, rule 3)."""

    def __init__(self) -> None:
        super().__init__("This stay ends before it begins. Please check when the child came and when the child left.")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date on a London wall, and the wall time where somebody knows it."""

    on: dt.date
    at: dt.time | None = None

    @classmethod
    def parse(cls, text: str) -> "Moment":
        """Read `2026-10-30` or `2026-11-01T01:40`; raises ValueError for any other form and for a day before 1900."""
        written = _WRITTEN.fullmatch(text)
        if written is None:
            raise ValueError(f"not a date or a local time: {text!r}")
        day, hour, minute = written.groups()
        on = dt.date.fromisoformat(day)
        if on < ALWAYS:
            raise ValueError(f"before {ALWAYS}: {text!r}")
        return cls(on, None if hour is None else dt.time(int(hour), int(minute)))

    @property
    def iso(self) -> str:
        """The same text that `parse` reads; as text it sorts by date, a date without a time first, then by time."""
        if self.at is None:
            return self.on.isoformat()
        return f"{self.on.isoformat()}T{self.at:%H:%M}"

    @property
    def in_small_hours(self) -> bool:
        """Whether a time is given and lies between 00:00 and 05:59 (register format, rules 2 and 4)."""
        return self.at is not None and self.at < MORNING


def departs_before_arriving(arrive: Moment, depart: Moment) -> bool:
    """Say whether the ends of a stay are the wrong way round (register format, rule 3).

    Times are compared where both are given, else dates; equal is accepted. A time that the clock change skips or
    repeats has two readings, and the stay is accepted if one of them puts it in order: on the night the clocks go
    back, a child who came at 01:50 may well leave at 01:10.
    """
    if arrive.at is None or depart.at is None:
        return depart.on < arrive.on
    return max(_readings(depart.on, depart.at)) < min(_readings(arrive.on, arrive.at))


def _readings(on: dt.date, at: dt.time) -> tuple[dt.datetime, dt.datetime]:
    """The instants that a wall time can stand for: two at a clock change, else twice the same."""
    wall = dt.datetime.combine(on, at, LONDON)
    return wall.replace(fold=0).astimezone(dt.UTC), wall.replace(fold=1).astimezone(dt.UTC)


def first_night(arrive: Moment) -> dt.date:
    """The night with which a stay starts: D, or D-1 for an arrival from 00:00 to 05:59 (register format, rule 2)."""
    return arrive.on - _DAY if arrive.in_small_hours else arrive.on


def night_that_runs(now: dt.datetime) -> dt.date:
    """The night that runs at an aware instant, or comes next: until 06:00 in London that of the day before."""
    wall = now.astimezone(LONDON)
    return wall.date() - _DAY if wall.time() < MORNING else wall.date()


def nights_end(arrive: Moment, depart: Moment) -> dt.date:
    """The first night no longer stayed: that of the day of departure, at whatever hour (register format, rule 3).

    Raises DepartsBeforeArriving. `first_night` and this are the half-open range of the stay's nights.
    """
    if departs_before_arriving(arrive, depart):
        raise DepartsBeforeArriving
    return depart.on


def how_many_nights(arrive: Moment, depart: Moment) -> int:
    """How many nights a stay has, without a list of them: of a slip of the pen there may be millions.

    Raises DepartsBeforeArriving.
    """
    return (nights_end(arrive, depart) - first_night(arrive)).days


def nights_of(arrive: Moment, depart: Moment) -> tuple[dt.date, ...]:
    """Every night of a stay in order, by dates and never by hours (register format, rules 1 to 3).

    None for a visit between 06:00 and midnight of one day. Raises DepartsBeforeArriving.
    """
    first = first_night(arrive)
    return tuple(first + dt.timedelta(days=n) for n in range(how_many_nights(arrive, depart)))


def given_up_night(departing: tuple[Moment, Moment], arriving: tuple[Moment, Moment]) -> dt.date | None:
    """The night that one stay of a child leaves to another, or None (register format, rule 4).

    Each stay is its arrival and its departure. A child moved between 00:00 and 05:59 of D leaves the night of D-1 to
    the later stay alone. Where both stays began and ended within those same hours, the later is the one that arrived
    later (or, arriving together, left later); two identical stays give up nothing, so that they remain an overlap.
    """
    if not _moved(departing, arriving):
        return None
    if _moved(arriving, departing) and _in_order(departing) >= _in_order(arriving):
        return None
    return arriving[0].on - _DAY


def _moved(departing: tuple[Moment, Moment], arriving: tuple[Moment, Moment]) -> bool:
    """Whether one stay departs and the other arrives within the small hours of one day."""
    left, came = departing[1], arriving[0]
    return left.on == came.on and left.in_small_hours and came.in_small_hours


def _in_order(stay: tuple[Moment, Moment]) -> tuple[str, str]:
    return stay[0].iso, stay[1].iso


def is_new_placement(nights: int) -> bool:
    """Say whether a stay of so many nights is a new placement: 28 or more (register format, warnings)."""
    return nights >= NEW_PLACEMENT_NIGHTS


def is_over(night: dt.date, today: dt.date) -> bool:
    """Say whether a night has ended: the night of D from D+1 on, by London dates (register format, rule 1)."""
    return night < today


def may_have_happened(depart: Moment, today: dt.date) -> bool:
    """Say whether a stay can be told as happened: not if it departs on a day to come (register format, rule 4)."""
    return depart.on <= today
