"""A phone that is lost: one press ends what it can open."""

import pytest
from flask import Flask

from constellations.accounts.actions import begin_on_device
from constellations.accounts.lost.actions import lose_device
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.models import Person
from constellations.notices.models import PushSubscription
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.client import RoostClient, client_of
from tests.constellations.accounts.audited import audited
from tests.constellations.accounts.signing_in import deeds, devices
from tests.constellations.feeds.standing import address_of
from tests.constellations.notices.push.phones import subscriptions
from tests.factories import create_constellation, create_home, create_person, create_service, join, stored


@pytest.fixture
def anita(app: Flask) -> Person:
    """A satellite carer."""
    service = create_service()
    home = create_home(service)
    join(home, create_constellation(service))
    return create_person(Role.SATELLITE_CARER, home=home, name="Anita O’Hare")


@pytest.fixture
def phone(app: Flask, anita: Person) -> RoostClient:
    """Their phone, on which they listen for pushes."""
    client = client_of(app, anita)
    (device,) = devices(anita)
    keys = {"endpoint": "https://fcm.googleapis.com/x", "p256dh": "x", "auth": "x"}
    stored(PushSubscription(person_id=anita.id, device_id=device.id, **keys))
    return client


def test_it_is_signed_out_hears_nothing_more_and_no_calendar_reads_on(
    app: Flask, anita: Person, phone: RoostClient
) -> None:
    (lost,) = devices(anita)
    calendar, desk = address_of(anita), client_of(app, anita)
    page = desk.get("/me/devices").text
    assert f'action="/me/devices/{lost.id}/lost"' in page
    assert 'name="calendars" value="y" checked' in page
    assert desk.post(f"/me/devices/{lost.id}/lost", data={"calendars": "y"}).location == "/me/devices"
    assert "1 calendar address is ended. Make a new one" in desk.get("/me/devices").text
    assert phone.get("/me").status_code == 401
    assert client_of(app).get(calendar).status_code == 404
    assert subscriptions() == 0
    assert desk.get("/me").status_code == 200
    assert "lost_device" in deeds(anita)
    assert ("lost_device", "signed_in_device") in audited()


def test_the_calendars_go_on_where_that_is_wished(app: Flask, anita: Person, phone: RoostClient) -> None:
    (lost,) = devices(anita)
    calendar = address_of(anita)
    assert lose_device(viewer_for(anita), lost.id, calendars_too=False) == 0
    assert client_of(app).get(calendar).status_code == 200
    assert phone.get("/me").status_code == 401


def test_nobody_loses_somebody_elses(anita: Person, phone: RoostClient) -> None:
    other = create_person(Role.MANAGER, create_service())
    with transaction():
        begin_on_device(other, "Firefox, Linux")
    with pytest.raises(NotFound):
        lose_device(viewer_for(anita), devices(other)[0].id, calendars_too=True)
    assert len(devices(other)) == 1
