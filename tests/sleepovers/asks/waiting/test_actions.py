"""Waiting for a bed: asked again once, first come first served, whatever made the bed free."""

import datetime as dt
import uuid
from functools import partial

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core import clock as wall
from constellations.core.database import transaction
from constellations.models import Home, HomeTerms
from constellations.rules import HomeStatus, StayAuthority
from sleepovers.asks.actions import ask_for_sleepover, withdraw_ask
from sleepovers.asks.agreements.actions import settle_agreement
from sleepovers.asks.answering.actions import agree_to_ask, decline_ask
from sleepovers.asks.hub.actions import say_hub_word, set_asking_rules
from sleepovers.asks.hub.models import HubWord
from sleepovers.asks.hub.rules import AskingRule
from sleepovers.asks.models import Agreement
from sleepovers.asks.page.queries import ask_page
from sleepovers.asks.rules import AskOvertaken, NotTheirsToAsk, StepTaken
from sleepovers.asks.waiting.actions import ask_again_where_free, stop_waiting, wait_for_bed
from sleepovers.asks.waiting.models import WaitingPlace
from sleepovers.asks.waiting.queries import waiting_for
from sleepovers.asks.waiting.rules import HasRoom, NothingToWaitFor, WaitsAlready, WaitsNoMore, WasRefused
from sleepovers.availability.actions import say_away, take_back_span
from sleepovers.availability.models import AvailabilitySpan
from sleepovers.booking.refusals import HomeTakesNobody
from sleepovers.models import Stay
from sleepovers.rules import AnswerState, AskState, Moment, StayState
from sleepovers.stays.actions import WhatHappened, correct_stay
from sleepovers.stays.course.actions import call_off_stay
from tests import factories
from tests.factories import decided_by
from tests.registers import rows
from tests.sleepovers.asks.asking import (
    answers,
    ask_for,
    heard,
    make_trusted_households,
    state_of,
    stays_from,
    the_ask,
    timeline,
    to_answer,
    trusted_child,
    wanted,
)
from tests.sleepovers.at_once import ROUNDS, at_once
from tests.sleepovers.households import Households, acts, day, sees, stored_stay

SYSTEM = Viewer.system()
WAITING, DECLINED = AnswerState.WAITING, AnswerState.DECLINED


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


def small_home(homes: Households, beds: int = 1) -> Home:
    """A home with a bed or so."""
    home = factories.create_home(homes.service, "Small", beds=beds)
    factories.join(home, homes.constellation)
    return home


def guest(homes: Households, host: Home, arrive: str = "2026-11-27", depart: str = "2026-11-29", bed: int = 1) -> Stay:
    """Somebody who has a bed there."""
    child = trusted_child(homes, homes.okafor, "ZZ")
    return factories.create_stay(child, host, arrive, depart, StayState.AGREED, bed=bed)


def run() -> int:
    """The job, and how many asks it put again."""
    return ask_again_where_free(Viewer.system(), None, wall.today(), wall.today()).found


def waits(homes: Households, host: Home, is_declined: bool = True) -> uuid.UUID:
    """JB's ask for a weekend at a full home, which waits."""
    ask_id = ask_for(homes, host)
    if is_declined:
        decline_ask(sees(homes.liaison), to_answer(ask_id, host), "We are full.")
    wait_for_bed(sees(homes.anita), to_answer(ask_id, host))
    return ask_id


def test_a_bed_that_is_called_off_is_offered_to_who_waits_once(homes: Households) -> None:
    host = small_home(homes)
    taken = guest(homes, host)
    ask_id = waits(homes, host)
    assert (state_of(ask_id), run()) == (AskState.DECLINED, 0)
    call_off_stay(sees(homes.liaison), taken.id, taken.version, "Ill.")
    found: list[int] = []
    news = heard(lambda: found.append(run()))
    assert (found, run()) == ([1], 0)
    assert (state_of(ask_id), the_ask(ask_id).reason, answers(ask_id)) == (AskState.OPEN, None, {"Small": WAITING})
    assert news.words["Anita Patel"] == ["A home has room again, and is asked again: Fri 27 Nov, 2 nights."]
    assert {(StepTaken.WAITS, False), (StepTaken.ASKED_AGAIN, False)} <= set(timeline(ask_id))
    assert {"waits_for_bed", "asked_again"} <= set(acts(ask_id))
    decline_ask(sees(homes.liaison), to_answer(ask_id, host), "We need a rest.")
    assert run() == 0, "they were asked again, once"
    with pytest.raises(HasRoom, match="Small has room on these nights"):
        wait_for_bed(sees(homes.anita), to_answer(ask_id, host))


