"""The page on which somebody says how they are alerted."""

import datetime as dt

import pytest
from flask import Flask

from constellations.models import Person
from constellations.notices.alerts.queries import own_wishes
from constellations.notices.rules import AlertWishes, QuietHours
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.client import client_of
from tests.factories import create_person, create_region

PATH = "/me/alerts"


def test_it_begins_with_what_holds_for_all(app: Flask, carer: Person) -> None:
    client = client_of(app, carer)
    assert PATH in client.get("/me").text
    page = client.get(PATH).text
    assert 'value="21:00"' in page
    assert 'value="07:00"' in page
    assert page.count(" checked") == 5


def test_what_is_sent_holds_and_what_is_not_ticked_is_off(app: Flask, carer: Person) -> None:
    client = client_of(app, carer)
    answer = client.post(PATH, data={"quiet_from": "22:30", "quiet_until": "06:15", "by_mail": "y"})
    assert (answer.status_code, answer.location) == (302, PATH)
    quiet = QuietHours(dt.time(22, 30), dt.time(6, 15))
    off = AlertWishes(quiet, True, by_push=False, morning_summary=False, monday_digest=False, shares_reading=False)
    assert own_wishes(viewer_for(carer)) == off
    page = client.get(PATH).text
    assert "From now on Roost alerts you like this." in page
    assert 'value="22:30"' in page
    assert page.count(" checked") == 1


@pytest.mark.parametrize("typed", ["", "25:00", "seven", "07:00:30"])
def test_what_is_no_time_is_said_beside_it_and_changes_nothing(app: Flask, carer: Person, typed: str) -> None:
    answer = client_of(app, carer).post(PATH, data={"quiet_from": typed, "quiet_until": "06:15"})
    assert answer.status_code == 422
    assert ("Enter when your quiet hours begin." if not typed else "Enter a time of day") in answer.text
    assert own_wishes(viewer_for(carer)) == AlertWishes()


def test_a_regional_viewer_chooses_too(app: Flask) -> None:
    viewer = create_person(Role.REGIONAL, region=create_region())
    data = {"quiet_from": "18:00", "quiet_until": "09:00"}
    assert client_of(app, viewer).post(PATH, data=data).status_code == 302
    assert not own_wishes(viewer_for(viewer)).by_mail
