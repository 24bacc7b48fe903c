"""Figures as they are kept when a return is submitted, and what has changed of them since."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

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
    """A month in numbers, as it is kept."""

    numbers: dict[str, int]
    families: list[KeptFamily]
    moves: list[KeptMove]


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
    )


def figures_kept(kept: KeptFigures) -> Figures:
    """Read figures that were written down; a number that a later Roost added was nought then."""
    numbers: Mapping[str, int] = {name: kept["numbers"].get(name, 0) for name in NAMES}
    return Figures(
        numbers,
        tuple(FamilyFigures(**one) for one in kept["families"]),
        tuple(Move(one["home"], Moved(one["moved"]), dt.date.fromisoformat(one["on"])) for one in kept["moves"]),
    )


def changes(before: Figures, now: Figures) -> Changes:
    """What is different by now of what a return was submitted with."""
    numbers = tuple(
        Change(name, before.numbers[name], now.numbers[name])
        for name in NAMES
        if before.numbers[name] != now.numbers[name]
    )
    was, are = ({one.home: one for one in figures.families} for figures in (before, now))
    families = tuple(sorted(home for home in was.keys() | are.keys() if was.get(home) != are.get(home)))
    return Changes(numbers, families, before.moves != now.moves)
