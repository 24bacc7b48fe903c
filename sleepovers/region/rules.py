"""The figures of a region, service by service and in all, as they may be told. Pure values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from constellations.region.rules import (
    FEW,
    SMALLEST_SHOWN,
    Flow,
    Told,
    told,
    told_flow,
    told_flow_sum,
    told_part,
    told_share,
    told_sum,
)

MONTHS = 12
"""Nights, asks and the like are those of so many whole months, up to the last one that is over."""

BY_NAME = "service"
"""The order in which lines stand unless another one is chosen."""


class Figure(StrEnum):
    """What is counted of a service, in the order of the columns."""

    CONSTELLATIONS = "constellations"
    CHECKLISTS_MET = "checklists_met"
    HOMES = "homes"
    BEDS = "beds"
    NIGHTS = "nights"
    ASKS = "asks"
    ASKS_MET = "asks_met"
    GATHERINGS = "gatherings"
    JOINED = "joined"
    LEFT = "left"


PART_OF = {Figure.CHECKLISTS_MET: Figure.CONSTELLATIONS, Figure.ASKS_MET: Figure.ASKS}
"""What is a part of something else that is told too."""

FEWEST_FOR_TENTHS = 40
"""Constellations from which on a tenth of them is four or more, so that a rounded share tells of no single one."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a service, what is not in `numbers` being nought.

    `at_start` are its homes a year ago. `behind` is how many homes hosted the nights, or asked, whose load it would be.
    """

    numbers: Mapping[Figure, int] = field(default_factory=dict)
    at_start: int = 0
    behind: Mapping[Figure, int] = field(default_factory=dict)

    def of(self, figure: Figure) -> int:
        """One number."""
        return self.numbers.get(figure, 0)

    def is_of_few(self, figure: Figure) -> bool:
        """Whether so few homes stand behind a number, however large it is, that it would tell of one of them."""
        whole = PART_OF.get(figure, figure)
        return self.of(whole) > 0 and self.behind.get(whole, SMALLEST_SHOWN) < SMALLEST_SHOWN

    @property
    def flow(self) -> Flow:
        """Who was there, joined and left."""
        return Flow(self.at_start, self.of(Figure.JOINED), self.of(Figure.LEFT))


COLUMNS = ("service", *(f"{figure}_{end}" for figure in Figure for end in ("from", "to")))
"""Those of the file: each number is at least this and at most that, the same twice where it is told exactly.

Both are blank where it is not told at all.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One service, or all of them: its figures as they may be told, none where they may not at all."""

    name: str
    told: Mapping[Figure, Told | None]

    def share(self, figure: Figure) -> int | None:
        """How many in a hundred of what a figure is a part of."""
        part, whole = self.told[figure], self.told[PART_OF[figure]]
        return told_share(part, whole) if part and whole else None

    @property
    def cells(self) -> tuple[object, ...]:
        """The line as COLUMNS names its cells."""
        found = (self.told[figure] for figure in Figure)
        return (self.name, *(end for one in found for end in ((one.least, one.most) if one else (None, None))))


@dataclass(frozen=True, slots=True)
class Order:
    """By which column lines stand, and whether the largest, or the last name, comes first."""

    by: str = BY_NAME
    is_down: bool = False

    @classmethod
    def parse(cls, text: str | None) -> "Order":
        """Read `homes` or `-homes`; by name where it is none of that."""
        by = (text or "").removeprefix("-")
        return cls(by, (text or "").startswith("-")) if by in (BY_NAME, *Figure) else cls()

    def __str__(self) -> str:
        return f"-{self.by}" if self.is_down else self.by

    def next_for(self, by: str) -> str:
        """What the heading of a column leads to: the largest first, names from A on; pressed again the other way."""
        return str(Order(by, not self.is_down if by == self.by else by != BY_NAME))


BY_NAME_ORDER = Order()


@dataclass(frozen=True, slots=True)
class ItemMet:
    """In how many constellations an item of the checklist is met: told of how many, or in tenths, or not at all."""

    told: Told | None = None
    of: int | None = None
    tenths: int | None = None

    @property
    def is_told(self) -> bool:
        """Whether anything of it can be told."""
        return self.told is not None or self.tenths is not None


def item_met(met: int, asked: int, everything: Line) -> ItemMet:
    """How an item stands that is asked of so many constellations.

    Beside exact numbers of constellations it is told as any part; else in tenths, where there are enough of them.
    """
    constellations = everything.told[Figure.CONSTELLATIONS]
    if constellations and constellations.is_exact:
        return ItemMet(told_part(met, asked), asked)
    return ItemMet(tenths=round(10 * met / asked)) if asked >= FEWEST_FOR_TENTHS else ItemMet()


def line_of(name: str, counted: Counted) -> Line:
    """The line of one service."""
    joined, left = told_flow(counted.flow)
    apart = {figure: _told(figure, counted) for figure in Figure}
    return Line(name, {**apart, Figure.JOINED: joined, Figure.LEFT: left})


def _told(figure: Figure, counted: Counted) -> Told | None:
    if counted.is_of_few(figure):
        return None
    if figure in PART_OF:
        return told_part(counted.of(figure), counted.of(PART_OF[figure]))
    return told(counted.of(figure))


def in_all(name: str, counted: Sequence[Counted], lines: Sequence[Line]) -> Line:
    """The line of all services together, from which no hidden number of one can be worked out."""
    joined, left = told_flow_sum([one.flow for one in counted])
    apart = {figure: _sum(figure, counted, lines) for figure in Figure}
    return Line(name, {**apart, Figure.JOINED: joined, Figure.LEFT: left})


def _sum(figure: Figure, counted: Sequence[Counted], lines: Sequence[Line]) -> Told | None:
    """The sum of a column; what is told in no line of its own is one line more, or the sum is not told either."""
    of_few = [one for one in counted if one.is_of_few(figure)]
    apart = [(one.of(figure), line.told[figure]) for one, line in zip(counted, lines, strict=True)]
    if of_few:
        whole, rest = PART_OF.get(figure, figure), _as_one(of_few)
        # Each of them is at least one: of a sum that leaves no room above that, all would be known.
        if rest.of(whole) < len(of_few) + FEW:
            return None
        apart.append((rest.of(figure), _told(figure, rest)))
        if rest.is_of_few(figure):
            return None
    known = [(number, told) for number, told in apart if told]
    return told_sum([number for number, _ in known], [told for _, told in known])


def _as_one(counted: Iterable[Counted]) -> Counted:
    numbers: Counter[Figure] = Counter()
    behind: Counter[Figure] = Counter()
    for one in counted:
        numbers.update(one.numbers)
        behind.update(one.behind)
    return Counted(numbers, 0, behind)


def in_order(lines: Iterable[Line], order: Order) -> list[Line]:
    """The lines in an order, which looks at what is told alone: what is hidden does not show by its place."""
    by_name = sorted(lines, key=lambda line: line.name.casefold())
    if order.by == BY_NAME:
        return by_name[::-1] if order.is_down else by_name
    figure = Figure(order.by)
    return sorted(by_name, key=lambda line: _place(line.told[figure], order.is_down))


def _place(one: Told | None, is_down: bool) -> tuple[bool, int, int]:
    """Where a number stands; what is not told comes last in either order."""
    if one is None:
        return True, 0, 0
    return (False, -one.most, -one.least) if is_down else (False, one.least, one.most)
