"""What stays known of nights that an import changes or takes away."""

import datetime as dt

import pytest

from sleepovers.models import NightChange, Stay
from sleepovers.rules import NightState
from tests.registers import Register, Row, rows

PLANNED, HAPPENED, NOT_STAYED = NightState.PLANNED, NightState.HAPPENED, NightState.NOT_STAYED
Said = tuple[str, str, NightState | None, NightState | None, str | None]


def said() -> list[Said]:
    """The history of all nights: stay, night, what was known before and after, and why."""
    keys: dict[object, str] = dict(rows(Stay.id, Stay.key))
    found = rows(NightChange.stay_id, NightChange.night, NightChange.before, NightChange.after, NightChange.reason)
    return sorted((keys[stay], f"{night}", before, after, why) for stay, night, before, after, why in found)


def test_a_first_import_changes_no_night(register: Register) -> None:
    assert said() == []


@pytest.mark.parametrize(
    ("number", "cells", "night", "before", "after"),
    [
        (0, {"depart": "2026-10-03"}, "2026-10-03", HAPPENED, NOT_STAYED),
        (2, {"depart": "2026-12-05"}, "2026-12-05", PLANNED, NOT_STAYED),
    ],
    ids=["happened", "planned"],
)
def test_a_night_that_an_import_takes_away_was_not_stayed(
    register: Register, number: int, cells: Row, night: str, before: NightState, after: NightState
) -> None:
    assert register.set("stays", number, **cells).load().stored
    assert said() == [(f"S{number + 1}", night, before, after, "register")]


def test_every_night_of_a_cancelled_stay_is_told(register: Register) -> None:
    assert register.set("stays", 2, state="cancelled").load().stored
    assert said() == [("S3", night, PLANNED, NOT_STAYED, "register") for night in ("2026-12-04", "2026-12-05")]


def test_a_night_in_another_home_stays_with_its_stay(register: Register) -> None:
    assert register.set("stays", 0, host="Lone").load().stored
    assert said() == [("S1", night, HAPPENED, HAPPENED, "register") for night in ("2026-10-02", "2026-10-03")]


def test_a_planned_night_that_happened_is_told(register: Register) -> None:
    register.add("stays", stay="S7", child="C3", arrive="2026-11-20", depart="2026-11-21", state="agreed").load()
    register.set("stays", 6, state="happened").load()
    assert said() == [("S7", "2026-11-20", PLANNED, HAPPENED, "register")]
    assert len({key for (key,) in rows(NightChange.id)}) == 1
    assert all(at.tzinfo is dt.UTC for (at,) in rows(NightChange.at))


def test_a_night_given_up_to_a_later_stay_has_moved_there(register: Register) -> None:
    register.set("stays", 0, depart="2026-10-04T01:40").load()
    moved = {"arrive": "2026-10-04T02:10", "depart": "2026-10-05", "host": "Lone"}
    assert register.add("stays", stay="S7", **moved).load().stored
    assert ("S1", "2026-10-03", HAPPENED, None, "register") in said()
