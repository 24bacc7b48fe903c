"""The activity budget on the screen."""

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.budget.models import BudgetDecision, BudgetSpend
from constellations.core.database import session
from tests.client import client_of
from tests.factories import create_event
from tests.sleepovers.claims.months import Around, create_around

SPENT = {"what": "Bowling", "spent_on": "2026-11-07", "amount": "140", "receipt": "R 17", "people": "20"}
DECIDED = {"year": "2026", "decided_on": "2026-10-05", "amount": "2,400", "way": "add", "reason": "Cabinet, October"}


@pytest.fixture
def around(app: Flask) -> Around:
    """A hub, a satellite, and those who look after them."""
    return create_around()


def lines() -> list[BudgetSpend]:
    session().rollback()
    return list(session().scalars(visible(Viewer.system(), BudgetSpend)))


def decisions() -> list[BudgetDecision]:
    session().rollback()
    return list(session().scalars(visible(Viewer.system(), BudgetDecision)))


def test_the_manager_decides_and_the_hub_spends_and_takes_back(app: Flask, around: Around) -> None:
    place = f"/constellations/{around.constellation.id}/budget"
    manager, hub = client_of(app, around.manager), client_of(app, around.carer)
    text = manager.post(f"{place}/decide", data=DECIDED, follow_redirects=True).text
    assert "£2,400.00 added" in text
    text = hub.post(f"{place}/spend", data=SPENT, follow_redirects=True).text
    assert ["£140.00" in text, "£7.00" in text, "£2,260.00" in text, "R 17" in text] == [True] * 4
    (line,) = lines()
    text = hub.post(f"/budgets/{line.id}/take-back", follow_redirects=True).text
    assert "taken back" in text
    assert hub.post(f"/budgets/{line.id}/take-back").status_code == 409
    assert "Decide on the budget" not in text
    lowered = DECIDED | {"way": "take", "amount": "400"}
    assert "£400.00 taken away" in manager.post(f"{place}/decide", data=lowered, follow_redirects=True).text


def test_the_way_leads_straight_to_the_only_budget(app: Flask, around: Around) -> None:
    answer = client_of(app, around.carer).get("/budgets")
    assert answer.headers["Location"] == f"/constellations/{around.constellation.id}/budget"
    create_around(around.service)
    assert "Share of the year over" in client_of(app, around.manager).get("/budgets").text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("what", "", "Say it in a few words."),
        ("spent_on", "2026-12-24", "Choose a day from"),
        ("spent_on", "soon", "Enter a day, such as 27/11/2026."),
        ("amount", "", "Enter an amount in pounds, such as 40 or 42.50."),
        ("amount", "forty", "Enter an amount in pounds, such as 40 or 42.50."),
        ("amount", "0", "Enter an amount from £0.01 to £100,000."),
        ("receipt", "x" * 121, "Say it in fewer words: at most 120 letters."),
        ("people", "0", "Enter a number from 1 to 500."),
    ],
)
def test_a_wrong_line_is_said_and_nothing_is_stored(
    app: Flask, around: Around, field: str, typed: str, said: str
) -> None:
    client = client_of(app, around.carer)
    answer = client.post(f"/constellations/{around.constellation.id}/budget/spend", data=SPENT | {field: typed})
    assert answer.status_code == 422
    assert f'<a href="#{field}">{said}' in answer.text
    assert lines() == []


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("year", "2040", "Not a valid choice."),
        ("decided_on", "2026-12-24", "Choose the day of the decision"),
        ("amount", "", "Enter an amount in pounds"),
        ("way", "take", "That would take away more than was decided."),
        ("reason", "", "Say it in a few words."),
    ],
)
def test_a_wrong_decision_is_said_and_nothing_is_stored(
    app: Flask, around: Around, field: str, typed: str, said: str
) -> None:
    client = client_of(app, around.manager)
    answer = client.post(f"/constellations/{around.constellation.id}/budget/decide", data=DECIDED | {field: typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert decisions() == []


def test_the_file_holds_no_formula(app: Flask, around: Around) -> None:
    client, place = client_of(app, around.carer), f"/constellations/{around.constellation.id}/budget"
    client.post(f"{place}/spend", data=SPENT | {"what": "=1+1", "receipt": "@SUM(A1)"})
    rows = client.get(f"{place}.csv?year=2026").text.splitlines()
    assert rows == [
        "day,what,amount_pence,people,pence_each,receipt,taken_back",
        "2026-11-07,'=1+1,14000,20,700,'@SUM(A1),no",
    ]


def test_satellites_read_no_money(app: Flask, around: Around) -> None:
    client = client_of(app, around.neighbour)
    assert "There is no budget to look at" in client.get("/budgets").text
    for path in ("budget", "budget.csv", "budget/spend"):
        assert client.get(f"/constellations/{around.constellation.id}/{path}").status_code == 404


def test_what_was_spent_for_an_event_leads_there_and_back(app: Flask, around: Around) -> None:
    client, at = client_of(app, around.carer), create_event(around.constellation, "2026-11-07", "Bowling night")
    place = f"/constellations/{around.constellation.id}/budget"
    assert f"{place}/spend?event={at.id}" in client.get(f"/events/{at.id}").text
    assert f'value="{at.id}" selected' in client.get(f"{place}/spend?event={at.id}").text
    text = client.post(f"{place}/spend", data=SPENT | {"occurrence": str(at.id)}, follow_redirects=True).text
    assert f'href="/events/{at.id}"' in text
    (line,) = lines()
    assert line.occurrence_id == at.id
    page = client.get(f"/events/{at.id}").text
    assert ["£140.00 spent" in page, "receipt: R 17" in page] == [True, True]
    assert "What it cost" not in client_of(app, around.neighbour).get(f"/events/{at.id}").text