def test_an_open_ask_at_a_full_home_hears_of_the_bed_too(homes: Households) -> None:
    host = small_home(homes)
    taken = guest(homes, host)
    ask_id = waits(homes, host, is_declined=False)
    call_off_stay(sees(homes.liaison), taken.id, taken.version, "Ill.")
    assert (run(), state_of(ask_id)) == (1, AskState.OPEN)
    agree_to_ask(sees(homes.liaison), to_answer(ask_id, host))
    assert [stay.host_id for stay in stays_from(ask_id)] == [host.id]


def test_a_child_who_goes_home_early_frees_the_bed(homes: Households, clock: time_machine.Traveller) -> None:
    host = small_home(homes)
    taken = guest(homes, host, "2026-11-26")
    waits(homes, host)
    clock.move_to("2026-11-27T09:00Z")
    happened = WhatHappened(Moment.parse("2026-11-26"), Moment.parse("2026-11-27"), "Ill.")
    correct_stay(sees(homes.liaison), taken.id, stored_stay(taken).version, happened)
    assert run() == 1


def test_what_the_social_worker_refused_is_not_put_again(homes: Households) -> None:
    host = small_home(homes)
    taken = guest(homes, host)
    decided_by(StayAuthority.ASK_FIRST, homes.jb)
    ask_id = waits(homes, host, is_declined=False)
    ((agreement_id,),) = rows(Agreement.id)
    settle_agreement(sees(homes.liaison), agreement_id, is_given=False)
    call_off_stay(sees(homes.liaison), taken.id, taken.version, "Ill.")
    decided_by(StayAuthority.DELEGATED, homes.jb)
    assert (run(), state_of(ask_id), rows(WaitingPlace.id)) == (0, AskState.DECLINED, [])
    guest(homes, host)
    with pytest.raises(WasRefused):
        wait_for_bed(sees(homes.anita), to_answer(ask_id, host))


def test_what_the_hub_refused_is_not_put_again(homes: Households) -> None:
    set_asking_rules(sees(homes.manager), AskingRule(short_notice_hours=None, first_stay=True), 0)
    host = small_home(homes)
    taken = guest(homes, host)
    ask_id = waits(homes, host, is_declined=False)
    ((word_id,),) = rows(HubWord.id)
    say_hub_word(sees(homes.moira), word_id, is_given=False)
    call_off_stay(sees(homes.liaison), taken.id, taken.version, "Ill.")
    assert (run(), state_of(ask_id), rows(WaitingPlace.id)) == (0, AskState.DECLINED, [])


def test_a_home_that_is_away_no_longer_is_asked_again(homes: Households) -> None:
    ask_id = ask_for(homes, homes.okafor)
    say_away(sees(homes.okafors), homes.okafor.id, day("2026-11-27"), day("2026-11-29"))
    wait_for_bed(sees(homes.anita), to_answer(ask_id, homes.okafor))
    assert run() == 0
    (span,) = (row[0] for row in rows(AvailabilitySpan.id))
    take_back_span(sees(homes.okafors), span)
    assert run() == 1


def test_a_home_on_hold_is_not_asked_again_while_it_is(homes: Households) -> None:
    host = small_home(homes)
    taken = guest(homes, host)
    waits(homes, host)
    with transaction() as here:
        terms = select(HomeTerms).where(HomeTerms.home_id == host.id)
        here.scalars(covering(SYSTEM, terms)).one().status = HomeStatus.ON_HOLD
    call_off_stay(sees(homes.liaison), taken.id, taken.version, "Ill.")
    assert run() == 0
    with pytest.raises(HomeTakesNobody):
        ask_for(homes, host)


def two_who_wait(homes: Households, host: Home, clock: time_machine.Traveller) -> tuple[uuid.UUID, uuid.UUID]:
    """JB waits first, AK a second later."""
    first = waits(homes, host)
    clock.shift(dt.timedelta(seconds=1))
    (second,) = ask_for_sleepover(sees(homes.okafors), wanted(host, children=(homes.ak,), arrive="2026-11-28"))
    wait_for_bed(sees(homes.okafors), to_answer(second, host))
    return first, second


