"""For how long somebody stays signed in."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.core.database import database
from constellations.models import Person
from constellations.permissions import Role
from tests.client import client_of
from tests.constellations.accounts.signing_in import sign_in, with_password
from tests.factories import create_home, create_person, create_service


@pytest.fixture
def moira(app: Flask) -> Person:
    """A service manager with a password."""
    return with_password(create_person(Role.MANAGER, create_service(), name="Moira Flint"))


@pytest.fixture
def anita(app: Flask) -> Person:
    """A satellite carer with a password."""
    return with_password(create_person(Role.SATELLITE_CARER, home=create_home(create_service()), name="Anita O'Hare"))


class TestTime:
    """Nobody stays signed in for ever."""

    def test_staff_are_signed_out_after_half_an_hour_of_rest(
        self, app: Flask, moira: Person, clock: time_machine.Traveller
    ) -> None:
        client = client_of(app, moira)
        for _ in range(3):
            clock.shift(dt.timedelta(minutes=29))
            assert client.get("/me").status_code == 200
        clock.shift(dt.timedelta(minutes=30))
        assert client.get("/me").status_code == 401

    def test_what_a_page_asks_by_itself_does_not_keep_its_reader_signed_in(
        self, app: Flask, moira: Person, clock: time_machine.Traveller
    ) -> None:
        client = client_of(app, moira)
        clock.shift(dt.timedelta(minutes=20))
        assert client.get("/me", headers={"Roost-Unattended": "yes"}).status_code == 200
        clock.shift(dt.timedelta(minutes=10))
        assert client.get("/me").status_code == 401

    def test_carers_stay_signed_in_on_their_phone_for_a_month(
        self, app: Flask, anita: Person, clock: time_machine.Traveller
    ) -> None:
        client = client_of(app, anita)
        clock.shift(dt.timedelta(days=29))
        assert client.get("/me").status_code == 200
        clock.shift(dt.timedelta(days=30))
        assert client.get("/me").status_code == 401

    def test_a_phone_that_changes_its_address_all_day_stays_signed_in(self, app: Flask, anita: Person) -> None:
        client = client_of(app)
        sign_in(client, anita.email)
        for address in ("192.0.2.7", "2001:db8::7"):
            assert client.get("/me", environ_overrides={"REMOTE_ADDR": address}).status_code == 200

    def test_who_reads_does_not_wait_for_somebody_who_writes(
        self, app: Flask, moira: Person, clock: time_machine.Traveller
    ) -> None:
        client = client_of(app, moira)
        clock.shift(dt.timedelta(minutes=2))
        with database().writing(1):
            assert client.get("/me").status_code == 200
        clock.shift(dt.timedelta(minutes=29))
        assert client.get("/me").status_code == (401 if database().is_sqlite else 200), "it could not be noted"
