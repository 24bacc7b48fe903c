"""How the calendar is laid out: days with what stands on each, weeks of a month, and how far one may look."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import gettext

from constellations.core.clock import Month
from constellations.core.errors import NotFound
from constellations.core.words import month_words

AGENDA_DAYS = dt.timedelta(days=60)
"""How many days the agenda shows at once."""

EARLIEST_MONTH = Month(2015, 1)
"""Before it Roost shows nothing: the first constellations in England are hardly older."""

MONTHS_AHEAD = 13
"""How far ahead the calendar, nights and money go: a year, and the month one is in."""

ONE_DAY = dt.timedelta(days=1)
WEEK = 7
SATURDAY = 5


class EntryKind(StrEnum):
    """What stands in the calendar."""

    EVENT = "event"
    NIGHTS = "nights"
    DAY_OFF = "day_off"
    SCHOOL = "school"


class Shown(StrEnum):
    """What somebody wants to see of it."""

    ALL = "all"
    EVENTS = "events"
    NIGHTS = "nights"
    DAYS_OFF = "days_off"


KINDS_SHOWN: Mapping[Shown, frozenset[EntryKind]] = {
    Shown.ALL: frozenset(EntryKind),
    Shown.EVENTS: frozenset({EntryKind.EVENT}),
    Shown.NIGHTS: frozenset({EntryKind.NIGHTS}),
    Shown.DAYS_OFF: frozenset({EntryKind.DAY_OFF, EntryKind.SCHOOL}),
}

BANDS = frozenset({EntryKind.DAY_OFF, EntryKind.SCHOOL})
"""What colours days rather than standing on them, and is said before all else."""


class NoSuchMonth(NotFound):
    """What stands for a month in an address is none."""

    def __init__(self) -> None:
        super().__init__(gettext("There is no such month. A month is written as a year and a number, such as 2026-11."))


class MonthOutOfReach(NotFound):
    """A month long before constellations, or too far ahead for anybody to plan."""

    def __init__(self, last: Month) -> None:
        words = gettext("Roost goes from %(first)s to %(last)s. Please choose a month in between.")
        super().__init__(words % {"first": month_words(EARLIEST_MONTH), "last": month_words(last)})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the calendar: `words` say what, `line` more of it, `when` its time; `first` and `last` are its days.

    `short` stands where there is little room, and on the fridge: of a child no more than initials.
    """

    kind: EntryKind
    first: dt.date
    last: dt.date
    words: str
    at: dt.time | None = None
    when: str = ""
    line: str = ""
    short: str = ""
    href: str = ""
    is_own: bool = False
    is_cancelled: bool = False

    @property
    def is_band(self) -> bool:
        """Whether it colours days rather than standing on them."""
        return self.kind in BANDS

    @property
    def order(self) -> tuple[bool, dt.time, str, str]:
        """Where it stands among those of its day: days off first, then what has no time, then by time."""
        return (not self.is_band, self.at or dt.time(), self.kind, self.words)


@dataclass(frozen=True, slots=True)
class Day:
    """A day with what stands on it, in order."""

    day: dt.date
    is_today: bool = False
    in_month: bool = True
    entries: tuple[Entry, ...] = ()

    @property
    def is_weekend(self) -> bool:
        """Whether it is a Saturday or a Sunday."""
        return self.day.weekday() >= SATURDAY

    @property
    def bands(self) -> list[Entry]:
        """The days off."""
        return [entry for entry in self.entries if entry.is_band]

    @property
    def things(self) -> list[Entry]:
        """All else."""
        return [entry for entry in self.entries if not entry.is_band]

    @property
    def kinds(self) -> list[EntryKind]:
        """What kinds of things stand on it, in the order in which they are marked."""
        return [kind for kind in EntryKind if any(entry.kind is kind for entry in self.things)]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that an agenda shows, half-open, with where earlier and later ones begin."""

    first: dt.date
    end: dt.date
    earlier: dt.date | None = field(default=None)
    later: dt.date | None = field(default=None)


def stretch_from(text: str, today: dt.date) -> Stretch:
    """The days of an agenda from the day of an address on; from today where that is no day within reach."""
    first = _day_of(text) or today
    if not EARLIEST_MONTH.first <= first < _end(today):
        first = today
    end = min(first + AGENDA_DAYS, _end(today))
    earlier = max(first - AGENDA_DAYS, EARLIEST_MONTH.first) if first > EARLIEST_MONTH.first else None
    return Stretch(first, end, earlier, end if end < _end(today) else None)


def _day_of(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _end(today: dt.date) -> dt.date:
    return last_month(today).end


def last_month(today: dt.date) -> Month:
    """The last month that Roost shows."""
    return Month.of(today).shifted(MONTHS_AHEAD)


def month_in_reach(text: str, today: dt.date) -> Month:
    """Read the month of an address; raises NoSuchMonth, MonthOutOfReach."""
    try:
        month = Month.parse(text)
    except ValueError as unreadable:
        raise NoSuchMonth from unreadable
    if not _in_reach(month, today):
        raise MonthOutOfReach(last_month(today))
    return month


def months_beside(month: Month, today: dt.date) -> tuple[Month | None, Month | None]:
    """The month before and the month after, where Roost shows them."""
    before, after = month.shifted(-1), month.shifted(1)
    return before if _in_reach(before, today) else None, after if _in_reach(after, today) else None


def _in_reach(month: Month, today: dt.date) -> bool:
    return EARLIEST_MONTH <= month <= last_month(today)


def shown_of(text: str) -> Shown:
    """What an address wants to see: everything, where it wants what there is not."""
    return Shown(text) if text in set(Shown) else Shown.ALL


def agenda_days(entries: Iterable[Entry], first: dt.date, today: dt.date) -> tuple[Day, ...]:
    """The days on which something begins, in order; what began before the first day stands on that."""
    by_day: dict[dt.date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(max(entry.first, first), []).append(entry)
    return tuple(Day(day, day == today, entries=in_order(found)) for day, found in sorted(by_day.items()))


def weeks_of(month: Month, entries: Sequence[Entry], today: dt.date) -> tuple[tuple[Day, ...], ...]:
    """The weeks of a month, Monday first, each of seven days; what goes on for several days stands on each."""
    first = month.first - ONE_DAY * month.first.weekday()
    weeks = -(-(month.end - first).days // WEEK)
    days = [first + ONE_DAY * n for n in range(weeks * WEEK)]
    found = [
        Day(day, day == today, day in month, in_order(one for one in entries if one.first <= day <= one.last))
        for day in days
    ]
    return tuple(tuple(found[n : n + WEEK]) for n in range(0, len(found), WEEK))


def span_of(month: Month) -> tuple[dt.date, dt.date]:
    """The days that the weeks of a month cover, half-open."""
    last = month.end - ONE_DAY
    return month.first - ONE_DAY * month.first.weekday(), last + ONE_DAY * (WEEK - last.weekday())


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """What stands on one day, in the order in which it is said."""
    return tuple(sorted(entries, key=lambda one: one.order))


def for_the_fridge(entries: Iterable[Entry], *, all_nights: bool) -> list[Entry]:
    """What hangs where visitors see it: no bed of other homes, nothing that is called off, and the short words."""
    return [
        entry
        for entry in entries
        if not entry.is_cancelled and (entry.kind is not EntryKind.NIGHTS or entry.is_own or all_nights)
    ]
