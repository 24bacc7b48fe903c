"""For an hour nobody takes mail, texts or pushes, then all refuse for a while: everything waits, and goes once."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.core import clock as house_clock
from constellations.core.database import session
from constellations.notices.models import OutboxMail, OutboxPush, OutboxText
from constellations.notices.rules import MOST_ATTEMPTS
from tests.client import client_of
from tests.constellations.notices.alerts.telling import tell_something
from tests.constellations.notices.office import make_office, send_mail_waiting, send_texts
from tests.constellations.notices.push.phones import HERE, phone_of, send
from tests.faults.figures import note
from tests.faults.walked.days import kind_of
from tests.mail_server import MailServer, running_mail_server
from tests.notify_service import Notify, running_notify
from tests.push_service import PushService, running_push_service
from tests.servers import free_port

pytestmark = pytest.mark.faults

OUTBOXES = (OutboxMail, OutboxText, OutboxPush)
ONE_MINUTE = dt.timedelta(minutes=1)
AWAY, REFUSING = 60, 10
"""Minutes in which nobody is there, and after that in which all refuse."""


@dataclass
class Outside:
    """Those who take what Roost sends."""

    app: Flask
    mail: MailServer
    notify: Notify
    push: PushService

    def go_away(self) -> None:
        """Nobody answers any more; a push service behind its own door says that it is ill."""
        nowhere = f"127.0.0.1:{free_port()}"
        self._set(mail_url=f"smtp://{nowhere}", notify_url=f"http://{nowhere}")
        self.push.status = 503

    def refuse(self) -> None:
        """All are back, and say that it is too much at the moment."""
        self._set(mail_url=self.mail.url, notify_url=self.notify.url)
        self.mail.answer_to_mail, self.push.status = "451 too much", 429
        self.notify.error = (429, "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds")

    def take(self) -> None:
        """All is well."""
        self.mail.answer_to_mail, self.push.status, self.notify.error = "250 taken", 201, None

    def _set(self, **values: str) -> None:
        before = self.app.extensions["roost_settings"]
        self.app.extensions["roost_settings"] = before.model_copy(update=values)


@pytest.fixture
def outside(app: Flask) -> Iterator[Outside]:
    """All three at work."""
    before = app.extensions["roost_settings"]
    with ExitStack() as running:
        mail = running.enter_context(running_mail_server())
        notify, push = running.enter_context(running_notify()), running.enter_context(running_push_service())
        told = {"mail_url": mail.url, "notify_url": notify.url, "push_test_host": HERE}
        app.extensions["roost_settings"] = before.model_copy(update=told)
        yield Outside(app, mail, notify, push)
    app.extensions["roost_settings"] = before


def send_all() -> None:
    """One run of each of the three jobs."""
    send_mail_waiting(), send_texts(), send()


def next_due() -> dt.datetime | None:
    """When the next of what waits is due; none where nothing waits."""
    session().rollback()
    found = []
    for kind in OUTBOXES:
        due = select(func.min(kind.due_at)).where(kind.sent_at.is_(None), kind.parked_at.is_(None))
        found.append(session().scalar(covering(Viewer.system(), due)))
    return min((each for each in found if each), default=None)


def most_attempts() -> int:
    """How often the one that was tried most was tried."""
    tried = (select(func.max(kind.attempts)) for kind in OUTBOXES)
    return max(session().scalar(covering(Viewer.system(), each)) or 0 for each in tried)


def test_after_an_hour_and_a_while_of_refusing_each_goes_once(
    app: Flask, outside: Outside, clock: time_machine.Traveller
) -> None:
    office = make_office("Fairvale")
    office.enter(mail=None)
    office.wants_texts()
    phone = phone_of(app, office.carer, outside.push)
    outside.go_away()
    tell_something(office.carer, is_emergency=True)
    for minute in range(AWAY + REFUSING):
        if minute == AWAY:
            outside.refuse()
        send_all()
        clock.shift(ONE_MINUTE)
        if minute % 30 == 0:
            assert client_of(app, office.carer).get("/notices").status_code == 200, "nobody waits for them"
    outside.take()
    outside.push.taken.clear()
    back = house_clock.now()
    while (due := next_due()) is not None:
        clock.move_to(max(due, house_clock.now()))
        send_all()
    assert most_attempts() <= MOST_ATTEMPTS
    assert (len(outside.mail.taken), len(outside.notify.taken), len(phone.heard())) == (1, 1, 1)
    send_all()
    assert (len(outside.mail.taken), len(outside.notify.taken), len(phone.heard())) == (1, 1, 1)
    hours = (house_clock.now() - back) / dt.timedelta(hours=1)
    note(22, on=kind_of(app), mails=1, texts=1, pushes=1, attempts=most_attempts(), hours_until_the_last_went=hours)