def test_who_came_first_is_asked_for_first_and_the_next_once_that_is_answered(
    homes: Households, clock: time_machine.Traveller
) -> None:
    host = small_home(homes)
    taken = guest(homes, host)
    first, second = two_who_wait(homes, host, clock)
    clock.shift(dt.timedelta(minutes=1))
    call_off_stay(sees(homes.liaison), taken.id, taken.version, "Ill.")
    assert (run(), run()) == (1, 0)
    assert [(StepTaken.ASKED_AGAIN, False) in timeline(one) for one in (first, second)] == [True, False]
    decline_ask(sees(homes.liaison), to_answer(first, host), "No.")
    assert run() == 1
    assert (StepTaken.ASKED_AGAIN, False) in timeline(second)


def test_where_there_are_two_beds_both_are_asked_for(homes: Households, clock: time_machine.Traveller) -> None:
    host = small_home(homes, beds=2)
    taken = [guest(homes, host, bed=bed) for bed in (1, 2)]
    two_who_wait(homes, host, clock)
    for stay in taken:
        call_off_stay(sees(homes.liaison), stay.id, stay.version, "Ill.")
    assert run() == 2


def test_who_has_found_another_home_or_waits_no_more_is_not_asked_for(
    homes: Households, clock: time_machine.Traveller
) -> None:
    host = small_home(homes)
    taken = guest(homes, host)
    first, second = two_who_wait(homes, host, clock)
    elsewhere = ask_for(homes, homes.hub)
    agree_to_ask(sees(homes.moira), to_answer(elsewhere, homes.hub))
    stop_waiting(sees(homes.okafors), to_answer(second, host))
    with pytest.raises(WaitsNoMore):
        stop_waiting(sees(homes.okafors), to_answer(second, host))
    call_off_stay(sees(homes.liaison), taken.id, taken.version, "Ill.")
    assert run() == 0
    assert state_of(first) is AskState.DECLINED


def test_what_is_refused(homes: Households) -> None:
    free = ask_for(homes)
    with pytest.raises(HasRoom, match="Moira has room"):
        wait_for_bed(sees(homes.anita), to_answer(free, homes.hub))
    host = small_home(homes)
    guest(homes, host)
    ask_id = waits(homes, host, is_declined=False)
    with pytest.raises(WaitsAlready):
        wait_for_bed(sees(homes.liaison), to_answer(ask_id, host))
    with pytest.raises(NotTheirsToAsk):
        wait_for_bed(sees(homes.moira), to_answer(ask_id, host))
    stale = to_answer(ask_id, host)
    stop_waiting(sees(homes.anita), stale)
    with pytest.raises(AskOvertaken):
        wait_for_bed(sees(homes.anita), stale)
    withdraw_ask(sees(homes.anita), ask_id, the_ask(ask_id).version)
    with pytest.raises(NothingToWaitFor):
        wait_for_bed(sees(homes.anita), to_answer(ask_id, host))
    assert rows(WaitingPlace.id) == []


def test_the_page_offers_to_wait_where_there_is_no_room_and_to_nobody_else(homes: Households) -> None:
    host = small_home(homes)
    guest(homes, host)
    (ask_id,) = ask_for_sleepover(sees(homes.anita), wanted(host, homes.hub, children=(homes.jb,)))
    viewer = sees(homes.anita)
    assert waiting_for(viewer, ask_page(viewer, ask_id)).offered == {host.id}
    assert waiting_for(sees(homes.moira), ask_page(sees(homes.moira), ask_id)).offered == frozenset()
    wait_for_bed(viewer, to_answer(ask_id, host))
    found = waiting_for(viewer, ask_page(viewer, ask_id))
    assert (found.offered, set(found.since or {})) == (frozenset(), {host.id})


@pytest.mark.parametrize("rounds", ROUNDS)
def test_two_jobs_in_one_moment_ask_again_once(app: Flask, rounds: int) -> None:
    homes = make_trusted_households()
    host = small_home(homes)
    for _round in range(rounds):
        taken = guest(homes, host)
        ask_id = waits(homes, host)
        call_off_stay(sees(homes.liaison), taken.id, taken.version, "Ill.")
        days = (wall.today(), wall.today())
        assert at_once(app, *(partial(ask_again_where_free, Viewer.system(), None, *days) for _ in range(2))) == []
        assert timeline(ask_id).count((StepTaken.ASKED_AGAIN, False)) == 1
        withdraw_ask(sees(homes.anita), ask_id, the_ask(ask_id).version)
