"""What another policy would have brought, on the screen."""

import pytest
from flask import Flask

from tests.client import client_of
from tests.kept import stored_rows
from tests.sleepovers.claims.months import Around, create_around, host

ASKED = {"since": "2026-10", "until": "2026-10", "threshold": "", "basis": "", "shape": "", "per_night": "", "flat": ""}


@pytest.fixture
def around(app: Flask) -> Around:
    """A hub with nineteen nights in October."""
    made = create_around()
    host(made.hub, 19)
    return made


def test_the_form_begins_with_the_last_twelve_months(app: Flask, around: Around) -> None:
    text = client_of(app, around.manager).get("/policies/what-if").text
    assert 'value="2025-11"' in text
    assert 'value="2026-10"' in text
    assert "as it was" in text


def test_the_answer_names_homes_and_amounts(app: Flask, around: Around) -> None:
    asked = ASKED | {"threshold": "10", "per_night": "42.50"}
    text = client_of(app, around.manager).get("/policies/what-if", query_string=asked).text
    assert around.hub.name in text
    assert "19 of 10" in text
    assert "£382.50" in text
    assert "rate not set" in text
    assert 'value="42.50"' in text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("since", "soon", "Enter a month as a year and a number, such as 2026-10."),
        ("since", "", "Enter the first month."),
        ("until", "2026-09", "The last month is before the first."),
        ("until", "2027-01", "Choose months from January 2015 to November 2026."),
        ("since", "2020-01", "Choose at most 24 months."),
        ("threshold", "201", "Enter a number from 0 to 200."),
        ("per_night", "forty", "Enter an amount in pounds, such as 40 or 42.50."),
        ("flat", "10000.01", "Enter an amount from £0 to £10,000."),
        ("basis", "moons", "Not a valid choice."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    app: Flask, around: Around, field: str, typed: str, said: str
) -> None:
    client = client_of(app, around.manager)
    before = stored_rows()
    answer = client.get("/policies/what-if", query_string=ASKED | {field: typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert {name for name, rows in stored_rows().items() if rows != before.get(name)} <= {"signed_in_device"}


def test_others_do_not_ask(app: Flask, around: Around) -> None:
    for person in (around.liaison, around.finance, around.carer):
        assert client_of(app, person).get("/policies/what-if").status_code == 403
