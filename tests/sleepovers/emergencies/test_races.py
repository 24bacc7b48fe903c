"""An emergency in one moment: thirty who can, who withdraws meanwhile, two who send, and the ladder beside them."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
import time_machine
from flask import Flask

from constellations.models import Person
from constellations.queries import viewer_for
from constellations.rules import StayAuthority
from sleepovers.asks.models import Ask
from sleepovers.asks.rules import NoLongerOpen
from sleepovers.emergencies.actions import ask_again, ask_in_emergency, call_off_emergency, say_i_can
from sleepovers.emergencies.climbing.actions import climb_ladders
from sleepovers.emergencies.rules import AskedLately, Outcome
from sleepovers.rules import AnswerState, AskState
from tests import factories
from tests.registers import rows
from tests.sleepovers.asks.asking import answers, make_trusted_households, state_of, stays_from
from tests.sleepovers.at_once import ROUNDS, at_once
from tests.sleepovers.emergencies.sending import MINUTE, SYSTEM, climb, one_more_home
from tests.sleepovers.households import Households, beds, sees

CARERS = 30
ONE_DAY = dt.timedelta(days=1)
EVENING = dt.datetime(2026, 11, 22, 20, 0, tzinfo=dt.UTC)


@pytest.fixture
def homes(app: Flask, clock: time_machine.Traveller) -> Households:
    """The households in the evening, when JB's family is the only one without a bed."""
    clock.move_to(EVENING)
    return make_trusted_households()


def asked_of_all(homes: Households) -> uuid.UUID:
    """An emergency that has climbed to all homes."""
    ask_id = ask_in_emergency(sees(homes.anita), [homes.jb.id])
    with time_machine.travel(dt.datetime.now(dt.UTC) + 10 * MINUTE, tick=False):
        climb()
    return ask_id


def remembered(outcomes: list[object], act: Callable[[], object]) -> Callable[[], None]:
    """The same act, of which the outcome is kept."""

    def run() -> None:
        outcomes.append(act())

    return run


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_thirty_who_can_in_one_second_one_has_the_child_and_to_the_others_it_is_sorted(
    app: Flask, homes: Households, clock: time_machine.Traveller, rounds: int
) -> None:
    people: list[Person] = [homes.moira, homes.okafors]
    people += [one_more_home(homes, f"Home {n}")[1] for n in range(CARERS - len(people))]
    for _round in range(rounds):
        ask_id = asked_of_all(homes)
        assert len(answers(ask_id)) == CARERS
        outcomes: list[object] = []
        viewers = [viewer_for(person) for person in people]
        refused = at_once(app, *(remembered(outcomes, partial(say_i_can, one, ask_id)) for one in viewers))
        assert refused == []
        assert Counter(outcomes) == {Outcome.COMES: 1, Outcome.SORTED: CARERS - 1}
        (stay,) = stays_from(ask_id)
        assert list(beds(stay).values()) == [1]
        assert Counter(answers(ask_id).values()) == {AnswerState.AGREED: 1, AnswerState.NOT_NEEDED: CARERS - 1}
        clock.shift(ONE_DAY)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_it_is_taken_or_called_off_and_never_both(
    app: Flask, homes: Households, clock: time_machine.Traveller, rounds: int
) -> None:
    for _round in range(rounds):
        ask_id = asked_of_all(homes)
        refused = at_once(
            app,
            partial(say_i_can, sees(homes.moira), ask_id),
            partial(call_off_emergency, sees(homes.anita), ask_id),
        )
        assert [type(told) for told in refused] == [NoLongerOpen]
        is_taken = bool(stays_from(ask_id))
        assert state_of(ask_id) is (AskState.AGREED if is_taken else AskState.WITHDRAWN)
        clock.shift(ONE_DAY)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_two_carers_of_one_home_who_send_together_send_one(app: Flask, homes: Households, rounds: int) -> None:
    suresh = factories.create_person(homes.anita.role, home=homes.patel)
    for number in range(rounds):
        child = factories.create_child(homes.service, homes.patel, f"C{number}", authority=StayAuthority.DELEGATED)
        before = len(rows(Ask.id))
        sends = [partial(ask_in_emergency, sees(person), [child.id]) for person in (homes.anita, suresh)]
        assert at_once(app, *sends) == []
        assert len(rows(Ask.id)) == before + 1


@pytest.mark.parametrize("rounds", ROUNDS)
def test_the_ladder_moved_by_two_and_answered_meanwhile_asks_each_home_once(
    app: Flask, homes: Households, clock: time_machine.Traveller, rounds: int
) -> None:
    for _round in range(rounds):
        ask_id = ask_in_emergency(sees(homes.anita), [homes.jb.id])
        clock.shift(10 * MINUTE)
        today = sees(homes.anita).today
        moving = partial(climb_ladders, SYSTEM, None, today, today)
        assert at_once(app, moving, moving, partial(say_i_can, sees(homes.moira), ask_id)) == []
        assert state_of(ask_id) is AskState.AGREED
        assert answers(ask_id)["Moira"] is AnswerState.AGREED
        assert answers(ask_id).get("Okafor", AnswerState.NOT_NEEDED) is AnswerState.NOT_NEEDED
        # At the same hour: a hundred times ten minutes later it would be day, and the night over.
        clock.shift(ONE_DAY - 10 * MINUTE)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_two_who_ask_again_together_ask_once(
    app: Flask, homes: Households, clock: time_machine.Traveller, rounds: int
) -> None:
    for _round in range(rounds):
        ask_id = ask_in_emergency(sees(homes.anita), [homes.jb.id])
        clock.shift(3 * MINUTE)
        refused = at_once(app, *(partial(ask_again, sees(one), ask_id) for one in (homes.anita, homes.liaison)))
        assert [type(told) for told in refused] == [AskedLately]
        clock.shift(ONE_DAY)
