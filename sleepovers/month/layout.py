"""The month of nights laid out: homes down, nights across, each stay a bar; pure values."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from constellations.core.clock import ALWAYS, Month
from constellations.rules import HomeRole, HomeStatus
from sleepovers.rules import NightState, is_over

_DAY = dt.timedelta(days=1)
_SATURDAY = 5


class BarState(StrEnum):
    """How a bar is drawn and said; `taken` is all that is told to those who may not know who sleeps there."""

    HAPPENED = "happened"
    AGREED = "agreed"
    UNCONFIRMED = "unconfirmed"
    ABSENT = "absent"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class HomeSpan:
    """A home's membership, or its beds, from one date up to another (none: until further notice)."""

    starts_on: dt.date
    ends_on: dt.date | None
    beds: int = 0
    status: HomeStatus = HomeStatus.ACTIVE

    def __contains__(self, day: dt.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class HomeInMonth:
    """A home that was a member on some day of the month."""

    home_id: uuid.UUID
    name: str
    role: HomeRole
    member: tuple[HomeSpan, ...]
    terms: tuple[HomeSpan, ...]


@dataclass(frozen=True, slots=True)
class NightTaken:
    """One child's night at a home; `label` and `stay_id` are none for those who are told no more than "taken"."""

    home_id: uuid.UUID
    night: dt.date
    stay: uuid.UUID
    state: NightState
    over_capacity: bool
    label: str | None
    is_own: bool = False


LETTERS_OF_NIGHTS = {1: 2, 2: 6, 3: 10}
"""How many letters of a family's name fit on a bar of so many nights."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One stay's part of one night; where it starts it carries its words."""

    stay_id: uuid.UUID | None
    label: str | None
    state: BarState
    over_capacity: bool
    lane: int
    starts: bool
    ends: bool
    nights: int
    is_own: bool = False

    @property
    def initials(self) -> str:
        """What every label begins with."""
        return (self.label or "").partition(" ")[0]

    @property
    def whose(self) -> str:
        """What tells the child from another with the same initials: the family's name, or a year of birth."""
        family, _, year = (self.label or "").partition(" ")[2].strip("()").partition(", ")
        return year or family

    @property
    def told_apart(self) -> str:
        """The same, as long as so short a bar has room for."""
        family, _, year = (self.label or "").partition(" ")[2].strip("()").partition(", ")
        if year:
            return year[-2:] if self.nights == 1 else year
        return family[: LETTERS_OF_NIGHTS.get(self.nights, len(family))]


@dataclass(frozen=True, slots=True)
class Cell:
    """One home's one night; `beds` none where the home was no member, `closed` how it stands where it is not active."""

    night: dt.date
    beds: int | None
    taken: int
    bars: tuple[Bar, ...]
    asked: int
    closed: HomeStatus | None = None

    @property
    def free(self) -> int:
        """Beds that nobody has, at a home that is open to all."""
        return 0 if self.closed else max(0, (self.beds or 0) - self.taken)

    @property
    def is_over(self) -> bool:
        """Whether more children sleep there than the home has beds for."""
        return any(bar.over_capacity for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Closure:
    """Nights that follow each other on which a home is not open to all, and how it stands; none: the month's end."""

    status: HomeStatus
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Row:
    """One home's month."""

    home_id: uuid.UUID
    name: str
    role: HomeRole
    cells: tuple[Cell, ...]

    @property
    def beds(self) -> int:
        """The beds of the home on its last day of membership in the month."""
        return next((cell.beds for cell in reversed(self.cells) if cell.beds is not None), 0)

    @property
    def tells_apart(self) -> bool:
        """Whether a bar of this home needs a second line."""
        return any(bar.told_apart for cell in self.cells for bar in cell.bars)

    @property
    def closures(self) -> tuple[Closure, ...]:
        """When the home is not open to all, in order; no first or last night where it is so up to the month's edge."""
        runs = [(status, list(cells)) for status, cells in groupby(self.cells, key=lambda cell: cell.closed)]
        edges = self.cells[0].night, self.cells[-1].night
        return tuple(
            Closure(
                status,
                None if cells[0].night == edges[0] else cells[0].night,
                None if cells[-1].night == edges[1] else cells[-1].night,
            )
            for status, cells in runs
            if status
        )


@dataclass(frozen=True, slots=True)
class Column:
    """One night's heading."""

    night: dt.date
    is_weekend: bool
    is_today: bool
    holiday: str | None


NO_BEDS = HomeSpan(ALWAYS, None)
"""What a home is ready for on a day of which nothing is said."""


def columns_of(nights: Iterable[dt.date], today: dt.date, free_days: Mapping[dt.date, str]) -> tuple[Column, ...]:
    """Some nights with what they are; `free_days` are the days off of the service, by their names."""
    return tuple(Column(day, day.weekday() >= _SATURDAY, day == today, free_days.get(day)) for day in nights)


def rows_of(
    month: Month,
    today: dt.date,
    homes: Iterable[HomeInMonth],
    nights: Iterable[NightTaken],
    asked: Mapping[tuple[uuid.UUID, dt.date], int],
) -> tuple[Row, ...]:
    """A row for each home, the hub first, then by name; nights on which a home was no member are left out."""
    at_home: dict[uuid.UUID, list[NightTaken]] = defaultdict(list)
    for night in nights:
        at_home[night.home_id].append(night)
    in_order = sorted(homes, key=lambda home: (home.role is not HomeRole.HUB, home.name.casefold()))
    return tuple(_row(month, today, home, at_home[home.home_id], asked) for home in in_order)


def _row(
    month: Month,
    today: dt.date,
    home: HomeInMonth,
    nights: Sequence[NightTaken],
    asked: Mapping[tuple[uuid.UUID, dt.date], int],
) -> Row:
    as_member = [night for night in nights if any(night.night in span for span in home.member)]
    bars: dict[dt.date, list[Bar]] = defaultdict(list)
    for night, bar in _bars(as_member, today):
        bars[night].append(bar)
    cells = []
    for day in month.days:
        terms = next((span for span in home.terms if day in span), NO_BEDS)
        is_member = any(day in span for span in home.member)
        here = tuple(sorted(bars[day], key=lambda bar: bar.lane))
        waiting = asked.get((home.home_id, day), 0)
        closed = terms.status if is_member and terms.status is not HomeStatus.ACTIVE else None
        beds = terms.beds if is_member else None
        cells.append(Cell(day, beds, len(here), here, waiting if is_member else 0, closed))
    return Row(home.home_id, home.name, home.role, tuple(cells))


def _bars(nights: Sequence[NightTaken], today: dt.date) -> Iterator[tuple[dt.date, Bar]]:
    runs = sorted(_runs(nights, today), key=lambda run: (run[0].night, str(run[0].stay)))
    lanes: list[dt.date] = []
    for run in runs:
        first, last = run[0], run[-1]
        lane = next((n for n, until in enumerate(lanes) if until < first.night), len(lanes))
        lanes[lane : lane + 1] = [last.night]
        for night in run:
            yield (
                night.night,
                Bar(
                    stay_id=night.stay if night.label else None,
                    label=night.label,
                    state=_bar_state(night, today),
                    over_capacity=night.over_capacity,
                    lane=lane + 1,
                    starts=night is first,
                    ends=night is last,
                    nights=len(run),
                    is_own=night.is_own,
                ),
            )


def _runs(nights: Sequence[NightTaken], today: dt.date) -> Iterator[list[NightTaken]]:
    """Nights of one stay that follow each other and are drawn alike."""
    of_stay: dict[uuid.UUID, list[NightTaken]] = defaultdict(list)
    for night in sorted(nights, key=lambda one: one.night):
        of_stay[night.stay].append(night)
    for each in of_stay.values():
        run = [each[0]]
        for before, night in pairwise(each):
            if night.night - before.night > _DAY or _bar_state(night, today) is not _bar_state(before, today):
                yield run
                run = []
            run.append(night)
        yield run


def _bar_state(night: NightTaken, today: dt.date) -> BarState:
    if night.label is None:
        return BarState.TAKEN
    if night.state is NightState.PLANNED:
        return BarState.UNCONFIRMED if is_over(night.night, today) else BarState.AGREED
    return BarState.HAPPENED if night.state is NightState.HAPPENED else BarState.ABSENT
