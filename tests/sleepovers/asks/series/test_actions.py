"""Sleepovers that come again: asked for at once, changed and taken back in part or as a whole, agreed to together."""

import datetime as dt
import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.children.models import Placement
from constellations.core.database import database, transaction
from constellations.core.errors import RoostError
from sleepovers.asks import rules
from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.answering.actions import offer_other_nights
from sleepovers.asks.models import Ask, AskSeries, Cancellation
from sleepovers.asks.rules import AskOvertaken, NotTheirsToAsk, StepTaken
from sleepovers.asks.series.actions import Part, agree_to_series, change_nights, withdraw_asks
from sleepovers.asks.series.queries import series_page
from sleepovers.asks.series.rules import NothingChanged, NothingLeftOfSeries, Scope, SeriesTooLong
from sleepovers.booking.refusals import JustTaken, SleepsElsewhere
from sleepovers.models import Stay
from sleepovers.rules import AnswerState, AskState, StayState
from tests import factories
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.asks.asking import (
    agree,
    answers,
    ask_for,
    heard,
    make_trusted_households,
    state_of,
    stays_from,
    the_ask,
    timeline,
    to_answer,
    wanted,
)
from tests.sleepovers.households import Households, day, sees

OPEN, AGREED, WITHDRAWN = AskState.OPEN, AskState.AGREED, AskState.WITHDRAWN


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


def weekends(homes: Households, times: int = 4, every: int = 1) -> list[uuid.UUID]:
    """JB's home asks the hub for weekends from Friday 27 November on."""
    wish = wanted(homes.hub, children=(homes.jb,), weeks=times, every=every)
    return ask_for_sleepover(sees(homes.anita), wish)


def part(ask_id: uuid.UUID, scope: Scope) -> Part:
    """How much of a series is meant, on the newest page."""
    return Part(ask_id, the_ask(ask_id).version, scope)


def days(*ask_ids: uuid.UUID) -> list[str]:
    return [f"{ask.arrive_on} {ask.depart_on}" for ask in map(the_ask, ask_ids)]


def all_series() -> list[tuple[int, str, str]]:
    """Every series: how many weeks lie between, and its days."""
    found = rows(AskSeries.every_weeks, AskSeries.starts_on, AskSeries.ends_on)
    return sorted((every, str(since), str(until)) for every, since, until in found)


def test_every_second_weekend_is_one_series_and_the_hub_is_told_once(homes: Households) -> None:
    found: list[uuid.UUID] = []
    news = heard(lambda: found.extend(weekends(homes, 3, every=2)))
    assert days(*found) == ["2026-11-27 2026-11-29", "2026-12-11 2026-12-13", "2026-12-25 2026-12-27"]
    assert {the_ask(one).series_id for one in found} == {row[0] for row in rows(AskSeries.id)}
    assert all_series() == [(2, "2026-11-27", "2026-12-26")]
    assert news.words["Tom Hale"] == ["You are asked for a sleepover: Fri 27 Nov, 2 nights, and 2 more times."]
    assert news.words["Dee Marsh"] == ["A sleepover was asked for: Fri 27 Nov, 2 nights, and 2 more times."]


def test_what_would_go_on_beyond_a_year_is_refused_whole(homes: Households) -> None:
    with pytest.raises(SeriesTooLong):
        ask_for_sleepover(
            sees(homes.anita),
            wanted(homes.hub, children=(homes.jb,), weeks=4, arrive="2027-11-05", depart="2027-11-07"),
        )
    with pytest.raises(rules.TooMany):
        ask_for_sleepover(sees(homes.anita), wanted(homes.hub, children=(homes.jb,), weeks=2, every=3))
    assert (rows(Ask.id), rows(AskSeries.id)) == ([], [])


@pytest.mark.parametrize("agreed", [(0, 1, 2), (0,), (1,), ()])
@pytest.mark.parametrize("weeks", [1, -1])
def test_all_of_a_weekly_series_moves_by_a_week(homes: Households, agreed: tuple[int, ...], weeks: int) -> None:
    wish = wanted(homes.hub, children=(homes.jb,), arrive="2026-12-04", depart="2026-12-06", weeks=3)
    found = ask_for_sleepover(sees(homes.anita), wish)
    for number in agreed:
        agree(found[number], homes.hub, homes.moira)
    first = day("2026-12-04") + weeks * dt.timedelta(days=7)
    assert change_nights(sees(homes.anita), part(found[0], Scope.ALL), first, first + dt.timedelta(days=2)) == 3
    still = [ask_id for ask_id, state in rows(Ask.id, Ask.state) if state is OPEN]
    nights = [first + n * dt.timedelta(days=7) for n in range(3)]
    assert sorted(the_ask(ask_id).arrive_on for ask_id in still) == nights
    assert [answers(ask_id) for ask_id in still] == [{"Moira": AnswerState.WAITING}] * 3


