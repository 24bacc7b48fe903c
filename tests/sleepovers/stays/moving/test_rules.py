"""What of a stay may move to another home."""

import datetime as dt

import pytest

from constellations.core.errors import RoostError
from sleepovers.rules import Moment, NightState, StayKind, StayState
from sleepovers.stays.moving import rules
from sleepovers.stays.moving.rules import MoveState, goes_on_as_another, must_be_movable, nights_to_move

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
PLANNED, HAPPENED, NOT_STAYED, ABSENT = (
    NightState.PLANNED,
    NightState.HAPPENED,
    NightState.NOT_STAYED,
    NightState.ABSENT,
)


def nights(since: int, *states: NightState) -> dict[dt.date, NightState]:
    """Night after night, beginning so many days from today."""
    return {TODAY + (since + n) * DAY: state for n, state in enumerate(states)}


@pytest.mark.parametrize(
    ("known", "ahead"),
    [
        (nights(0, PLANNED, PLANNED), [0, 1]),
        (nights(-1, PLANNED, PLANNED), [0]),
        (nights(-2, HAPPENED, ABSENT, PLANNED, PLANNED), [0, 1]),
        (nights(0, NOT_STAYED, PLANNED), [1]),
        (nights(3, PLANNED), [3]),
    ],
)
def test_planned_nights_from_tonight_on_can_move(known: dict[dt.date, NightState], ahead: list[int]) -> None:
    assert nights_to_move(known, TODAY) == tuple(TODAY + n * DAY for n in ahead)


@pytest.mark.parametrize("known", [{}, nights(-1, PLANNED), nights(-2, HAPPENED, HAPPENED), nights(0, NOT_STAYED)])
def test_of_what_is_over_nothing_can(known: dict[dt.date, NightState]) -> None:
    with pytest.raises(rules.NothingToMove):
        nights_to_move(known, TODAY)


@pytest.mark.parametrize(("since", "is_another"), [(-1, True), (0, False), (2, False)])
def test_nights_that_are_over_stay_with_the_old_host(since: int, is_another: bool) -> None:
    assert goes_on_as_another(nights(since, PLANNED, PLANNED), TODAY) is is_another


@pytest.mark.parametrize("state", StayState)
def test_a_stay_that_is_over_or_called_off_does_not_move(state: StayState) -> None:
    if state in (StayState.AGREED, StayState.UNDER_WAY):
        must_be_movable(state)
    else:
        with pytest.raises(rules.MoveOvertaken):
            must_be_movable(state)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (rules.NothingToMove(), "No night of this sleepover is still to come"),
        (rules.SameHome(), "with this home already"),
        (rules.NotTheSameNights(), "for the same nights alone"),
        (rules.MoveAskedAlready(), "That has to be answered first."),
        (rules.MoveOvertaken(), "has changed since somebody asked to move it"),
        (rules.MoveOver(MoveState.DONE), "has moved already"),
        (rules.MoveOver(MoveState.DECLINED), "has said no to this already"),
        (rules.MoveOver(MoveState.WITHDRAWN), "not wanted any more"),
        (rules.NotTheirMove(), "Only the homes that it is about"),
    ],
)
def test_what_cannot_be_is_said_plainly(error: RoostError, words: str) -> None:
    assert words in error.words


@pytest.mark.parametrize(
    ("kind", "arrives", "now", "is_so"),
    [
        (StayKind.EMERGENCY, "2026-11-22T23:00", "2026-11-23T05:59", True),
        (StayKind.EMERGENCY, "2026-11-22T23:00", "2026-11-23T06:00", False),
        (StayKind.EMERGENCY, "2026-11-24T18:00", "2026-11-22T23:00", False),
        (StayKind.PLANNED, "2026-11-22T18:00", "2026-11-22T23:00", False),
    ],
)
def test_an_emergency_of_the_night_that_runs_is_for_tonight(
    kind: StayKind, arrives: str, now: str, is_so: bool
) -> None:
    at = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    assert rules.is_for_tonight(kind, Moment.parse(arrives), at) is is_so
