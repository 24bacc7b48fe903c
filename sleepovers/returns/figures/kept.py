"""Figures as they are kept when a return is submitted, and what has changed of them since."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NotRequired, TypedDict

from sleepovers.returns.figures.facts import NAMES, FamilyFigures, Figures, Move, Moved


class KeptFamily(TypedDict):
    """A family's line, as it is kept."""

    home: str
    came: dict[str, int]
    held: dict[str, int]
    adults: int
    children: int
    helped_times: int
    helped_minutes: int


class KeptMove(TypedDict):
    """A home that came or went, as it is kept."""

    home: str
    moved: str
    on: str


class KeptFigures(TypedDict):
    """A month in numbers, as it is kept.

    Which homes they are stands apart, in the same order: a Roost from before passes over what it does not know.
    """

    numbers: dict[str, int]
    families: list[KeptFamily]
    moves: list[KeptMove]
    family_ids: NotRequired[list[str]]
    move_ids: NotRequired[list[str]]


@dataclass(frozen=True, slots=True)
class Change:
    """A number that was one thing when the return was submitted, and is another by now."""

    name: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since: numbers, the families whose line is another one, and whether homes came or went."""

    numbers: tuple[Change, ...] = ()
    families: tuple[str, ...] = ()
    moves: bool = False

    def __bool__(self) -> bool:
        return bool(self.numbers or self.families or self.moves)


def kept_of(figures: Figures) -> KeptFigures:
    """Write figures down, as JSON holds them."""
    return KeptFigures(
        numbers=dict(figures.numbers),
        families=[
            KeptFamily(
                home=one.home,
                came=dict(one.came),
                held=dict(one.held),
                adults=one.adults,
                children=one.children,
                helped_times=one.helped_times,
                helped_minutes=one.helped_minutes,
            )
            for one in figures.families
        ],
        moves=[KeptMove(home=one.home, moved=one.moved, on=one.on.isoformat()) for one in figures.moves],
        family_ids=[str(one.home_id or "") for one in figures.families],
        move_ids=[str(one.home_id or "") for one in figures.moves],
    )


def figures_kept(kept: KeptFigures) -> Figures:
    """Read figures that were written down; a number that a later Roost added was nought then."""
    numbers: Mapping[str, int] = {name: kept["numbers"].get(name, 0) for name in NAMES}
    families, moves = _ids(kept.get("family_ids"), kept["families"]), _ids(kept.get("move_ids"), kept["moves"])
    return Figures(
        numbers,
        tuple(FamilyFigures(**one, home_id=key) for one, key in zip(kept["families"], families, strict=True)),
        tuple(
            Move(one["home"], Moved(one["moved"]), dt.date.fromisoformat(one["on"]), key)
            for one, key in zip(kept["moves"], moves, strict=True)
        ),
    )


def _ids(kept: Sequence[str] | None, lines: Sequence[object]) -> Sequence[uuid.UUID | None]:
    """Which homes lines are of; of what was kept before that was, nobody knows."""
    return [uuid.UUID(one) if one else None for one in kept] if kept is not None else [None] * len(lines)


def changes(before: Figures, now: Figures) -> Changes:
    """What is different by now of what a return was submitted with.

    Another name is no change: a home is known by its id, or by its name where that alone was kept.
    """
    numbers = tuple(
        Change(name, before.numbers[name], now.numbers[name])
        for name in NAMES
        if before.numbers[name] != now.numbers[name]
    )
    is_known = None not in homes_of_figures(before)
    was, are = ({_which(one, is_known): replace(one, home="") for one in figures.families} for figures in (before, now))
    called = {_which(one, is_known): one.home for one in (*before.families, *now.families)}
    families = tuple(sorted({called[which] for which in was.keys() | are.keys() if was.get(which) != are.get(which)}))
    moved_then, moved_now = (
        {(_which(one, is_known), one.moved, one.on) for one in figures.moves} for figures in (before, now)
    )
    return Changes(numbers, families, moved_then != moved_now)


def homes_of_figures(figures: Figures) -> list[uuid.UUID | None]:
    """The homes of its lines, of families and then of moves; none for a line that was kept before ids were."""
    return [*(one.home_id for one in figures.families), *(one.home_id for one in figures.moves)]


def _which(one: FamilyFigures | Move, is_known: bool) -> uuid.UUID | str | None:
    return one.home_id if is_known else one.home