def test_one_is_changed_and_the_others_stay(homes: Households) -> None:
    first, second, *_others = found = weekends(homes)
    told = heard(
        lambda: change_nights(sees(homes.anita), part(second, Scope.THIS), day("2026-12-05"), day("2026-12-06"))
    )
    assert days(*found[:3]) == ["2026-11-27 2026-11-29", "2026-12-05 2026-12-06", "2026-12-11 2026-12-13"]
    assert (StepTaken.CHANGED_NIGHTS, False) in timeline(second)
    assert timeline(first) == [(StepTaken.ASKED, False)]
    assert told.words["Moira Hale"] == ["You are asked for a sleepover: Sat 5 Dec, 1 night."]


def test_from_one_on_the_series_ends_and_another_follows_it(homes: Households) -> None:
    found = weekends(homes)
    third = part(found[2], Scope.FOLLOWING)
    assert change_nights(sees(homes.anita), third, day("2026-12-12"), day("2026-12-14")) == 2
    assert days(*found) == [
        "2026-11-27 2026-11-29",
        "2026-12-04 2026-12-06",
        "2026-12-12 2026-12-14",
        "2026-12-19 2026-12-21",
    ]
    assert all_series() == [(1, "2026-11-27", "2026-12-05"), (1, "2026-12-12", "2026-12-20")]
    (before,) = {the_ask(one).series_id for one in found[:2]}
    assert [row[0] for row in rows(AskSeries.follows_id) if row[0]] == [before]


def test_all_that_are_to_come_are_changed_and_what_a_home_had_said_counts_no_more(homes: Households) -> None:
    found = weekends(homes, 3)
    asked = to_answer(found[1], homes.hub)
    offer_other_nights(sees(homes.moira), asked, day("2026-12-07"), day("2026-12-08"))
    assert change_nights(sees(homes.anita), part(found[1], Scope.ALL), day("2026-12-05"), day("2026-12-06")) == 3
    assert days(*found) == ["2026-11-28 2026-11-29", "2026-12-05 2026-12-06", "2026-12-12 2026-12-13"]
    assert answers(found[1]) == {"Moira": AnswerState.WAITING}
    assert all_series() == [(1, "2026-11-28", "2026-12-13")]


def test_what_is_agreed_is_called_off_and_asked_for_anew(homes: Households) -> None:
    found = weekends(homes, 3)
    agree(found[0], homes.hub, homes.moira)
    news = heard(
        lambda: change_nights(sees(homes.anita), part(found[0], Scope.ALL), day("2026-11-28"), day("2026-11-29"))
    )
    (stay,) = stays_from(found[0])
    assert stay.state is StayState.CANCELLED
    assert [row[0] for row in rows(Cancellation.reason)] == ["The nights are changed."]
    (anew,) = {row[0] for row in rows(Ask.id)} - set(found)
    assert days(anew, *found[1:]) == ["2026-11-28 2026-11-29", "2026-12-05 2026-12-06", "2026-12-12 2026-12-13"]
    assert the_ask(anew).series_id == the_ask(found[1]).series_id
    assert answers(anew) == {"Moira": AnswerState.WAITING}
    assert "A sleepover is called off: Fri 27 Nov, 2 nights." in news.words["Moira Hale"]
    agree(anew, homes.hub, homes.moira)
    assert [stay.state for stay in stays_from(anew)] == [StayState.AGREED]


def test_a_change_is_made_whole_or_not_at_all(homes: Households) -> None:
    found = weekends(homes, 3)
    factories.create_stay(homes.jb, homes.okafor, "2026-12-12", "2026-12-13", StayState.AGREED)
    with pytest.raises(SleepsElsewhere, match="JB is down for another stay on Sat 12 Dec"):
        change_nights(sees(homes.anita), part(found[0], Scope.ALL), day("2026-11-28"), day("2026-11-29"))
    assert days(found[0]) == ["2026-11-27 2026-11-29"]


@pytest.mark.parametrize(
    ("since", "until", "broken"),
    [
        ("2026-11-21", "2026-11-22", rules.PastNights),
        ("2026-11-27", "2026-11-29", NothingChanged),
        ("2026-11-27", "2026-11-27", rules.NoNight),
        ("2026-11-27", "2026-12-27", rules.TooLong),
        ("2028-01-07", "2028-01-09", rules.TooFarAhead),
        # The first would be within reach, and the last beyond it.
        ("2027-11-19", "2027-11-20", rules.TooFarAhead),
    ],
)
def test_nights_that_nobody_may_ask_for_are_none_to_change_to(
    homes: Households, since: str, until: str, broken: type[RoostError]
) -> None:
    found = weekends(homes)
    with pytest.raises(broken):
        change_nights(sees(homes.anita), part(found[0], Scope.ALL), day(since), day(until))
    assert days(found[0]) == ["2026-11-27 2026-11-29"]


