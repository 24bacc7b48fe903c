"""The nightly job that keeps as unanswered what nobody answered in time."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.jobs.rules import JobResult
from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.ending.actions import end_unanswered_asks
from sleepovers.asks.rules import StepTaken
from sleepovers.rules import AnswerState, AskState
from tests.sleepovers.asks.asking import (
    agree,
    answers,
    ask_for,
    heard,
    make_trusted_households,
    state_of,
    the_ask,
    timeline,
    trusted_child,
    wanted,
)
from tests.sleepovers.households import Households, acts, sees


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


def run(homes: Households, today: str) -> JobResult:
    day = dt.date.fromisoformat(today)
    return end_unanswered_asks(Viewer.system(), homes.service.id, day - dt.timedelta(days=3), day)


def test_an_ask_that_nobody_answered_in_time_is_kept_as_unanswered(homes: Households) -> None:
    ask_id, later = ask_for(homes), ask_for(homes, homes.okafor, arrive="2026-11-28")
    assert run(homes, "2026-11-27").found == 0, "somebody may still say yes on the day"
    result = run(homes, "2026-11-28")
    assert (result.found, result.words) == (1, "1 ask left unanswered.")
    assert (state_of(ask_id), the_ask(ask_id).ended_at is None) == (AskState.UNANSWERED, False)
    assert answers(ask_id) == {"Moira": AnswerState.NOT_NEEDED}
    assert timeline(ask_id) == [(StepTaken.ASKED, False), (StepTaken.UNANSWERED, False)]
    assert sorted(acts(ask_id)) == ["asked_for_sleepover", "left_unanswered"]
    assert state_of(later) is AskState.OPEN
    assert run(homes, "2026-11-28").found == 0, "again changes nothing"


def test_who_asked_is_told_that_nobody_answered(homes: Households) -> None:
    ask_for(homes, by="liaison")
    news = heard(lambda: run(homes, "2026-11-28"))
    over = "Nobody said yes in time to what you asked for: Fri 27 Nov, 2 nights."
    assert news.words == {"Anita Patel": [over], "Dee Marsh": [over]}
    assert news.mailed == {"Anita Patel", "Dee Marsh"}


def test_of_nights_that_are_long_over_nobody_is_told(homes: Households) -> None:
    ask_id = ask_for(homes)
    assert heard(lambda: run(homes, "2026-12-05")).words == {}
    assert state_of(ask_id) is AskState.UNANSWERED


def test_an_ask_of_which_one_child_has_a_stay_was_agreed(homes: Households) -> None:
    sibling = trusted_child(homes, homes.patel, "LM")
    wish = wanted(homes.hub, homes.okafor, children=(homes.jb, sibling), together=False)
    (ask_id,) = ask_for_sleepover(sees(homes.anita), wish)
    agree(ask_id, homes.hub, homes.moira, "", sibling)
    news = heard(lambda: run(homes, "2026-11-28"))
    assert news.words["Anita Patel"] == [
        "Not every child has a bed, nobody else said yes in time: Fri 27 Nov, 2 nights."
    ]
    assert state_of(ask_id) is AskState.AGREED
    assert run(homes, "2026-11-28").found == 0, "again changes nothing"


def test_a_service_ends_its_own_asks_alone(homes: Households) -> None:
    ask_id = ask_for(homes)
    assert end_unanswered_asks(Viewer.system(), homes.hub.id, dt.date(2026, 11, 1), dt.date(2026, 12, 1)).found == 0
    assert state_of(ask_id) is AskState.OPEN
