"""The press that has mail tried again, on the page of jobs."""

import time_machine
from flask import Flask

from constellations.notices.rules import SHORT_WAIT
from tests.alerts import alert_now
from tests.client import client_of
from tests.constellations.notices.alerts.telling import tell_something
from tests.constellations.notices.office import Office, send_mail_waiting
from tests.notify_service import Notify


def test_a_manager_presses_it_and_reads_what_becomes_of_it(
    app: Flask, notify: Notify, office: Office, clock: time_machine.Traveller
) -> None:
    client = client_of(app, office.manager)
    assert "Try the mail again" not in client.get("/jobs").text
    office.enter(text=None)
    notify.error = (400, "Template not found")
    tell_something(office.carer)
    clock.shift(SHORT_WAIT)
    alert_now()
    send_mail_waiting()
    assert "Try the mail again" in client.get("/jobs").text
    assert "Try the mail again now" in client.get("/service/notify").text
    assert "One mail is tried again now." in client.post("/jobs/mail-again", follow_redirects=True).text
    assert "No mail of your service can be tried again" in client.post("/jobs/mail-again", follow_redirects=True).text
