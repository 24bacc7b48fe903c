"""Budgets are decided on, spent of, and lines are taken back."""

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.activity.models import AuditEntry
from constellations.budget.actions import Decision, Line, decide_on_budget, spend, take_back_spend
from constellations.budget.queries import budget_page, budgets, spent_for
from constellations.budget.rules import BelowNothing, FinancialYear, NoSuchDay, NotItsEvent, TakenBackAlready
from constellations.core.database import database, session
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.factories import create_event, create_home, create_person, create_service, join
from tests.queries import count_queries
from tests.sleepovers.claims.months import Around, create_around

THIS = FinancialYear(2026)
BOWLING = Line(dt.date(2026, 11, 7), 14_000, "Bowling", "R 17", 20)
SET = Decision(THIS, dt.date(2026, 3, 20), 180_000, "Budget 2026")
UPLIFT = Decision(THIS, dt.date(2026, 10, 5), 60_000, "Cabinet, October 2026")


@pytest.fixture
def around(app: Flask) -> Around:
    """A hub, a satellite, and those who look after them."""
    return create_around()


def sees(person: Person) -> Viewer:
    return viewer_for(person)


class TestDecide:
    def test_the_first_sets_it_and_a_dated_uplift_adds_to_it(self, around: Around) -> None:
        manager = sees(around.manager)
        for decision in (SET, UPLIFT):
            decide_on_budget(manager, around.constellation.id, decision)
        page = budget_page(sees(around.carer), around.constellation.id, THIS)
        assert (page.balance.decided, page.balance.elapsed) == (240_000, 64)
        assert [(one.row.reason, one.row.decided_on, one.who) for one in page.decisions] == [
            ("Cabinet, October 2026", UPLIFT.decided_on, around.manager.name),
            ("Budget 2026", SET.decided_on, around.manager.name),
        ]
        actions = [entry.action for entry in session().scalars(visible(Viewer.system(), AuditEntry))]
        assert actions == ["decided_on_budget"] * 2

    def test_it_never_falls_below_nothing(self, around: Around) -> None:
        manager = sees(around.manager)
        decide_on_budget(manager, around.constellation.id, SET)
        with pytest.raises(BelowNothing):
            decide_on_budget(manager, around.constellation.id, replace(UPLIFT, pence=-180_001))
        decide_on_budget(manager, around.constellation.id, replace(UPLIFT, pence=-180_000))
        assert budget_page(manager, around.constellation.id, THIS).balance.decided == 0

    @pytest.mark.parametrize("who", ["liaison", "finance", "carer"])
    def test_only_the_manager_decides(self, around: Around, who: str) -> None:
        with pytest.raises(Forbidden):
            decide_on_budget(sees(getattr(around, who)), around.constellation.id, SET)


class TestSpend:
    def test_the_hub_writes_down_what_was_spent_and_what_it_cost_for_each(self, around: Around) -> None:
        decide_on_budget(sees(around.manager), around.constellation.id, SET)
        spend(sees(around.carer), around.constellation.id, BOWLING)
        spend(sees(around.liaison), around.constellation.id, replace(BOWLING, pence=1_800, people=None, what="Coffee"))
        page = budget_page(sees(around.finance), around.constellation.id, THIS)
        assert (page.balance.spent, page.balance.left, page.balance.spent_share, page.each) == (15_800, 164_200, 9, 700)
        assert sorted((line.row.what, line.each) for line in page.lines) == [("Bowling", 700), ("Coffee", None)]

    def test_a_line_is_taken_back_once_and_stays_to_be_read(self, around: Around) -> None:
        hub = sees(around.carer)
        key = spend(hub, around.constellation.id, BOWLING)
        assert take_back_spend(hub, key) == around.constellation.id
        page = budget_page(hub, around.constellation.id, THIS)
        assert (page.balance.spent, len(page.lines), page.each) == (0, 1, None)
        with pytest.raises(TakenBackAlready):
            take_back_spend(sees(around.manager), key)

    def test_a_line_belongs_to_the_year_of_its_day(self, around: Around) -> None:
        hub = sees(around.carer)
        spend(hub, around.constellation.id, replace(BOWLING, spent_on=dt.date(2026, 3, 31)))
        assert budget_page(hub, around.constellation.id, THIS).lines == []
        assert len(budget_page(hub, around.constellation.id, FinancialYear(2025)).lines) == 1

    def test_what_is_wrong_stores_nothing(self, around: Around) -> None:
        hub = sees(around.carer)
        with pytest.raises(NoSuchDay):
            spend(hub, around.constellation.id, replace(BOWLING, spent_on=dt.date(2026, 12, 1)))
        assert budget_page(hub, around.constellation.id, THIS).lines == []

    def test_satellites_and_strangers_know_nothing_of_it(self, around: Around) -> None:
        key = spend(sees(around.carer), around.constellation.id, BOWLING)
        # A hub of its own that is a satellite here knows its own budget alone.
        other = create_around(around.service)
        join(other.hub, around.constellation)
        stranger = create_person(Role.MANAGER, create_service())
        for person in (other.carer, around.neighbour, stranger, other.liaison):
            with pytest.raises(NotFound):
                budget_page(sees(person), around.constellation.id, THIS)
            with pytest.raises(NotFound):
                take_back_spend(sees(person), key)
        with pytest.raises(NotFound):
            spend(sees(around.neighbour), around.constellation.id, BOWLING)
        with pytest.raises(Forbidden):
            spend(sees(around.finance), around.constellation.id, BOWLING)


def test_all_budgets_take_as_many_queries_as_one(around: Around) -> None:
    manager = sees(around.manager)
    decide_on_budget(manager, around.constellation.id, SET)
    with count_queries(database().engine) as few:
        budgets(manager)
    for _ in range(3):
        other = create_around(around.service)
        decide_on_budget(manager, other.constellation.id, SET)
        spend(sees(other.carer), other.constellation.id, BOWLING)
        create_home(around.service)
    with count_queries(database().engine) as many:
        found = budgets(manager)
    assert (sorted(balance.left for _, balance in found), len(many)) == ([166_000] * 3 + [180_000], len(few))
    assert [one.id for one, _ in budgets(sees(around.carer))] == [around.constellation.id]


class TestOfAnEvent:
    def test_a_line_names_the_date_it_was_for_and_stands_on_its_page(self, around: Around) -> None:
        hub, at = sees(around.carer), create_event(around.constellation, "2026-11-07", "Bowling night")
        spend(hub, around.constellation.id, replace(BOWLING, occurrence_id=at.id))
        spend(hub, around.constellation.id, BOWLING)
        page = budget_page(hub, around.constellation.id, THIS)
        assert sorted(str(line.event) for line in page.lines) == ["Bowling night", "None"]
        assert [line.row.amount_pence for line in spent_for(hub, at.id)] == [14_000]
        assert spent_for(sees(around.neighbour), at.id) == []

    def test_an_event_of_others_is_none_of_this_budget(self, around: Around) -> None:
        next_door = create_event(create_around(around.service).constellation, "2026-11-07")
        long_ago = create_event(around.constellation, "2025-11-07")
        for at in (next_door, long_ago):
            with pytest.raises(NotItsEvent):
                spend(sees(around.manager), around.constellation.id, replace(BOWLING, occurrence_id=at.id))
        assert budget_page(sees(around.manager), around.constellation.id, THIS).lines == []
