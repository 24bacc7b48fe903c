"""Ending a device of somebody whom one looks after: written down, and told."""

import pytest
from flask import Flask

from constellations.accounts.actions import begin_on_device
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Person, Service
from constellations.people.actions import sign_out_person
from constellations.people.devices.actions import end_device_of
from constellations.people.devices.queries import devices_of_person
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.client import client_of
from tests.constellations.accounts.signing_in import devices
from tests.constellations.people.stored import audited, notices_of
from tests.factories import create_home, create_person, create_service


@pytest.fixture
def service(app: Flask) -> Service:
    """A service."""
    return create_service("Fairvale")


@pytest.fixture
def moira(service: Service) -> Person:
    """Its manager."""
    return create_person(Role.MANAGER, service)


@pytest.fixture
def anita(service: Service) -> Person:
    """A carer of it, signed in on a phone and a tablet."""
    anita = create_person(Role.SATELLITE_CARER, home=create_home(service))
    for browser in ("Safari, iPad", "Chrome, Android"):
        begin_on_device(anita, browser)
    return anita


def test_one_device_is_ended_and_the_person_is_told_which(
    app: Flask, service: Service, moira: Person, anita: Person
) -> None:
    lost = next(each for each in devices(anita) if each.browser == "Chrome, Android")
    manager = client_of(app, moira)
    assert "Chrome, Android" in manager.get(f"/people/{anita.id}").text
    assert manager.post(f"/people/{anita.id}/devices/{lost.id}/end").location == f"/people/{anita.id}"
    assert "Chrome, Android" not in manager.get(f"/people/{anita.id}").text
    assert [each.browser for each in devices(anita)] == ["Safari, iPad"]
    (told,) = notices_of(anita)
    assert told.words == "Your service has signed you out on one device: Chrome, Android."
    assert audited(service) == [("end_device_of_person", "signed_in_device", lost.id)]


def test_a_device_of_another_person_is_not_there(moira: Person, anita: Person) -> None:
    begin_on_device(moira, "Edge, Windows")
    for device_id in (devices(moira)[0].id, anita.id):
        with pytest.raises(NotFound):
            end_device_of(viewer_for(moira), anita.id, device_id)
    assert len(devices(moira)) == 1


def test_people_of_another_service_are_not_there(anita: Person) -> None:
    elsewhere = viewer_for(create_person(Role.MANAGER, create_service()))
    with pytest.raises(NotFound):
        end_device_of(elsewhere, anita.id, devices(anita)[0].id)
    with pytest.raises(NotFound):
        devices_of_person(elsewhere, anita.id)


def test_who_does_not_look_after_the_way_in_sees_no_devices(service: Service, anita: Person) -> None:
    finance = viewer_for(create_person(Role.FINANCE, service))
    assert devices_of_person(finance, anita.id) == []
    with pytest.raises(Forbidden):
        end_device_of(finance, anita.id, devices(anita)[0].id)


def test_being_signed_out_everywhere_is_told_and_written_down_too(
    service: Service, moira: Person, anita: Person
) -> None:
    sign_out_person(viewer_for(moira), anita.id)
    assert devices(anita) == []
    assert [each.words for each in notices_of(anita)] == ["Your service has signed you out on all devices."]
    assert audited(service) == [("sign_out_person", "person", anita.id)]
