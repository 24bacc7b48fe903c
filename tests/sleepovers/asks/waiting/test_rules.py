"""Who may wait for a bed, and for what."""

import datetime as dt

import pytest

from constellations.core.errors import RoostError
from sleepovers.asks.waiting import rules
from sleepovers.asks.waiting.rules import is_sought, keeps_out, may_wait_for
from sleepovers.booking.rules import Finding, Point
from sleepovers.rules import AnswerState, AskState

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("state", "arrive_on", "sought"),
    [
        (AskState.OPEN, TODAY, True),
        (AskState.DECLINED, TODAY, True),
        (AskState.OPEN, TODAY - dt.timedelta(days=1), False),
        (AskState.AGREED, TODAY, False),
        (AskState.WITHDRAWN, TODAY, False),
        (AskState.UNANSWERED, TODAY, False),
    ],
)
def test_a_bed_is_of_use_to_what_is_open_or_was_declined_and_is_still_to_come(
    state: AskState, arrive_on: dt.date, sought: bool
) -> None:
    assert is_sought(state, arrive_on, TODAY) is sought


def test_what_passes_is_a_full_home_and_not_who_decides_for_the_child() -> None:
    found = keeps_out(map(Finding, Point))
    assert {one.point for one in found} == set(Point) - {
        Point.ALREADY_AWAY,
        Point.LIVES_THERE,
        Point.NOT_ALLOWED,
        Point.AGREEMENT,
        Point.AGREEMENT_AFTERWARDS,
        Point.RESPITE_ONLY,
        Point.NOT_USUAL,
    }


@pytest.mark.parametrize(
    ("answer", "points", "may"),
    [
        (AnswerState.WAITING, [Point.NO_BED], True),
        (AnswerState.DECLINED, [Point.AWAY], True),
        (AnswerState.DECLINED, [], False),
        (AnswerState.WAITING, [Point.AGREEMENT, Point.NOT_USUAL], False),
        (AnswerState.AGREED, [Point.NO_BED], False),
    ],
)
def test_somebody_waits_for_a_home_without_room_and_for_no_other(
    answer: AnswerState, points: list[Point], may: bool
) -> None:
    assert may_wait_for(answer, map(Finding, points)) is may


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (rules.HasRoom("Moira"), "Moira has room on these nights, so there is nothing to wait for."),
        (rules.NothingToWaitFor(), "there is nothing to wait for"),
        (rules.WaitsAlready("Moira"), "You wait for a bed with Moira already."),
        (rules.WaitsNoMore(), "You do not wait for a bed there any more."),
    ],
)
def test_what_cannot_be_is_said_plainly(error: RoostError, words: str) -> None:
    assert words in error.words
