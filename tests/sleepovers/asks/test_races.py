"""Answers in the same moment: one bed is given once, one ask answered once, one child in one place."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from functools import partial

import pytest
from flask import Flask

from constellations.children.models import Child
from constellations.models import Home
from sleepovers.asks.actions import withdraw_ask
from sleepovers.asks.answering.actions import Asked, agree_to_ask
from sleepovers.asks.rules import NoLongerOpen
from sleepovers.booking.refusals import JustTaken, SleepsElsewhere
from sleepovers.models import StayNight
from sleepovers.rules import AnswerState, AskState, StayState
from sleepovers.stays.course.actions import call_off_stay, say_arrived
from sleepovers.stays.course.rules import AlreadyOver, HasBegun
from tests import factories
from tests.registers import rows
from tests.sleepovers.asks.asking import (
    answers,
    make_trusted_households,
    state_of,
    stays_from,
    trusted_child,
    waiting_asks,
)
from tests.sleepovers.at_once import ROUNDS, at_once
from tests.sleepovers.households import beds, sees, states, stored_stay

ONE_DAY = dt.timedelta(days=1)
FIRST = dt.date(2026, 11, 27)
CARERS = 30


def asks_for(children: Sequence[Child], night: dt.date, *homes: Home) -> list[uuid.UUID]:
    """An ask for each of these children for one night, put to all the homes."""
    return waiting_asks([(child, night, homes) for child in children])


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_thirty_who_get_the_last_bed_in_one_moment_one_has_it_and_the_others_are_told(
    app: Flask, rounds: int
) -> None:
    homes = make_trusted_households()
    host = factories.create_home(homes.service, "One bed", beds=1)
    factories.join(host, homes.constellation)
    children = [trusted_child(homes, homes.patel, f"C{n}") for n in range(CARERS)]
    carer = sees(factories.create_person(homes.anita.role, home=host))
    for number in range(rounds):
        night = FIRST + number * ONE_DAY
        asks = asks_for(children, night, host)
        refused = at_once(app, *(partial(agree_to_ask, carer, Asked(ask_id, host.id, 1)) for ask_id in asks))
        assert Counter(type(told) for told in refused) == {JustTaken: CARERS - 1}
        assert {told.words for told in refused} == {
            f"One bed has no bed free on {night:%a} {night.day} {night:%b}: it was just taken. "
            "Moira and Okafor have one free."
        }
        assert [row[1:] for row in rows(StayNight.night, StayNight.home_id, StayNight.bed) if row[0] == night] == [
            (host.id, 1)
        ]
        assert Counter(map(state_of, asks)) == {AskState.AGREED: 1, AskState.OPEN: CARERS - 1}


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_two_homes_that_agree_to_one_ask_one_has_the_child(app: Flask, rounds: int) -> None:
    homes = make_trusted_households()
    for number in range(rounds):
        (ask_id,) = asks_for([homes.jb], FIRST + number * ONE_DAY, homes.hub, homes.okafor)
        refused = at_once(
            app,
            partial(agree_to_ask, sees(homes.moira), Asked(ask_id, homes.hub.id, 1)),
            partial(agree_to_ask, sees(homes.okafors), Asked(ask_id, homes.okafor.id, 1)),
        )
        assert [type(told) for told in refused] == [NoLongerOpen]
        (stay,) = stays_from(ask_id)
        assert sorted(answers(ask_id).values()) == [AnswerState.AGREED, AnswerState.NOT_NEEDED]
        assert list(beds(stay).values()) == [1]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_an_ask_is_agreed_to_or_withdrawn_and_never_both(app: Flask, rounds: int) -> None:
    homes = make_trusted_households()
    for number in range(rounds):
        (ask_id,) = asks_for([homes.jb], FIRST + number * ONE_DAY, homes.hub)
        refused = at_once(
            app,
            partial(agree_to_ask, sees(homes.moira), Asked(ask_id, homes.hub.id, 1)),
            partial(withdraw_ask, sees(homes.anita), ask_id, 1),
        )
        assert [type(told) for told in refused] == [NoLongerOpen]
        is_agreed = bool(stays_from(ask_id))
        assert state_of(ask_id) is (AskState.AGREED if is_agreed else AskState.WITHDRAWN)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_stay_is_called_off_or_has_begun_and_never_both(app: Flask, rounds: int) -> None:
    homes = make_trusted_households()
    for _round in range(rounds):
        child = trusted_child(homes, homes.patel, "ZZ")
        stay = factories.create_stay(child, homes.hub, "2026-11-22", "2026-11-23", StayState.AGREED)
        refused = at_once(
            app,
            partial(call_off_stay, sees(homes.anita), stay.id, 1, "Ill."),
            partial(say_arrived, sees(homes.moira), stay.id),
        )
        (told,) = refused
        stored = stored_stay(stay)
        if isinstance(told, AlreadyOver):
            assert (stored.state, stored.arrived_at, states(stay)) == (StayState.CANCELLED, None, {})
        else:
            assert isinstance(told, HasBegun)
            assert (stored.state, len(states(stay))) == (StayState.UNDER_WAY, 1)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_child_who_was_asked_for_twice_sleeps_in_one_place(app: Flask, rounds: int) -> None:
    homes = make_trusted_households()
    for number in range(rounds):
        night = FIRST + number * ONE_DAY
        (first,), (second,) = (asks_for([homes.jb], night, home) for home in (homes.hub, homes.okafor))
        refused = at_once(
            app,
            partial(agree_to_ask, sees(homes.moira), Asked(first, homes.hub.id, 1)),
            partial(agree_to_ask, sees(homes.okafors), Asked(second, homes.okafor.id, 1)),
        )
        assert [type(told) for told in refused] == [SleepsElsewhere]
        assert len(stays_from(first) + stays_from(second)) == 1
