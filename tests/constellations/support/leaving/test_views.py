"""The pages of homes that left."""

import pytest
from flask import Flask

from constellations.homes.actions import change_terms
from constellations.homes.rules import Terms
from constellations.rules import HomeStatus
from tests.client import client_of
from tests.constellations.support.library import create_library
from tests.sleepovers.households import Households, day, make_households, sees

FORM = {"reasons": ["retired"], "scope": "fostering", "left_on": "2026-10-16", "version": "0", "on": "2026-10-16"}


@pytest.fixture
def homes(app: Flask) -> Households:
    """The Okafors have left; a child has moved on from the hub."""
    made = make_households()
    change_terms(sees(made.manager), made.okafor.id, Terms(1, 2, HomeStatus.LEFT), day("2026-10-16"), 1)
    create_library(made.service, made.hub)
    return made


def test_staff_are_asked_on_their_home_page_and_say_why(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.liaison)
    assert "Say why" in client.get("/").text
    path = f"/homes/{homes.okafor.id}/leaving"
    page = client.get(path).text
    assert 'value="2026-10-16"' in page
    assert 'value="fostering" checked' in page
    page = client.post(path, data=FORM, follow_redirects=True).text
    assert "It is written down." in page
    assert "Why: retired" in page
    assert "Say why" not in client.get("/").text
    assert "version 1" in client.get(path).text


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"reasons": []}, 422, "Choose at least one reason."),
        ({"reasons": ["bored"]}, 422, "Choose from the list."),
        ({"left_on": "2026-01-16"}, 422, "more than three months"),
        ({"left_on": ""}, 422, "Enter the day."),
        ({"scope": ""}, 422, "Choose what the family has left."),
        ({"version": "3"}, 409, "Somebody else has changed this"),
    ],
)
def test_what_is_wrong_is_said(
    app: Flask, homes: Households, wrong: dict[str, object], status: int, words: str
) -> None:
    answer = client_of(app, homes.manager).post(f"/homes/{homes.okafor.id}/leaving", data={**FORM, **wrong})
    assert (answer.status_code, words in answer.text) == (status, True)


def test_a_home_that_is_there_has_no_form(app: Flask, homes: Households) -> None:
    page = client_of(app, homes.manager).get(f"/homes/{homes.patel.id}/leaving?on=nonsense").text
    assert "As far as the register knows, this home has not left." in page


def test_two_presses_say_whether_an_ending_was_planned(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.manager)
    page = client.get("/leavers").text
    action = page.split('action="/placements/')[1].split('"')[0]
    assert "ZZ, Moira" in page
    said = client.post(f"/placements/{action}", data={"planned": "no"}, follow_redirects=True).text
    assert "not planned" in said
    unsaid = client.post(f"/placements/{action}", data={"planned": "perhaps"}, follow_redirects=True).text
    assert "It is written down." not in unsaid


def test_a_carer_reads_none_of_it(app: Flask, homes: Households) -> None:
    client = client_of(app, homes.moira)
    assert client.get("/leavers").status_code == 403
    assert "Homes that left" not in client.get("/").text
