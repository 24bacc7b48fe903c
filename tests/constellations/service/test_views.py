"""The settings of a service."""

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.core.database import session
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Person, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.service.actions import Chosen, set_service
from constellations.service.queries import own_service
from constellations.service.rules import is_phone
from tests.client import client_of
from tests.constellations.people.stored import audited
from tests.factories import create_home, create_person, create_service

RIGHT = {
    "name": "Fairvale",
    "sleepover_word": "stayover",
    "out_of_hours_phone": "0300 123 4567",
    "version": "1",
    "nation": "england",
}


@pytest.fixture
def service(app: Flask) -> Service:
    """A service."""
    return create_service("Fairvale")


@pytest.fixture
def moira(service: Service) -> Person:
    """Its manager."""
    return create_person(Role.MANAGER, service)


def stored(moira: Person) -> Chosen:
    """What is set now."""
    session().expire_all()
    now = own_service(viewer_for(moira))
    return Chosen(now.name, now.sleepover_word, now.out_of_hours_phone)


def test_what_is_set_is_kept_and_audited(app: Flask, moira: Person, service: Service) -> None:
    client = client_of(app, moira)
    assert client.post("/service", data=RIGHT).headers["Location"] == "/service"
    assert stored(moira) == Chosen("Fairvale", "stayover", "0300 123 4567")
    assert audited(service) == [("set_service", "service", service.id)]
    assert 'value="0300 123 4567"' in client.get("/service").text


def test_the_phone_may_stay_empty(app: Flask, moira: Person) -> None:
    client_of(app, moira).post("/service", data={**RIGHT, "out_of_hours_phone": " "})
    assert stored(moira).out_of_hours_phone is None


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", " ", "Enter a name."),
        ("sleepover_word", "respite", "Not a valid choice."),
        ("out_of_hours_phone", "ask Moira", "Enter a phone number, such as 0300 123 4567."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(
    app: Flask, moira: Person, field: str, typed: str, words: str
) -> None:
    before = stored(moira)
    answer = client_of(app, moira).post("/service", data={**RIGHT, field: typed})
    assert answer.status_code == 422
    assert words in answer.text
    assert stored(moira) == before


def test_a_stale_page_is_answered_with_both_changes(app: Flask, moira: Person) -> None:
    client = client_of(app, moira)
    client.post("/service", data=RIGHT)
    late = client.post("/service", data={**RIGHT, "name": "Fairvale East"})
    assert late.status_code == 409
    assert "It says now: Fairvale, stayover, 0300 123 4567. You wanted: Fairvale East, stayover" in late.text
    assert stored(moira).name == "Fairvale"


def test_only_the_fields_of_the_form_count(app: Flask, moira: Person, service: Service) -> None:
    client_of(app, moira).post("/service", data={**RIGHT, "key": "Other", "region_id": str(service.id)})
    session().expire_all()
    now = own_service(viewer_for(moira))
    assert (now.key, now.region_id) == ("Fairvale", None)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
def test_nobody_but_managers_sets_it(service: Service, role: Role) -> None:
    viewer = viewer_for(create_person(role, service, home=create_home(service)))
    with pytest.raises(Forbidden):
        set_service(viewer, Chosen("Mine", "sleepover", None), 1)


def test_who_belongs_to_no_service_sets_none(app: Flask) -> None:
    with pytest.raises(NotFound):
        set_service(Viewer.system(), Chosen("Mine", "sleepover", None), 1)
    with pytest.raises(NotFound):
        own_service(Viewer.system())


@pytest.mark.parametrize("phone", ["999", "0300 123 4567", "+44 (0)300 123-4567"])
def test_what_can_be_dialled_is_a_phone_number(phone: str) -> None:
    assert is_phone(phone)


@pytest.mark.parametrize("phone", ["", "9", "ask Moira", "0300 123 4567 x", "javascript:1", "٠٣٠٠١٢٣"])
def test_what_cannot_be_dialled_is_none(phone: str) -> None:
    assert not is_phone(phone)


@pytest.mark.parametrize(("day", "status", "kept"), [("10", 302, 10), ("", 302, 5), ("29", 422, 5), ("x", 422, 5)])
def test_the_day_from_which_staff_are_asked_to_close_is_set(
    app: Flask, moira: Person, day: str, status: int, kept: int
) -> None:
    answer = client_of(app, moira).post("/service", data={**RIGHT, "closing_day": day})
    assert answer.status_code == status
    assert own_service(viewer_for(moira)).closing_day == kept
