"""The pages of constellations: who reads what on them."""

import datetime as dt
import uuid
from dataclasses import dataclass

import pytest
from flask import Flask

from constellations.core.database import database, transaction
from constellations.models import Constellation, Home, LiaisonAssignment, Person, Service
from constellations.permissions import Role
from constellations.rules import ConstellationKind, HomeRole, HomeStatus
from tests import factories
from tests.client import client_of
from tests.queries import count_queries


@dataclass(frozen=True)
class Orchard:
    """A constellation of a hub and two satellites, each with a child."""

    service: Service
    constellation: Constellation
    hub: Home
    patel: Home
    okafor: Home


@pytest.fixture
def orchard(app: Flask) -> Orchard:
    """The constellation called Orchard."""
    service = factories.create_service()
    constellation = factories.create_constellation(service, "Orchard")
    hub = factories.create_home(service, "Quince")
    patel, okafor = factories.create_home(service, "Patel", beds=1), factories.create_home(service, "Okafor")
    factories.join(hub, constellation, HomeRole.HUB, dt.date(2025, 4, 1))
    factories.join(patel, constellation)
    factories.join(okafor, constellation)
    for home, initials in ((hub, "HH"), (patel, "PP"), (okafor, "OO")):
        factories.create_child(service, home, initials)
    return Orchard(service, constellation, hub, patel, okafor)


def address(orchard: Orchard) -> str:
    return f"/constellations/{orchard.constellation.id}"


def page_of(app: Flask, orchard: Orchard, person: Person) -> str:
    answer = client_of(app, person).get(address(orchard))
    assert answer.status_code == 200
    return answer.text


def initials_on(page: str) -> set[str]:
    return {initials for initials in ("HH", "PP", "OO") if initials in page}


def test_a_satellite_carer_reads_the_initials_of_the_own_homes_children_alone(app: Flask, orchard: Orchard) -> None:
    page = page_of(app, orchard, factories.create_person(Role.SATELLITE_CARER, home=orchard.patel))
    assert initials_on(page) == {"PP"}
    assert "Okafor" in page


def test_the_hub_carer_reads_all_initials_of_the_constellation(app: Flask, orchard: Orchard) -> None:
    page = page_of(app, orchard, factories.create_person(Role.HUB_CARER, home=orchard.hub))
    assert initials_on(page) == {"HH", "PP", "OO"}


@pytest.mark.parametrize("role", [Role.LIAISON, Role.MANAGER])
def test_liaison_worker_and_manager_read_all_initials(app: Flask, orchard: Orchard, role: Role) -> None:
    person = factories.create_person(role, orchard.service, constellations=(orchard.constellation,))
    assert initials_on(page_of(app, orchard, person)) == {"HH", "PP", "OO"}


@pytest.mark.parametrize("role", [Role.FINANCE, Role.REGIONAL])
def test_finance_and_regional_viewers_are_refused(app: Flask, orchard: Orchard, role: Role) -> None:
    person = factories.create_person(role, orchard.service)
    assert client_of(app, person).get(address(orchard)).status_code == 403


def test_another_constellation_of_the_same_service_is_as_if_it_were_not_there(app: Flask, orchard: Orchard) -> None:
    other = factories.create_constellation(orchard.service)
    outside = factories.create_home(orchard.service)
    factories.join(outside, other)
    client = client_of(app, factories.create_person(Role.SATELLITE_CARER, home=outside))
    assert client.get(address(orchard)).status_code == 404
    assert client.get(f"/constellations/{uuid.UUID(int=7)}").status_code == 404


def test_the_page_names_carers_hub_and_liaison_worker(app: Flask, orchard: Orchard) -> None:
    liaison = factories.create_person(
        Role.LIAISON, orchard.service, constellations=(orchard.constellation,), name="Bea"
    )
    cover = factories.create_person(Role.LIAISON, orchard.service, name="Cas")
    factories.stored(LiaisonAssignment(person_id=cover.id, constellation_id=orchard.constellation.id, is_cover=True))
    factories.create_person(Role.HUB_CARER, home=orchard.hub, name="Moira Quince")
    page = page_of(app, orchard, liaison)
    assert "Moira Quince" in page
    assert "hub home since Tuesday 1 April 2025" in page
    assert "Bea" in page
    assert "Cas (standing in)" in page


