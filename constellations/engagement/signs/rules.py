"""What counts as a sign of life of a family, and how signs are counted by month."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.clock import LONDON, Month, london


class Sign(StrEnum):
    """How a family took part; what it read or signed in to is never one, nor what it said."""

    CAME = "came"
    ANSWERED = "answered"
    HOSTED = "hosted"
    ASKED = "asked"
    WROTE = "wrote"
    HELPED = "helped"
    CALLED = "called"


OBSERVED = frozenset({Sign.CAME, Sign.HOSTED, Sign.CALLED})
"""What counts whoever wrote it down; every other sign counts where somebody of the family did it themself."""

QUIET = dt.timedelta(minutes=30)
"""The newest rows that the roll-up leaves alone: one that is stored late may say that it was earlier."""

Key = tuple[uuid.UUID, Month, Sign]
"""Where a sign is counted: its home, the month in which it was, its kind."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the activity log that counts: `adds` is 1 for a sign, and -1 where one is taken back.

    A sign is taken back by a row of the same home, kind, subject and date.
    """

    home_id: uuid.UUID
    sign: Sign
    on: dt.date
    id: uuid.UUID
    action: str
    subject_id: uuid.UUID | None = None
    adds: int = 1

    @property
    def key(self) -> Key:
        """Where it is counted."""
        return self.home_id, Month.of(self.on), self.sign


@dataclass(frozen=True, slots=True)
class LastSign:
    """The last sign of one kind: on which day in London, of what, and what was done."""

    sign: Sign
    on: dt.date
    subject_id: uuid.UUID | None
    action: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The signs of one home, month and kind: how many, and the last of them.

    One that `is_torn` had some taken back: what comes to it is not added but counted again from all its rows.
    """

    count: int = 0
    last: Told | None = None
    is_torn: bool = False


NOTHING = Cell()


def step_end(start: dt.datetime) -> dt.datetime:
    """How far one transaction of the roll-up goes at most: to the end of the month in London."""
    return dt.datetime.combine(Month.of(london(start).date()).end, dt.time(), LONDON)


def pieces(rows: Iterable[Told]) -> dict[Key, Cell]:
    """What some rows add, by where they are counted; of a piece that is torn the figures say nothing."""
    found: dict[Key, Cell] = {}
    for row in rows:
        key = row.key
        known = found.get(key, NOTHING)
        found[key] = merged(known, Cell(1, row) if row.adds > 0 else Cell(is_torn=True))
    return found


def merged(one: Cell, other: Cell) -> Cell:
    """Two parts of the same cell together."""
    last = max(filter(None, (one.last, other.last)), key=order, default=None)
    return Cell(one.count + other.count, last, one.is_torn or other.is_torn)


def counted(rows: Iterable[Told]) -> Cell:
    """A cell from all its rows: of each subject and date what is left after what was taken back."""
    left: dict[tuple[uuid.UUID | None, dt.date], int] = {}
    added: list[Told] = []
    is_torn = False
    for row in rows:
        what = row.subject_id, row.on
        left[what] = left.get(what, 0) + row.adds
        is_torn = is_torn or row.adds < 0
        if row.adds > 0:
            added.append(row)
    standing = [row for row in added if left[row.subject_id, row.on] > 0]
    return Cell(sum(max(count, 0) for count in left.values()), max(standing, key=order, default=None), is_torn)


def counted_by_key(rows: Iterable[Told]) -> dict[Key, Cell]:
    """Every cell from all rows: what the roll-up must come to, whatever steps it takes."""
    found: dict[Key, list[Told]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return {key: counted(of_key) for key, of_key in found.items()}


def order(row: Told) -> tuple[dt.date, bytes]:
    """By the day, and of one day by when they were written down."""
    return row.on, row.id.bytes


def to_count_again(cells: Mapping[Key, Cell], added: Mapping[Key, Cell]) -> set[Key]:
    """The cells to which something comes that cannot be added."""
    return {key for key, piece in added.items() if piece.is_torn or cells.get(key, NOTHING).is_torn}


def together(cells: Mapping[Key, Cell], added: Mapping[Key, Cell], again: Mapping[Key, Cell]) -> dict[Key, Cell]:
    """Those cells that something comes to, as they are with it; `again` are those counted from all their rows."""
    return {key: again[key] if key in again else merged(cells.get(key, NOTHING), piece) for key, piece in added.items()}


def last_of(cells: Iterable[Cell]) -> dict[uuid.UUID, tuple[LastSign, ...]]:
    """The last sign of each kind by home, the newest first."""
    newest: dict[tuple[uuid.UUID, Sign], Told] = {}
    for row in (cell.last for cell in cells if cell.last is not None):
        kind = row.home_id, row.sign
        if kind not in newest or order(newest[kind]) < order(row):
            newest[kind] = row
    found: dict[uuid.UUID, tuple[LastSign, ...]] = {}
    for row in sorted(newest.values(), key=order, reverse=True):
        last = LastSign(row.sign, row.on, row.subject_id, row.action)
        found[row.home_id] = (*found.get(row.home_id, ()), last)
    return found
