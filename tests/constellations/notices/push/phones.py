"""Phones that listen for pushes in tests, and what they heard."""

from dataclasses import dataclass, field

import time_machine
from flask import Flask

from constellations.access import visible
from constellations.core import clock as house_clock
from constellations.core.database import session
from constellations.jobs.rules import JobResult
from constellations.models import Person
from constellations.notices.models import OutboxPush, PushSubscription
from constellations.notices.push.actions import send_waiting_pushes
from constellations.notices.rules import SHORT_WAIT
from tests.alerts import SYSTEM, alert_now
from tests.client import RoostClient, client_of
from tests.constellations.notices.alerts.telling import tell_something
from tests.push_service import Listener, PushService

ON, HERE = "/me/alerts/push", "127.0.0.1"


@dataclass
class Phone:
    """A browser on which somebody is signed in, and what it listens with."""

    client: RoostClient
    service: PushService
    name: str = "phone"
    listener: Listener = field(default_factory=Listener)

    def listen(self) -> int:
        """Switch pushes on; gives how Roost answers."""
        keys = {"p256dh": self.listener.p256dh, "auth": self.listener.auth}
        return self.client.post(ON, data={"endpoint": self.service.endpoint(self.name), **keys}).status_code

    def heard(self) -> list[dict[str, str]]:
        """What came, opened."""
        return [self.listener.opened(body) for path, _, body in self.service.taken if path == f"/push/{self.name}"]


def phone_of(app: Flask, person: Person, service: PushService, name: str = "phone") -> Phone:
    """A phone that listens."""
    phone = Phone(client_of(app, person), service, name)
    assert phone.listen() == 302
    return phone


def send() -> JobResult:
    """One run of the job."""
    return send_waiting_pushes(SYSTEM, None, house_clock.today(), house_clock.today())


def tell_and_send(clock: time_machine.Traveller, *people: Person) -> JobResult:
    """Tell people something, let the wait pass, and send what waits."""
    tell_something(*people)
    clock.shift(SHORT_WAIT)
    alert_now()
    return send()


def subscriptions() -> int:
    """How many browsers listen."""
    session().rollback()
    return len(session().scalars(visible(SYSTEM, PushSubscription)).all())


def pushes() -> list[OutboxPush]:
    """What lies in the outbox."""
    session().rollback()
    return list(session().scalars(visible(SYSTEM, OutboxPush)))
