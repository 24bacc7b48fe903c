"""The page of text messages and mail, and the number on one's own page."""

import time_machine
from flask import Flask

from constellations.accounts.rules import PASSWORD_GIVEN_LATELY
from constellations.notices.alerts.queries import own_wishes
from constellations.queries import viewer_for
from tests.client import client_of
from tests.constellations.notices.office import Office
from tests.notify_service import ACCOUNT, KEY, MAIL_TEMPLATE, SECRET, TEXT_TEMPLATE, Notify

PATH, ALERTS = "/service/notify", "/me/alerts"
RIGHT = {"version": "0", "api_key": KEY, "mail_template": MAIL_TEMPLATE, "text_template": TEXT_TEMPLATE}
WISHES = {"quiet_from": "21:00", "quiet_until": "07:00", "by_mail": "y"}


def test_a_manager_enters_a_key_sees_its_end_and_removes_it(app: Flask, notify: Notify, office: Office) -> None:
    client = client_of(app, office.manager)
    assert PATH in client.get("/service").text
    assert "Remove the key" not in client.get(PATH).text
    answer = client.post(PATH, data=RIGHT)
    assert (answer.status_code, answer.location) == (302, PATH)
    page = client.get(PATH).text
    assert "It ends in 22b0." in page
    assert f"Entered Sun 22 Nov, 09:00 by {office.manager.name}." in page
    for secret in (KEY, SECRET, ACCOUNT):
        assert secret not in page
    assert client.post(f"{PATH}/test", data={"way": "mail"}).location == PATH
    assert "Notify has taken the test. A mail should reach you" in client.get(PATH).text
    notify.error = (403, "Invalid token")
    client.post(f"{PATH}/test", data={"way": "mail"})
    assert "Notify does not know this key." in client.get(PATH).text
    assert client.post(f"{PATH}/remove").location == PATH
    page = client.get(PATH).text
    assert "The key is removed." in page
    assert "22b0" not in page


def test_what_cannot_be_is_said_beside_it_and_a_key_is_not_sent_back(app: Flask, office: Office) -> None:
    client = client_of(app, office.manager)
    answer = client.post(PATH, data={**RIGHT, "mail_template": "the blue one"})
    assert answer.status_code == 422
    assert "This is no template ID." in answer.text
    assert 'value="the blue one"' in answer.text
    assert SECRET not in answer.text
    assert "This is no whole key" in client.post(PATH, data={**RIGHT, "api_key": "blue"}).text
    assert "Enter the key." in client.post(PATH, data={**RIGHT, "api_key": ""}).text


def test_the_page_asks_for_the_password_again_after_a_while(
    app: Flask, office: Office, clock: time_machine.Traveller
) -> None:
    client = client_of(app, office.manager)
    clock.shift(PASSWORD_GIVEN_LATELY)
    assert client.get(PATH).location == "/sign-in/again?next=/service/notify"


def test_text_messages_are_offered_where_the_service_sends_them(app: Flask, office: Office) -> None:
    client = client_of(app, office.carer)
    assert "text message" not in client.get(ALERTS).text
    office.enter()
    assert "text message" in client.get(ALERTS).text
    answer = client.post(ALERTS, data={**WISHES, "by_text": "y", "mobile": "999"})
    assert answer.status_code == 422
    assert "Enter a UK mobile number" in answer.text
    assert "Enter your mobile number, or take" in client.post(ALERTS, data={**WISHES, "by_text": "y"}).text
    assert client.post(ALERTS, data={**WISHES, "by_text": "y", "mobile": "+44 7700 900123"}).status_code == 302
    assert own_wishes(viewer_for(office.carer)).mobile == "+447700900123"
    assert 'value="07700 900123"' in client.get(ALERTS).text
    office.enter("", text=None)
    page = client.get(ALERTS).text
    assert "text message" not in page
    assert '<input type="hidden" name="by_text" value="y">' in page
    assert '<input type="hidden" name="mobile" value="07700 900123">' in page
