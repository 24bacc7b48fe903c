"""The page on which somebody says how they are alerted."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.guard import PASSWORD_AGAIN
from constellations.models import Person
from constellations.notices.alerts.actions import MOBILE_SUBJECT, choose_alerts
from constellations.notices.alerts.queries import own_wishes
from constellations.notices.rules import AlertWishes, QuietHours
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.client import client_of
from tests.constellations.accounts.signing_in import PASSWORD, mails, with_password
from tests.factories import create_person, create_region

PATH = "/me/alerts"
HOURS = {"quiet_from": "21:00", "quiet_until": "07:00"}
MOBILE = "+447700900123"


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


@pytest.mark.parametrize("sent", [{}, {"mobile": ""}, {"mobile": "07700 900456"}])
def test_a_number_goes_or_changes_with_the_password_alone_and_its_owner_is_told(
    app: Flask, carer: Person, clock: time_machine.Traveller, sent: dict[str, str]
) -> None:
    choose_alerts(viewer_for(with_password(carer)), AlertWishes(mobile=MOBILE))
    client = client_of(app, carer)
    clock.shift(dt.timedelta(minutes=11))
    assert client.get(PATH).status_code == 200
    asked = client.post(PATH, data=HOURS | sent)
    assert f'name="{PASSWORD_AGAIN}"' in asked.text
    assert own_wishes(viewer_for(carer)).mobile == MOBILE
    assert mails(carer) == []
    assert client.post(PATH, data=HOURS | sent | {PASSWORD_AGAIN: PASSWORD}).status_code == 302
    assert own_wishes(viewer_for(carer)).mobile != MOBILE
    assert [mail.subject for mail in mails(carer)] == [MOBILE_SUBJECT]


def test_who_keeps_their_number_or_has_none_is_asked_for_no_password(
    app: Flask, carer: Person, clock: time_machine.Traveller
) -> None:
    client = client_of(app, carer)
    clock.shift(dt.timedelta(minutes=11))
    assert client.post(PATH, data=HOURS).status_code == 302
    choose_alerts(viewer_for(carer), AlertWishes(mobile=MOBILE))
    assert client.post(PATH, data=HOURS | {"mobile": "07700 900123"}).status_code == 302
    assert mails(carer) == []
