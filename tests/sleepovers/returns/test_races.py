"""Both adults of a hub at the same moment, and a return that is submitted while its log is written."""

import datetime as dt
from functools import partial

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.core.errors import RoostError
from sleepovers.returns.actions import submit_return
from sleepovers.returns.figures.facts import Help
from sleepovers.returns.log.actions import write_down_help
from sleepovers.returns.log.rules import Helped, MonthSubmitted
from sleepovers.returns.models import MonthlyReturn
from sleepovers.returns.rules import Answers, NotOpen, Overtaken, ReturnState
from tests.sleepovers.at_once import ROUNDS, at_once
from tests.sleepovers.returns.factories import NO, OCTOBER, Harbour, page_of, sees


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_two_who_submit_one_does_and_the_other_is_told(app: Flask, rounds: int) -> None:
    for number in range(rounds):
        harbour = Harbour(f" {number}")
        key = harbour.constellation.id
        moira, declan = sees(harbour.moira), sees(harbour.declan)
        refused = at_once(
            app,
            partial(submit_return, moira, key, OCTOBER, NO, 0),
            partial(submit_return, declan, key, OCTOBER, Answers(3, 0), 0),
        )
        assert [type(one) in (NotOpen, Overtaken) for one in refused] == [True]
        rows = visible(Viewer.system(), MonthlyReturn).where(MonthlyReturn.constellation_id == key)
        assert [row.state for row in session().scalars(rows)] == [ReturnState.SUBMITTED]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_line_is_in_the_return_or_it_is_refused(app: Flask, rounds: int) -> None:
    for number in range(rounds):
        harbour = Harbour(f" {number}")
        key, moira, declan = harbour.constellation.id, sees(harbour.moira), sees(harbour.declan)
        helped = Helped(Help.CHECK_IN, dt.date(2026, 10, 30), harbour.patel.id)
        refused: list[RoostError] = at_once(
            app,
            partial(submit_return, moira, key, OCTOBER, NO, 0),
            partial(write_down_help, declan, key, helped),
        )
        told = page_of(harbour).told
        assert told.figures.numbers["check_in_times"] == (0 if refused else 1)
        assert (not told.since, [type(one) for one in refused]) in ((True, []), (True, [MonthSubmitted]))
