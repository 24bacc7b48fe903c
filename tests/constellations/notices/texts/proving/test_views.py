"""The page on which a number is proven, as a browser without scripts uses it."""

import re

from flask import Flask

from tests.client import client_of
from tests.constellations.notices.office import Office
from tests.notify_service import Notify

ALERTS = "/me/alerts"
WISHES = {"quiet_from": "21:00", "quiet_until": "07:00", "by_mail": "y", "by_text": "y", "mobile": "07700 900123"}


def test_a_carer_enters_a_number_and_the_code_that_comes(app: Flask, notify: Notify, office: Office) -> None:
    office.enter()
    client, path = client_of(app, office.carer), f"{ALERTS}/mobile"
    assert "There is no number yet." in client.get(path).text
    assert client.post(ALERTS, data=WISHES).headers["Location"] == path
    assert "Nothing is sent to this number yet." in client.get(ALERTS).text
    page = client.get(path).text
    assert ("Send me a code" in page, "This number is mine" in page) == (True, False)
    assert "The code is on its way." in client.post(f"{path}/code", follow_redirects=True).text
    assert client.post(path, data={"code": "no"}).status_code == 422
    (code,) = re.findall(r"\b\d{6}\b", str(notify.taken[0]["personalisation"]))
    proven = client.post(path, data={"code": f"{code[:3]} {code[3:]}"}, follow_redirects=True).text
    assert "The number is yours" in proven
    assert "You have proven that this number is yours." in proven
    assert "07700 900123 is yours." in client.get(path).text
    assert client.post(ALERTS, data=WISHES).headers["Location"] == ALERTS
