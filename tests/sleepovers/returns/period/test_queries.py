"""Returns of a service are added up over a quarter or a year: locked ones, and those that may still change."""

import datetime as dt

import pytest
from flask import Flask, current_app

from constellations.budget.rules import FinancialYear
from constellations.core.clock import Month
from constellations.core.database import database
from constellations.core.errors import Forbidden
from constellations.events.rules import Circle
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.returns.actions import keep_answers, lock_return
from sleepovers.returns.period.queries import period_page
from sleepovers.returns.period.rules import Period
from sleepovers.returns.rules import Answers, ReturnState
from tests.client import client_of
from tests.factories import (
    changed,
    create_constellation,
    create_home,
    create_person,
    create_service,
    create_stay,
    join,
)
from tests.queries import count_queries
from tests.sleepovers.returns.factories import NOVEMBER, OCTOBER, Harbour, create_date, sees, submitted

QUARTER = Period(FinancialYear(2026), 3)


@pytest.fixture
def harbour(app: Flask) -> Harbour:
    """A locked October with three child-nights, and a November with two, one of a child who was there before."""
    made = Harbour()
    create_stay(made.jb, made.hub, "2026-10-02", "2026-10-04")
    create_stay(made.jb, made.hub, "2026-11-06", "2026-11-07")
    create_stay(made.ak, made.hub, "2026-11-06", "2026-11-07")
    create_stay(made.tw, made.okafor, "2026-10-16", "2026-10-17")
    version = submitted(made, Answers(1, 2, "Somebody stayed.")).version
    lock_return(sees(made.liaison), made.constellation.id, OCTOBER, version)
    return made


def test_locked_returns_and_those_that_may_change_are_added_up_and_marked(harbour: Harbour) -> None:
    keep_answers(sees(harbour.moira), harbour.constellation.id, NOVEMBER, Answers(1, None), 0)
    page = period_page(sees(harbour.manager), QUARTER)
    numbers = page.all.numbers
    assert (numbers["hub_overnight_child_nights"], numbers["satellite_all_overnight_child_nights"]) == (4, 1)
    assert (page.all.resignations, page.all.endings, page.all.unanswered) == (2, 2, 1)
    assert (page.all.returns, page.all.states[ReturnState.LOCKED], page.all.not_locked) == (2, 1, 1)
    assert page.children == 3, "JB came in both months, and is one child"


def test_what_was_submitted_is_added_up_as_it_was(harbour: Harbour) -> None:
    create_stay(harbour.ak, harbour.hub, "2026-10-02", "2026-10-03")
    page = period_page(sees(harbour.manager), QUARTER)
    assert page.all.numbers["hub_overnight_child_nights"] == 4
    assert [(str(one.month), bool(one.since)) for one in page.returns] == [("2026-10", True), ("2026-11", False)]


def test_a_time_that_has_not_begun_or_in_which_nobody_was_there_is_empty(harbour: Harbour) -> None:
    manager = sees(harbour.manager)
    to_come = period_page(manager, Period(FinancialYear(2026), 4))
    assert (to_come.has_begun, to_come.all.returns) == (False, 0)
    before = period_page(manager, Period(FinancialYear(2023)))
    assert (before.has_begun, before.all.returns, before.by_constellation) == (True, 0, ())


def test_a_liaison_worker_adds_up_the_own_and_a_manager_those_of_the_service(harbour: Harbour) -> None:
    create_constellation(harbour.service, "Anchor")
    for person, names in ((harbour.liaison, ["Harbour"]), (harbour.manager, ["Anchor", "Harbour"])):
        found = period_page(sees(person), QUARTER).by_constellation
        assert [of.name for of, _ in found] == names
    stranger = create_person(Role.MANAGER, create_service())
    assert period_page(sees(stranger), QUARTER).returns == ()
    with pytest.raises(Forbidden):
        period_page(sees(harbour.moira), QUARTER)


def test_the_number_of_queries_does_not_grow(harbour: Harbour) -> None:
    manager, counts = sees(harbour.manager), []
    for period in (Period(FinancialYear(2026), 3), Period(FinancialYear(2026))):
        with count_queries(database().engine) as sent:
            period_page(manager, period)
        counts.append(len(sent))
        for _ in range(3):
            create_constellation(harbour.service)
    assert counts == [11, 11]


def test_months_before_it_began_are_left_out(harbour: Harbour) -> None:
    page = period_page(sees(harbour.manager), Period(FinancialYear(2024)))
    assert [one.month for one in page.returns][0] == Month(2024, 9)
    assert len(page.returns) == 7


def test_months_after_it_closed_are_left_out(harbour: Harbour) -> None:
    changed(harbour.constellation, closed_on=dt.date(2026, 11, 1))
    page = period_page(sees(harbour.manager), QUARTER)
    assert [one.month for one in page.returns] == [OCTOBER]
    assert (page.all.not_locked, page.all.unanswered) == (0, 0)


def test_what_stands_in_the_returns_of_two_constellations_is_counted_once_in_all(harbour: Harbour) -> None:
    anchor, lindqvist = create_constellation(harbour.service, "Anchor"), create_home(harbour.service, "Lindqvist")
    # Moira is a satellite there: her nights are nights at a hub all the same.
    join(harbour.hub, anchor, HomeRole.SATELLITE)
    join(lindqvist, anchor, HomeRole.HUB)
    create_date(harbour.constellation, "2026-11-14", came={harbour.patel: (1, 1)})
    came = {harbour.patel: (1, 1), lindqvist: (2, 0)}
    create_date(harbour.constellation, "2026-11-07", came=came, circle=Circle.SERVICE)
    page = period_page(sees(harbour.manager), QUARTER)
    numbers = page.all.numbers
    assert (numbers["hub_overnight_child_nights"], numbers["satellite_all_overnight_child_nights"]) == (4, 1)
    assert (numbers["social_activity_times"], numbers["social_activity_minutes"]) == (2, 360)
    assert (page.all.nights_twice, page.all.events_twice) == (4, 1)
    apart = {of.name: added.numbers for of, added in page.by_constellation}
    assert [apart[name]["social_activity_times"] for name in ("Anchor", "Harbour")] == [1, 2]
    assert apart["Anchor"]["satellite_all_overnight_child_nights"] == 4
    text = client_of(current_app, harbour.manager).get("/returns/period?year=2026&quarter=3").text
    assert "4 child-nights, 1 date of an event." in text


def test_an_event_to_which_only_the_neighbours_came_is_counted_in_no_total(harbour: Harbour) -> None:
    anchor, lindqvist = create_constellation(harbour.service, "Anchor"), create_home(harbour.service, "Lindqvist")
    join(lindqvist, anchor, HomeRole.HUB)
    create_date(harbour.constellation, "2026-11-14", came={lindqvist: (1, 1)})
    page = period_page(sees(harbour.manager), QUARTER)
    assert (page.all.numbers["social_activity_times"], page.all.events_twice) == (0, 0)