def test_what_differs_from_the_model_is_said_to_staff_and_hub_alone(app: Flask, orchard: Orchard) -> None:
    hub = factories.create_person(Role.HUB_CARER, home=orchard.hub)
    satellite = factories.create_person(Role.SATELLITE_CARER, home=orchard.patel)
    manager = factories.create_person(Role.MANAGER, orchard.service)
    said = "It has 2 satellites; the model asks for 7 to 10."
    assert said in page_of(app, orchard, hub)
    assert said in page_of(app, orchard, manager)
    assert said not in page_of(app, orchard, satellite)


def test_homes_that_left_are_shown_to_staff_alone(app: Flask, orchard: Orchard) -> None:
    gone = factories.create_home(orchard.service, "Ash", status=HomeStatus.LEFT)
    factories.join(gone, orchard.constellation, ends_on=dt.date(2026, 6, 1))
    manager = factories.create_person(Role.MANAGER, orchard.service)
    satellite = factories.create_person(Role.SATELLITE_CARER, home=orchard.patel)
    assert "Ash" in page_of(app, orchard, manager)
    assert "Ash" not in page_of(app, orchard, satellite)


def test_a_carer_whose_access_ended_is_not_named(app: Flask, orchard: Orchard) -> None:
    gone = factories.create_person(Role.SATELLITE_CARER, home=orchard.patel, name="Gone Away")
    with transaction():
        gone.left_at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    page = page_of(app, orchard, factories.create_person(Role.HUB_CARER, home=orchard.hub))
    assert "Gone Away" not in page


def test_staff_with_several_constellations_find_a_list(app: Flask, orchard: Orchard) -> None:
    hive = factories.create_constellation(orchard.service, "Beeches", ConstellationKind.HIVE)
    page = client_of(app, factories.create_person(Role.MANAGER, orchard.service)).get("/constellations").text
    assert "Orchard" in page
    assert f"/constellations/{hive.id}" in page
    assert "It has no support worker’s home." in page


def test_who_sees_one_constellation_is_led_to_it(app: Flask, orchard: Orchard) -> None:
    carer = factories.create_person(Role.SATELLITE_CARER, home=orchard.patel)
    answer = client_of(app, carer).get("/constellations")
    assert (answer.status_code, answer.location) == (302, address(orchard))


def test_a_home_in_no_constellation_is_told_so(app: Flask, orchard: Orchard) -> None:
    alone = factories.create_home(orchard.service)
    page = client_of(app, factories.create_person(Role.SATELLITE_CARER, home=alone)).get("/constellations").text
    assert "Your home is in no constellation today" in page
    assert "Orchard" not in page


def test_the_pages_take_the_same_number_of_queries_however_many_homes_there_are(app: Flask, orchard: Orchard) -> None:
    manager = client_of(app, factories.create_person(Role.MANAGER, orchard.service))

    def queries() -> tuple[int, int]:
        with count_queries(database().engine) as listed:
            manager.get("/constellations")
        with count_queries(database().engine) as shown:
            manager.get(address(orchard))
        return len(listed), len(shown)

    factories.create_constellation(orchard.service)
    before = queries()
    for _ in range(6):
        home = factories.create_home(orchard.service)
        factories.join(home, orchard.constellation)
        factories.create_child(orchard.service, home)
        factories.create_constellation(orchard.service)
    assert queries() == before


def test_staff_read_what_is_to_come_and_carers_do_not(app: Flask, orchard: Orchard) -> None:
    coming = factories.create_home(orchard.service, "Medlar")
    factories.join(coming, orchard.constellation, starts_on=dt.date(2026, 12, 1))
    staff = page_of(app, orchard, factories.create_person(Role.MANAGER, orchard.service))
    assert "To come" in staff
    assert "Medlar" in staff
    assert "satellite from Tuesday 1 December 2026" in staff
    assert "Medlar" not in page_of(app, orchard, factories.create_person(Role.HUB_CARER, home=orchard.hub))
