"""The page of an event."""

from flask import Flask

from constellations.core import clock
from constellations.permissions import Role
from tests.client import client_of
from tests.factories import (
    changed,
    create_constellation,
    create_event,
    create_home,
    create_person,
    create_service,
    join,
)


def test_the_page_says_when_where_and_what_to_bring(app: Flask) -> None:
    service = create_service()
    constellation, home = create_constellation(service), create_home(service)
    join(home, constellation)
    at = create_event(constellation, "2026-12-19", "Picnic")
    changed(at, place="Village hall", bring="Cake")
    client = client_of(app, create_person(Role.SATELLITE_CARER, home=home))
    page = client.get(f"/events/{at.id}").text
    for words in ("Picnic", "Sat 19 Dec, 14:00 to 17:00", "Village hall", "Cake", "gathering", "for the constellation"):
        assert words in page
    assert "Called off." not in page
    changed(at, cancelled_at=clock.now())
    assert "Called off." in client.get(f"/events/{at.id}").text
