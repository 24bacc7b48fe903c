"""What a regional viewer reads, and what never."""

import pytest
from flask import Flask

from constellations.core.database import database
from constellations.models import Person, Service
from constellations.permissions import Role
from constellations.rules import ConstellationKind, HomeRole, HomeStatus
from tests import factories
from tests.client import client_of
from tests.queries import count_queries


@pytest.fixture
def viewer(app: Flask) -> Person:
    """A viewer of a region in which one service has a constellation of eight homes, and another region's has one."""
    region = factories.create_region()
    fill(factories.create_service("Northfold", region), homes=8)
    fill(factories.create_service("Farshire", factories.create_region()), homes=8)
    return factories.create_person(Role.REGIONAL, region=region)


def fill(service: Service, homes: int, kind: ConstellationKind = ConstellationKind.MOCKINGBIRD) -> None:
    constellation = factories.create_constellation(service, f"Constellation of {service.key}", kind)
    for number in range(homes):
        home = factories.create_home(service, f"Family {number} of {service.key}")
        factories.join(home, constellation, HomeRole.HUB if number == 0 else HomeRole.SATELLITE)
        factories.create_child(service, home, "QXZ")


@pytest.mark.parametrize("path", ["/", "/region"])
def test_a_regional_viewer_reads_counts_of_the_own_region_and_no_name(app: Flask, viewer: Person, path: str) -> None:
    page = client_of(app, viewer).get(path).text
    assert "Northfold" in page
    assert ">8</td>" in page
    assert "100 in 100" in page
    assert "Farshire" not in page
    assert "Family" not in page
    assert "Constellation of" not in page
    assert "QXZ" not in page


def test_numbers_under_five_are_not_shown(app: Flask, viewer: Person) -> None:
    page = client_of(app, viewer).get("/region").text
    assert "fewer than 5" in page
    assert ">1</td>" not in page


def test_an_empty_region_says_what_will_appear(app: Flask) -> None:
    viewer = factories.create_person(Role.REGIONAL, region=factories.create_region())
    assert "No service of your region is here yet" in client_of(app, viewer).get("/region").text


def test_homes_that_are_on_hold_are_not_ready(app: Flask) -> None:
    region = factories.create_region()
    service = factories.create_service(region=region)
    constellation = factories.create_constellation(service)
    for status in [HomeStatus.ACTIVE] * 5 + [HomeStatus.ON_HOLD] * 5:
        factories.join(factories.create_home(service, status=status), constellation)
    page = client_of(app, factories.create_person(Role.REGIONAL, region=region)).get("/region").text
    assert "50 in 100" in page


def test_the_page_takes_one_query_however_many_services_there_are(app: Flask) -> None:
    region = factories.create_region()
    viewer = client_of(app, factories.create_person(Role.REGIONAL, region=region))

    def queries() -> int:
        with count_queries(database().engine) as sent:
            viewer.get("/region")
        return len(sent)

    fill(factories.create_service(region=region), homes=2)
    before = queries()
    for _ in range(4):
        fill(factories.create_service(region=region), homes=3, kind=ConstellationKind.HIVE)
    assert queries() == before