def test_a_page_that_is_stale_and_a_child_of_others_change_nothing(homes: Households) -> None:
    found = weekends(homes)
    stale = Part(found[1], the_ask(found[1]).version, Scope.FOLLOWING)
    agree(found[1], homes.hub, homes.moira)
    with pytest.raises(AskOvertaken):
        withdraw_asks(sees(homes.anita), stale, "")
    with pytest.raises(NotTheirsToAsk):
        withdraw_asks(sees(homes.moira), part(found[0], Scope.ALL), "No.")
    with pytest.raises(NotTheirsToAsk):
        change_nights(sees(homes.moira), part(found[0], Scope.THIS), day("2026-12-01"), day("2026-12-02"))
    assert [state_of(one) for one in found] == [OPEN, AGREED, OPEN, OPEN]


def test_from_one_on_they_are_taken_back_and_what_is_agreed_is_called_off(homes: Households) -> None:
    found = weekends(homes)
    agree(found[3], homes.hub, homes.moira)
    with pytest.raises(rules.NoReason):
        withdraw_asks(sees(homes.anita), part(found[1], Scope.FOLLOWING), "")
    numbers: list[int] = []
    news = heard(
        lambda: numbers.append(withdraw_asks(sees(homes.anita), part(found[1], Scope.FOLLOWING), "She moves on."))
    )
    assert numbers == [3]
    assert [state_of(one) for one in found] == [OPEN, WITHDRAWN, WITHDRAWN, AGREED]
    assert [stay.state for stay in stays_from(found[3])] == [StayState.CANCELLED]
    assert all_series() == [(1, "2026-11-27", "2026-12-04")]
    assert sorted(news.words["Moira Hale"]) == [
        "A sleepover is called off: Fri 18 Dec, 2 nights.",
        "An ask for a sleepover was withdrawn: Fri 4 Dec, 2 nights, and 1 more time.",
    ]
    with pytest.raises(NothingLeftOfSeries):
        withdraw_asks(sees(homes.anita), part(found[1], Scope.FOLLOWING), "She moves on.")


def test_an_ask_by_itself_is_changed_and_taken_back_in_the_same_way(homes: Households) -> None:
    ask_id = ask_for(homes)
    assert change_nights(sees(homes.anita), part(ask_id, Scope.ALL), day("2026-11-28"), day("2026-11-29")) == 1
    assert withdraw_asks(sees(homes.liaison), part(ask_id, Scope.ALL), "") == 1
    assert (days(ask_id), state_of(ask_id), rows(AskSeries.id)) == (["2026-11-28 2026-11-29"], WITHDRAWN, [])


def test_the_hub_agrees_to_all_of_them_at_once(homes: Households) -> None:
    found = weekends(homes)
    withdraw_asks(sees(homes.anita), part(found[2], Scope.THIS), "")
    stays = agree_to_series(sees(homes.moira), to_answer(found[1], homes.hub))
    assert len(stays) == 3
    assert [state_of(one) for one in found] == [AGREED, AGREED, WITHDRAWN, AGREED]
    with pytest.raises(rules.NoLongerOpen):
        agree_to_series(sees(homes.moira), to_answer(found[1], homes.hub))


def test_of_all_of_them_nobody_takes_back_those_from_before_the_child_lived_there(homes: Households) -> None:
    found = weekends(homes, 3)
    placed = select(Placement).where(Placement.child_id == homes.jb.id)
    with transaction() as here:
        lived = here.scalars(covering(Viewer.system(), placed)).one()
        lived.ends_on = day("2026-12-08")
        here.add(Placement(child_id=homes.jb.id, home_id=homes.hub.id, starts_on=lived.ends_on))
    with pytest.raises(NotTheirsToAsk):
        withdraw_asks(sees(homes.moira), part(found[2], Scope.ALL), "")
    assert [state_of(one) for one in found] == [OPEN, OPEN, OPEN]
    assert withdraw_asks(sees(homes.moira), part(found[2], Scope.FOLLOWING), "") == 1


def test_where_one_night_is_full_none_is_agreed(homes: Households) -> None:
    found = weekends(homes, 3)
    for bed in (1, 2):
        child = factories.create_child(homes.service, homes.okafor, "ZZ")
        factories.create_stay(child, homes.hub, "2026-12-11", "2026-12-12", StayState.AGREED, bed=bed)
    with pytest.raises(JustTaken, match="no bed free on Fri 11 Dec"):
        agree_to_series(sees(homes.moira), to_answer(found[0], homes.hub))
    assert [state_of(one) for one in found] == [OPEN, OPEN, OPEN]
    assert len(rows(Stay.id)) == 2


def test_a_series_is_read_in_as_many_queries_however_long_it_is(homes: Households) -> None:
    counted = []
    for times in (2, 20):
        found = weekends(homes, times)
        viewer = sees(homes.anita)
        with count_queries(database().engine) as sent:
            page = series_page(viewer, found[0])
        assert (len(page.lines), page.this, page.may_change, page.agreed) == (times, 0, True, 0)
        counted.append(len(sent))
        withdraw_asks(viewer, part(found[0], Scope.ALL), "")
    assert counted[0] == counted[1]
