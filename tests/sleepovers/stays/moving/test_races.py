"""Moves in the same moment: a bed is given once, a stay is in one place."""

import datetime as dt
from collections import Counter
from functools import partial

import pytest
from flask import Flask

from constellations.models import Home
from sleepovers.asks.answering.actions import Asked, agree_to_ask
from sleepovers.booking.refusals import JustTaken, NoBedFree
from sleepovers.models import StayNight
from sleepovers.rules import StayState
from sleepovers.stays.course.actions import call_off_stay
from sleepovers.stays.moving.actions import MoveWish, agree_to_move, ask_to_move
from sleepovers.stays.moving.rules import MoveAskedAlready, MoveOvertaken
from tests.registers import rows
from tests.sleepovers.asks.asking import make_trusted_households, trusted_child, waiting_asks
from tests.sleepovers.at_once import ROUNDS, at_once
from tests.sleepovers.households import sees, stored_stay
from tests.sleepovers.stays.moving.moves import agreed_stay, brook

FIRST = dt.date(2026, 11, 27)
DAY = dt.timedelta(days=1)


def in_beds(host: Home, night: dt.date) -> Counter[int | None]:
    found = rows(StayNight.home_id, StayNight.night, StayNight.bed)
    return Counter(bed for home_id, when, bed in found if (home_id, when) == (host.id, night))


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_a_move_and_an_agreement_one_has_the_last_bed(app: Flask, rounds: int) -> None:
    homes = make_trusted_households()
    small, bea = brook(homes, beds=1)
    for number in range(rounds):
        night = FIRST + number * DAY
        stay = agreed_stay(homes.jb, homes.hub, str(night), str(night + DAY))
        move_id = ask_to_move(sees(homes.anita), MoveWish(stay.id, stay.version, small.id))
        agree_to_move(sees(homes.moira), move_id)
        (ask_id,) = waiting_asks([(homes.ak, night, [small])])
        refused = at_once(
            app,
            partial(agree_to_move, sees(bea), move_id),
            partial(agree_to_ask, sees(bea), Asked(ask_id, small.id, 1)),
        )
        assert [type(told) in (JustTaken, NoBedFree) for told in refused] == [True]
        assert in_beds(small, night) == {1: 1}


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_stay_that_is_swapped_and_called_off_is_one_of_both(app: Flask, rounds: int) -> None:
    homes = make_trusted_households()
    small, _bea = brook(homes)
    for number in range(rounds):
        night = FIRST + number * DAY
        first = agreed_stay(homes.jb, homes.hub, str(night), str(night + DAY))
        second = agreed_stay(trusted_child(homes, homes.okafor, "ZZ"), small, str(night), str(night + DAY))
        swap = MoveWish(first.id, first.version, with_stay_id=second.id)
        refused = at_once(
            app,
            partial(ask_to_move, sees(homes.liaison), swap),
            partial(call_off_stay, sees(homes.okafors), second.id, second.version, "Ill."),
        )
        assert len(refused) == 1
        is_off = stored_stay(second).state is StayState.CANCELLED
        assert (stored_stay(first).host_id == homes.hub.id) is is_off
        assert is_off is isinstance(refused[0], MoveOvertaken)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_two_swaps_across_wait_for_each_other_and_one_is_told(app: Flask, rounds: int) -> None:
    homes = make_trusted_households()
    small, _bea = brook(homes)
    for number in range(rounds):
        night = FIRST + number * DAY
        first = agreed_stay(homes.jb, homes.hub, str(night), str(night + DAY))
        second = agreed_stay(trusted_child(homes, homes.okafor, "ZZ"), small, str(night), str(night + DAY))
        refused = at_once(
            app,
            partial(ask_to_move, sees(homes.anita), MoveWish(first.id, first.version, with_stay_id=second.id)),
            partial(ask_to_move, sees(homes.okafors), MoveWish(second.id, second.version, with_stay_id=first.id)),
        )
        assert [type(told) for told in refused] == [MoveAskedAlready]
