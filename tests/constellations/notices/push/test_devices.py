"""Pushes end and go on with the device on which somebody is signed in."""

import datetime as dt

import time_machine
from flask import Flask

from constellations.jobs.rules import JobResult
from constellations.models import Person
from constellations.notices.rules import SHORT_WAIT
from constellations.permissions import Role
from tests.alerts import alert_now
from tests.constellations.accounts.signing_in import NEW_PASSWORD, PASSWORD, sign_in, with_password
from tests.constellations.notices.alerts.telling import tell_something
from tests.constellations.notices.push.phones import phone_of, send, subscriptions, tell_and_send
from tests.factories import create_home, create_person, create_service
from tests.push_service import PushService


class TestWhoIsSignedOutHearsNothing:
    """A phone that was signed out, was away too long, or has passed to somebody else."""

    def test_signing_out_ends_it(
        self, app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
    ) -> None:
        phone = phone_of(app, carer, service)
        tell_something(carer)
        clock.shift(SHORT_WAIT)
        alert_now()
        phone.client.post("/sign-out")
        assert send().found == 0
        assert (service.taken, subscriptions()) == ([], 0)

    def test_staff_who_were_signed_out_for_resting_hear_on(
        self, app: Flask, service: PushService, clock: time_machine.Traveller
    ) -> None:
        worker = create_person(Role.LIAISON, create_service())
        phone = phone_of(app, worker, service)
        clock.shift(dt.timedelta(minutes=31))
        assert phone.client.get("/notices").status_code == 401, "signed out"
        assert tell_and_send(clock, worker).found == 1
        assert phone.heard() == [{"title": "Something new in Roost", "path": "/notices"}]

    def test_being_away_too_long_ends_it(self, app: Flask, service: PushService, clock: time_machine.Traveller) -> None:
        worker = create_person(Role.LIAISON, create_service())
        phone_of(app, worker, service)
        clock.shift(dt.timedelta(days=30))
        assert tell_and_send(clock, worker).found == 0
        assert service.taken == []

    def test_a_push_that_was_written_before_does_not_go_after(
        self, app: Flask, service: PushService, clock: time_machine.Traveller
    ) -> None:
        worker = create_person(Role.LIAISON, create_service())
        phone_of(app, worker, service)
        tell_something(worker)
        clock.shift(SHORT_WAIT)
        alert_now()
        clock.shift(dt.timedelta(days=30))
        assert send() == JobResult(1, "0 sent, 1 not taken")
        assert (service.taken, subscriptions()) == ([], 0)

    def test_who_switches_it_on_next_on_the_same_browser_takes_it_over(
        self, app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
    ) -> None:
        other = create_person(Role.SATELLITE_CARER, home=create_home(create_service()))
        before, after = phone_of(app, carer, service), phone_of(app, other, service)
        assert subscriptions() == 1
        assert tell_and_send(clock, carer).found == 0
        assert tell_and_send(clock, other).found == 1
        assert len(after.heard()) == 1
        assert before.listener.key is not after.listener.key


class TestWhoSignsInAgainOnTheSameBrowser:
    """The browser goes on with a new device; what it listened with goes on for its person, and for nobody else."""

    def test_the_same_person_goes_on_hearing(
        self, app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
    ) -> None:
        phone = phone_of(app, with_password(carer), service)
        assert sign_in(phone.client, carer.email).status_code == 302
        assert tell_and_send(clock, carer).found == 1
        assert len(phone.heard()) == 1
        assert "this one" in phone.client.get("/me/alerts").text

    def test_a_changed_password_ends_the_other_devices_alone(
        self, app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
    ) -> None:
        phone, lost = phone_of(app, with_password(carer), service), phone_of(app, carer, service, "lost")
        typed = {"password": PASSWORD, "new_password": NEW_PASSWORD}
        assert phone.client.post("/me/password", data=typed).status_code == 302
        assert tell_and_send(clock, carer).found == 1
        assert (len(phone.heard()), len(lost.heard()), subscriptions()) == (1, 0, 1)

    def test_somebody_else_does_not(
        self, app: Flask, carer: Person, service: PushService, clock: time_machine.Traveller
    ) -> None:
        other = with_password(create_person(Role.SATELLITE_CARER, home=create_home(create_service())))
        phone = phone_of(app, carer, service)
        assert sign_in(phone.client, other.email).status_code == 302
        assert tell_and_send(clock, carer, other).found == 0
        assert (phone.heard(), subscriptions()) == ([], 0)
