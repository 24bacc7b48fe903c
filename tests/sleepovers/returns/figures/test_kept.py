"""Figures are kept as JSON holds them, and what changed since is found."""

import datetime as dt
import json
from dataclasses import replace

from sleepovers.returns.figures.facts import NAMES, FamilyFigures, Figures, Move, Moved
from sleepovers.returns.figures.kept import Change, Changes, changes, figures_kept, kept_of

PATEL = FamilyFigures("Patel", {"social_activity": 1}, {"social_activity": 2}, 4, 2, 3, 120)
MOVE = Move("Okafor", Moved.JOINED, dt.date(2026, 10, 12))
BEFORE = Figures({**dict.fromkeys(NAMES, 0), "children": 3}, (PATEL,), (MOVE,))


def test_what_is_kept_is_read_again_as_it_was() -> None:
    assert figures_kept(json.loads(json.dumps(kept_of(BEFORE)))) == BEFORE


def test_a_number_that_came_later_was_nought() -> None:
    kept = kept_of(BEFORE)
    del kept["numbers"]["day_visits"]
    assert figures_kept(kept).numbers["day_visits"] == 0


def test_nothing_changed() -> None:
    assert changes(BEFORE, BEFORE) == Changes()
    assert not changes(BEFORE, BEFORE)


def test_a_number_a_family_and_a_move_that_changed_are_named() -> None:
    now = Figures({**BEFORE.numbers, "children": 2}, (replace(PATEL, adults=5), replace(PATEL, home="Grant")), ())
    found = changes(BEFORE, now)
    assert found == Changes((Change("children", 3, 2),), ("Grant", "Patel"), True)
    assert found
