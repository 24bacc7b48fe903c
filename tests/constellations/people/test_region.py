"""People of a region: every service of it sees them, and none of them rules their accounts."""

from collections.abc import Callable

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.core.errors import NotFound
from constellations.models import Person, Service
from constellations.people import actions
from constellations.people.actions import What
from constellations.people.devices.actions import end_device_of
from constellations.people.rules import OfNoService
from constellations.people.step_resets.actions import ask_for_reset
from constellations.permissions import Role
from constellations.rights.actions import ask_for_copy, ask_for_erasure
from constellations.rights.rules import Subject
from tests.client import client_of
from tests.constellations.accounts.second_step.stepping import with_app
from tests.constellations.accounts.signing_in import as_stored, devices, mails, with_password
from tests.factories import changed, create_person

ACTS: dict[str, Callable[[Viewer, Person], object]] = {
    "another role": lambda viewer, rhys: actions.change_person(
        viewer, rhys.id, "Mine", What(Role.FINANCE), rhys.version
    ),
    "another address": lambda viewer, rhys: actions.change_address(
        viewer, rhys.id, "moira+rhys@example.org", rhys.version
    ),
    "the end": lambda viewer, rhys: actions.end_access(viewer, rhys.id),
    "back": lambda viewer, rhys: actions.let_back(viewer, rhys.id),
    "signed out": lambda viewer, rhys: actions.sign_out_person(viewer, rhys.id),
    "signed out there": lambda viewer, rhys: end_device_of(viewer, rhys.id, devices(rhys)[0].id),
    "the second step": lambda viewer, rhys: ask_for_reset(viewer, rhys.id, "Phone lost on Friday."),
}


@pytest.fixture
def rhys(app: Flask, service: Service) -> Person:
    """A viewer of the service's region, with a password and a second step, signed in somewhere."""
    rhys = create_person(Role.REGIONAL, name="Rhys Vaughan")
    changed(rhys, region_id=service.region_id)
    rhys = with_app(with_password(rhys))
    client_of(app, rhys)
    return as_stored(rhys)


@pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))
def test_a_manager_of_one_service_rules_no_account_of_the_region(
    manager: Viewer, rhys: Person, act: Callable[[Viewer, Person], object]
) -> None:
    before = (rhys.email, rhys.role, rhys.version, rhys.left_at)
    with pytest.raises(OfNoService):
        act(manager, rhys)
    there = as_stored(rhys)
    assert (there.email, there.role, there.version, there.left_at) == before
    assert (len(devices(rhys)), mails(rhys)) == (1, [])


def test_nor_their_data(manager: Viewer, rhys: Person) -> None:
    for ask in (ask_for_copy, lambda viewer, subject: ask_for_erasure(viewer, subject, "")):
        with pytest.raises(NotFound):
            ask(manager, Subject(person_id=rhys.id))


def test_their_page_says_whom_to_ask(app: Flask, moira: Person, rhys: Person) -> None:
    page = client_of(app, moira).get(f"/people/{rhys.id}").text
    assert "Whoever runs Roost changes their email address" in page
    for hidden in ("/end", "/email", "/change", "/sign-out", "/second-step", "/invite"):
        assert f"/people/{rhys.id}{hidden}" not in page


def test_who_was_added_to_the_region_can_be_invited(app: Flask, moira: Person, manager: Viewer) -> None:
    added = actions.add_person(manager, "Wyn Pryce", "wyn@example.org", What(Role.REGIONAL))
    client = client_of(app, moira)
    assert f"/people/{added}/invite" in client.get(f"/people/{added}").text
    assert client.post(f"/people/{added}/invite").location == f"/people/{added}"
