"""Two people at the same moment: one wins, the other is told; and no bed is given twice."""

import datetime as dt
from functools import partial

import pytest
from flask import Flask

from constellations.core.clock import Month
from sleepovers.claims.actions import close_month
from sleepovers.claims.queries import closed_months
from sleepovers.claims.rules import NightsUntold
from sleepovers.nights.actions import confirm_nights
from sleepovers.nights.rules import AlreadyTold
from sleepovers.rules import Moment, NightState, StayState
from sleepovers.stays.actions import WhatHappened, correct_stay
from tests import factories
from tests.sleepovers.at_once import ROUNDS, at_once
from tests.sleepovers.households import acts, beds, history, make_households, sees, states


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_two_who_confirm_the_same_night_one_wins_and_the_other_is_told(app: Flask, rounds: int) -> None:
    homes = make_households()
    moira, tom = sees(homes.moira), sees(homes.tom)
    for _round in range(rounds):
        child = factories.create_child(homes.service, homes.patel, "ZZ")
        stay = factories.create_stay(child, homes.hub, "2026-11-20", "2026-11-21", StayState.AGREED)
        refused = at_once(app, *(partial(confirm_nights, viewer, stay.id, 1) for viewer in (moira, tom)))
        assert [type(told) for told in refused] == [AlreadyTold]
        assert states(stay) == {"2026-11-20": NightState.HAPPENED}
        assert history(stay) == [("2026-11-20", NightState.PLANNED, NightState.HAPPENED)]
        assert acts(stay.id) == ["confirmed_nights"]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_month_that_is_being_closed_is_closed_with_all_its_nights_told_or_not_at_all(app: Flask, rounds: int) -> None:
    homes = make_households()
    for round_number in range(rounds):
        month = Month(2026, 10).shifted(-round_number)
        night = month.first + dt.timedelta(days=9)
        stay = factories.create_stay(
            homes.jb, homes.hub, str(night), str(night + dt.timedelta(days=1)), StayState.AGREED
        )
        refused = at_once(
            app,
            partial(confirm_nights, sees(homes.moira), stay.id, 1),
            partial(close_month, sees(homes.manager), homes.service.id, month),
        )
        assert {type(told) for told in refused} <= {NightsUntold}
        assert states(stay) == {str(night): NightState.HAPPENED}
        assert (month in closed_months(sees(homes.manager), homes.service.id)) is (refused == [])


@pytest.mark.parametrize("rounds", ROUNDS)
def test_two_children_who_stay_longer_at_once_get_beds_of_their_own(app: Flask, rounds: int) -> None:
    homes = make_households()
    liaison = sees(homes.liaison)
    longer = WhatHappened(Moment.parse("2026-11-20"), Moment.parse("2026-11-22"))
    for _round in range(rounds):
        host = factories.create_home(homes.service)
        factories.join(host, homes.constellation)
        children = [factories.create_child(homes.service, homes.patel, name) for name in ("YY", "ZZ")]
        first, second = (
            factories.create_stay(child, host, "2026-11-20", "2026-11-21", StayState.AGREED, bed=bed)
            for bed, child in enumerate(children, 1)
        )
        refused = at_once(app, *(partial(correct_stay, liaison, one.id, 1, longer) for one in (first, second)))
        assert refused == []
        assert {beds(first)["2026-11-21"], beds(second)["2026-11-21"]} == {1, 2}
