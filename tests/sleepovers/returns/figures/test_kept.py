"""Figures are kept as JSON holds them, and what changed since is found."""

import datetime as dt
import json
import uuid
from dataclasses import replace

from sleepovers.returns.figures.facts import NAMES, FamilyFigures, Figures, Move, Moved
from sleepovers.returns.figures.kept import Change, Changes, changes, figures_kept, homes_of_figures, kept_of

THE_PATELS, THE_OKAFORS = uuid.UUID(int=1), uuid.UUID(int=2)
PATEL = FamilyFigures("Patel", {"social_activity": 1}, {"social_activity": 2}, 4, 2, 3, 120, THE_PATELS)
MOVE = Move("Okafor", Moved.JOINED, dt.date(2026, 10, 12), THE_OKAFORS)
BEFORE = Figures({**dict.fromkeys(NAMES, 0), "children": 3}, (PATEL,), (MOVE,))


def test_what_is_kept_is_read_again_as_it_was() -> None:
    found = figures_kept(json.loads(json.dumps(kept_of(BEFORE))))
    assert found == BEFORE
    assert homes_of_figures(found) == [THE_PATELS, THE_OKAFORS]


def test_a_number_that_came_later_was_nought() -> None:
    kept = kept_of(BEFORE)
    del kept["numbers"]["day_visits"]
    assert figures_kept(kept).numbers["day_visits"] == 0


def test_nothing_changed() -> None:
    assert changes(BEFORE, BEFORE) == Changes()
    assert not changes(BEFORE, BEFORE)


def test_a_number_a_family_and_a_move_that_changed_are_named() -> None:
    now = Figures(
        {**BEFORE.numbers, "children": 2},
        (replace(PATEL, adults=5), replace(PATEL, home="Grant", home_id=uuid.UUID(int=3))),
        (),
    )
    found = changes(BEFORE, now)
    assert found == Changes((Change("children", 3, 2),), ("Grant", "Patel"), True)
    assert found


def test_another_name_of_a_home_is_no_change() -> None:
    renamed = replace(PATEL, home="Larkspur"), (replace(MOVE, home="Oak House"),)
    assert changes(BEFORE, Figures(BEFORE.numbers, (renamed[0],), renamed[1])) == Changes()
    more = changes(BEFORE, Figures(BEFORE.numbers, (replace(renamed[0], adults=5),), renamed[1]))
    assert more == Changes((), ("Larkspur",))


def test_what_was_kept_before_ids_were_is_compared_by_name() -> None:
    kept = kept_of(BEFORE)
    del kept["family_ids"], kept["move_ids"]
    old = figures_kept(kept)
    assert homes_of_figures(old) == [None, None]
    assert changes(old, BEFORE) == Changes()
    assert changes(old, replace(BEFORE, families=(replace(PATEL, home="Larkspur"),))).families == ("Larkspur", "Patel")
