"""Which returns wait for whom, and the list of them."""

import datetime as dt

import pytest
import time_machine
from flask import Flask, current_app

from constellations.access import Viewer
from constellations.budget.rules import FinancialYear
from constellations.core.clock import Month
from constellations.keeping.actions import remove_kinds
from constellations.keeping.models import HowLong
from constellations.keeping.queries import kind_called
from constellations.models import Person
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.returns.actions import keep_answers, submit_return
from sleepovers.returns.figures.facts import Moved
from sleepovers.returns.period.queries import period_page
from sleepovers.returns.period.rules import Period
from sleepovers.returns.queries import (
    number_to_finish,
    number_to_lock,
    return_page,
    returns_page,
    returns_to_finish,
    returns_to_lock,
)
from sleepovers.returns.rules import AfterItClosed, Answers, ReturnState
from tests.client import client_of
from tests.factories import changed, create_constellation, create_home, create_person, create_stay, join, stored
from tests.sleepovers.returns.factories import NOVEMBER, OCTOBER, Harbour, create_date, page_of, sees, submitted

NO = Answers(0, 0)


@pytest.fixture
def harbour(app: Flask) -> Harbour:
    """October with one night at the hub."""
    made = Harbour()
    create_stay(made.jb, made.hub, "2026-10-02", "2026-10-03")
    return made


def closed_on(harbour: Harbour, day: dt.date) -> None:
    """Close the constellation, with which its hub leaves it."""
    changed(harbour.constellation, closed_on=day)
    changed(harbour.hub_place, ends_on=day)


def submitted_by(harbour: Harbour, person: Person) -> None:
    """October's return, submitted by somebody else than its hub."""
    submit_return(sees(person), harbour.constellation.id, OCTOBER, NO, 0)


def test_what_was_removed_by_its_age_since_is_no_change(harbour: Harbour, clock: time_machine.Traveller) -> None:
    create_date(harbour.constellation, "2026-10-10", came={harbour.patel: (1, 1)})
    submitted(harbour)
    chosen = HowLong(service_id=harbour.service.id, kind="event_registers", amount=1)
    stored(chosen)
    clock.move_to("2026-12-10T12:00Z")
    today, kind = dt.date(2026, 12, 10), kind_called("event_registers")
    assert remove_kinds(Viewer.system(), [kind], harbour.service.id, today, today).found == 1

    def changes_told() -> list[bool]:
        quarter = period_page(sees(harbour.manager), Period(FinancialYear(2026), 3))
        added = next(one for one in quarter.returns if one.month == OCTOBER)
        return [bool(told.since) for told in (page_of(harbour).told, added)]

    assert changes_told() == [False, False]
    changed(chosen, amount=3)
    assert changes_told() == [True, True]


class TestWaiting:
    def test_last_month_waits_for_its_hub_and_then_for_its_liaison_worker(self, harbour: Harbour) -> None:
        moira, liaison = sees(harbour.moira), sees(harbour.liaison)
        assert [month for _, month in returns_to_finish(moira)] == [OCTOBER]
        assert (number_to_finish(liaison), number_to_lock(liaison)) == (0, 0)
        submitted(harbour)
        assert (number_to_finish(moira), number_to_lock(moira)) == (0, 0)
        assert [(of.name, month) for of, month in returns_to_lock(liaison)] == [("Harbour", OCTOBER)]
        assert (number_to_lock(liaison), number_to_lock(sees(harbour.manager))) == (1, 1)
        assert number_to_finish(sees(harbour.anita)) == 0

    def test_an_older_one_waits_once_it_was_begun_or_sent_back(self, harbour: Harbour) -> None:
        keep_answers(sees(harbour.moira), harbour.constellation.id, Month(2026, 8), NO, 0)
        assert [month for _, month in returns_to_finish(sees(harbour.moira))] == [Month(2026, 8), OCTOBER]

    def test_a_constellation_that_began_this_month_waits_for_nothing(self, harbour: Harbour) -> None:
        young, home = create_constellation(harbour.service), create_home(harbour.service)
        join(home, young, HomeRole.HUB, dt.date(2026, 11, 2))
        assert number_to_finish(sees(create_person(Role.HUB_CARER, home=home))) == 0

    def test_what_no_hub_can_finish_waits_for_staff(self, harbour: Harbour) -> None:
        for carer in (harbour.moira, harbour.declan):
            changed(carer, password_hash=None)
        create_constellation(harbour.service, "Anchor")
        for person in (harbour.liaison, harbour.manager):
            assert [(of.name, month) for of, month in returns_to_finish(sees(person))] == [("Harbour", OCTOBER)]
        listed = returns_page(sees(harbour.manager), OCTOBER)
        assert [(row.constellation.name, row.waits) for row in listed.rows] == [("Anchor", False), ("Harbour", True)]
        assert "Finish Harbour, October 2026" in client_of(current_app, harbour.liaison).get("/").text
        submitted_by(harbour, harbour.liaison)
        assert (number_to_finish(sees(harbour.liaison)), number_to_lock(sees(harbour.liaison))) == (0, 1)

    def test_one_that_closed_has_a_last_return_and_none_after_it(self, harbour: Harbour) -> None:
        closed_on(harbour, dt.date(2026, 10, 21))
        assert [month for _, month in returns_to_finish(sees(harbour.moira))] == [OCTOBER]
        listed = returns_page(sees(harbour.manager), OCTOBER, harbour.constellation.id)
        assert listed.rows[0].month == OCTOBER
        with pytest.raises(AfterItClosed):
            return_page(sees(harbour.manager), harbour.constellation.id, NOVEMBER)
        closed_on(harbour, OCTOBER.first)
        assert number_to_finish(sees(harbour.moira)) == 0

    def test_the_last_return_of_one_that_closes_on_a_first_says_who_left(self, harbour: Harbour) -> None:
        closed_on(harbour, NOVEMBER.first)
        figures = return_page(sees(harbour.manager), harbour.constellation.id, OCTOBER).told.figures
        assert [(move.home, move.moved, move.on.day) for move in figures.moves][-1] == ("Moira", Moved.LEFT, 31)

    def test_the_list_says_how_each_month_stands(self, harbour: Harbour) -> None:
        submitted(harbour)
        mine = returns_page(sees(harbour.moira), OCTOBER)
        assert mine.chosen is not None
        assert [(row.month, row.state, row.waits) for row in mine.rows[:3]] == [
            (NOVEMBER, ReturnState.OPEN, False),
            (OCTOBER, ReturnState.SUBMITTED, False),
            (Month(2026, 9), ReturnState.OPEN, False),
        ]
        create_constellation(harbour.service, "Anchor")
        theirs = returns_page(sees(harbour.manager), OCTOBER)
        assert [(row.constellation.name, row.state, row.waits) for row in theirs.rows] == [
            ("Anchor", ReturnState.OPEN, False),
            ("Harbour", ReturnState.SUBMITTED, True),
        ]
        assert returns_page(sees(harbour.anita), OCTOBER).rows == ()
