"""Homes that could do with a rest, on the screen and on the ask page."""

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.database import session
from sleepovers.rest.models import RestLevels
from tests.client import client_of
from tests.sleepovers.asks.asking import make_trusted_households
from tests.sleepovers.claims.months import NOVEMBER, Around, create_around, host

LEVELS = {
    "version": "0",
    "first_nights": "8",
    "second_nights": "15",
    "basis": "nights",
    "weekends": "3",
    "stay_first": "7",
    "stay_second": "10",
}


@pytest.fixture
def around(app: Flask) -> Around:
    """A hub with twelve nights in November, and those who look after it."""
    made = create_around()
    host(made.hub, 12, NOVEMBER)
    return made


def stored() -> list[RestLevels]:
    session().rollback()
    return list(session().scalars(visible(Viewer.system(), RestLevels)))


def test_the_page_and_the_home_page_name_the_home_and_say_why(app: Flask, around: Around) -> None:
    client = client_of(app, around.liaison)
    text = client.get("/rest").text
    assert around.hub.name in text
    assert "12 nights with children to stay in November 2026" in text
    assert "Could do with a rest" in text
    assert "Hub: 12 nights in November 2026" in client.get("/").text
    assert "Change the numbers" not in client.get("/rest").text


def test_nobody_stands_out_where_nobody_does(app: Flask) -> None:
    client = client_of(app, create_around().manager)
    assert "Nobody stands out" in client.get("/rest").text
    assert "Hub: " not in client.get("/").text


def test_carers_and_finance_do_not_read_it(app: Flask, around: Around) -> None:
    for person in (around.carer, around.neighbour, around.finance):
        assert client_of(app, person).get("/rest").status_code == 403
        assert "Hub: 12 nights" not in client_of(app, person).get("/").text


def test_the_manager_changes_the_numbers(app: Flask, around: Around) -> None:
    client = client_of(app, around.manager)
    assert 'value="12"' in client.get("/rest/levels").text
    text = client.post("/rest/levels", data=LEVELS, follow_redirects=True).text
    assert "at 8 and at 15 nights in a month" in text
    assert "(each evening once)" in text
    assert [(row.first_nights, row.weekends, row.stay_second) for row in stored()] == [(8, 3, 10)]
    assert client.post("/rest/levels", data=LEVELS).status_code == 409
    assert 'name="version" type="hidden" value="1"' in client.get("/rest/levels").text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("first_nights", "0", "Enter a number from 1 to 200."),
        ("first_nights", "many", "Not a valid integer value."),
        ("second_nights", "8", "The second number has to be larger than the first."),
        ("weekends", "1", "Enter a number from 2 to 26."),
        ("stay_second", "", "Enter a number from 1 to 200."),
    ],
)
def test_a_wrong_number_is_said_and_nothing_is_stored(
    app: Flask, around: Around, field: str, typed: str, said: str
) -> None:
    answer = client_of(app, around.manager).post("/rest/levels", data=LEVELS | {field: typed})
    assert answer.status_code == 422
    assert f'<a href="#{field}">{said}' in answer.text
    assert stored() == []


def test_who_asks_reads_that_another_home_could_have_a_turn(app: Flask) -> None:
    homes = make_trusted_households()
    host(homes.hub, 12, NOVEMBER)
    form = {"children": str(homes.jb.id), "homes": str(homes.hub.id), "arrive_on": "2026-11-27", "kind": "planned"}
    text = client_of(app, homes.anita).post("/asks/look", data=form | {"weeks": "1"}).text
    assert "With this Moira has 13 nights with children to stay in November 2026." in text
    assert "You can ask all the same; another home could have a turn too." in text
    assert "Okafor has a bed." in text
