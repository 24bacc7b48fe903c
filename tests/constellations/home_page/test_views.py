"""The home page itself: whom it greets, and which panels it draws."""

import pytest
import time_machine
from flask import Flask

from constellations.permissions import Role
from tests import factories
from tests.client import client_of


@pytest.mark.parametrize(
    ("instant", "greeting"),
    [
        ("2026-11-27T09:00Z", "Good morning, Anita"),
        ("2026-11-27T23:00Z", "Good evening, Anita"),
        # In summer it is 12:30 in London when it is 11:30 in UTC.
        ("2026-07-01T11:30Z", "Good afternoon, Anita"),
    ],
)
def test_people_are_greeted_by_the_hour_of_london(
    app: Flask, clock: time_machine.Traveller, instant: str, greeting: str
) -> None:
    clock.move_to(instant)
    carer = factories.create_person(
        Role.SATELLITE_CARER, home=factories.create_home(factories.create_service()), name="Anita Patel"
    )
    assert greeting in client_of(app, carer).get("/").text


@pytest.mark.parametrize("role", list(Role))
def test_everybody_finds_something_even_where_nothing_is_loaded_yet(app: Flask, role: Role) -> None:
    service = factories.create_service()
    home = factories.create_home(service) if "carer" in role else None
    region = factories.create_region() if role is Role.REGIONAL else None
    page = client_of(app, factories.create_person(role, service, home=home, region=region)).get("/")
    assert page.status_code == 200
    assert 'class="card"' in page.text


def test_nobody_signed_in_is_led_to_the_way_in(app: Flask) -> None:
    answer = client_of(app).get("/", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/")
