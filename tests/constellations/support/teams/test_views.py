"""The pages of who to ask."""

import pytest
from flask import Flask

from constellations.core.database import database
from tests.client import client_of
from tests.constellations.support.library import create_team
from tests.factories import changed
from tests.queries import count_queries
from tests.sleepovers.households import Households, make_households

FORM = {"name": "School", "topics": "nursery\nbus", "does": "Places.", "phone": "0300 555 0142", "hours": "In term"}


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, its service with a phone out of hours, and one team."""
    made = make_households()
    changed(made.service, out_of_hours_phone="0300 555 0100")
    create_team(made.service)
    return made


def test_out_of_hours_stands_first_whatever_is_asked(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.anita)
    for path in ("/teams", "/teams?about=mileage", "/teams?about=football"):
        page = client.get(path).text
        assert 'href="tel:03005550100"' in page
        assert page.index("tel:03005550100") < page.index("tel:03005550111")


def test_a_question_is_answered_by_the_server(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.anita)
    assert "1 team knows about “mileage”" in client.get("/teams?about=mileage").text
    assert "No team has the words “football”." in client.get("/teams?about=football").text
    assert "&lt;b&gt;" in client.get("/teams?about=<b>football").text


def test_carers_have_it_one_press_from_home_and_regional_viewers_not(app: Flask, homes: Households) -> None:
    page = client_of(app, homes.anita).get("/").text
    assert 'name="about"' in page
    assert 'href="tel:03005550100"' in page
    assert 'href="/teams"' in page


def test_the_sheet_has_numbers_and_no_child(app: Flask, homes: Households) -> None:
    page = client_of(app, homes.anita).get("/teams/sheet").text
    assert "Out of hours: 0300 555 0100" in page
    assert "0300 555 0111" in page
    assert "JB" not in page


def test_without_anything_it_says_so(app: Flask) -> None:
    page = client_of(app, make_households().anita).get("/teams").text
    assert "Your service has not given a number yet." in page
    assert "No team is in the list yet" in page


def test_a_manager_adds_changes_and_takes_out(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.manager)
    page = client.post("/teams/new", data=FORM, follow_redirects=True).text
    assert "School stands in the list." in page
    path = "/teams/" + page.split("School")[2].split('href="/teams/')[1].split('"')[0]
    assert "nursery\nbus" in client.get(path).text
    changes = client.post(path, data={**FORM, "name": "Virtual school", "version": "1"}, follow_redirects=True)
    assert "Virtual school is changed." in changes.text
    stale = client.post(path, data={**FORM, "version": "1"})
    assert (stale.status_code, "Somebody else has changed this" in stale.text) == (409, True)
    assert "Virtual school is taken out" in client.post(f"{path}/remove", follow_redirects=True).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Enter a name."),
        ({"name": "payments"}, "There is a team called Payments already."),
        ({"phone": "ring us"}, "Enter a phone number, such as"),
        ({"phone": ""}, "so that people can reach this team"),
        ({"email": "us"}, "Enter an email address, such as"),
        ({"topics": "x" * 70}, "is too long"),
    ],
)
def test_what_is_wrong_is_said(app: Flask, homes: Households, wrong: dict[str, str], words: str) -> None:
    answer = client_of(app, homes.manager).post("/teams/new", data={**FORM, **wrong})
    assert (answer.status_code, words in answer.text) == (422, True)


def test_more_teams_cost_no_more_queries(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.anita)
    client.get("/teams")
    with count_queries(database().engine) as few:
        client.get("/teams")
    for number in range(5):
        create_team(homes.service, f"Team {number}")
    with count_queries(database().engine) as many:
        client.get("/teams")
    assert len(many) == len(few)
