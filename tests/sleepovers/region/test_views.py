"""What a regional viewer reads on the screen, and what never."""

import pytest
from flask import Flask

from constellations.models import Person, Service
from constellations.permissions import Role
from constellations.rules import HomeRole
from tests import factories
from tests.client import client_of


@pytest.fixture
def viewer(app: Flask) -> Person:
    """A viewer of a region in which one service has a constellation of eight homes, and another region's has one."""
    region = factories.create_region()
    fill(factories.create_service("Northfold", region), homes=8)
    fill(factories.create_service("Farshire", factories.create_region()), homes=8)
    return factories.create_person(Role.REGIONAL, region=region)


def fill(service: Service, homes: int) -> None:
    constellation = factories.create_constellation(service, f"Constellation of {service.key}")
    for number in range(homes):
        home = factories.create_home(service, f"Family {number} of {service.key}")
        factories.join(home, constellation, HomeRole.HUB if number == 0 else HomeRole.SATELLITE)
        factories.create_child(service, home, "QXZ")


@pytest.mark.parametrize("path", ["/", "/region", "/region.csv"])
def test_a_regional_viewer_reads_counts_of_the_own_region_and_no_name(app: Flask, viewer: Person, path: str) -> None:
    page = client_of(app, viewer).get(path).text
    assert "Northfold" in page
    assert "Farshire" not in page
    assert "Family" not in page
    assert "Constellation of" not in page
    assert "QXZ" not in page


def test_numbers_under_five_are_not_shown(app: Flask, viewer: Person) -> None:
    page = client_of(app, viewer).get("/region").text
    assert "<span>8</span>" in page
    assert "<span>fewer than 5</span>" in page
    assert "<span>1</span>" not in page
    assert "How single items of the local fidelity checklist stand is told where every service has five" in page
    assert "The right size" not in page


def test_an_empty_region_says_what_will_appear(app: Flask) -> None:
    viewer = factories.create_person(Role.REGIONAL, region=factories.create_region())
    client = client_of(app, viewer)
    assert "No service of your region is here yet" in client.get("/region").text
    assert "No service of your region is here yet" in client.get("/").text


def test_in_a_region_of_large_services_each_item_is_told_exactly(app: Flask) -> None:
    region = factories.create_region()
    service = factories.create_service("Northfold", region)
    for _ in range(5):
        factories.create_constellation(service)
    page = client_of(app, factories.create_person(Role.REGIONAL, region=region)).get("/region").text
    assert "0 of 5" in page
