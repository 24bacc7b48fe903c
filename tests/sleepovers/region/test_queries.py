"""What a regional viewer reads of nights: one share for each service and month, and never a night."""

import pytest
from flask import Flask

from constellations.access import visible
from constellations.core.database import session
from constellations.models import Person, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeStatus
from sleepovers.models import StayNight
from sleepovers.region.queries import BedsUsed, beds_used
from sleepovers.rules import StayState
from tests import factories
from tests.client import client_of


@pytest.fixture
def helen(app: Flask) -> Person:
    """A viewer of a region with one service, whose five active homes keep two beds each; another region has one too."""
    region = factories.create_region()
    fill(factories.create_service("Northfold", region))
    fill(factories.create_service("Farshire", factories.create_region()))
    return factories.create_person(Role.REGIONAL, region=region)


def fill(service: Service, hosts: int = 5, homes: int = 5) -> None:
    """Each host in October: 31 of 62 beds; in November up to the 22nd: 6 of 42."""
    held = factories.create_home(service, status=HomeStatus.ON_HOLD)
    for number in range(homes):
        home = factories.create_home(service)
        if number < hosts:
            child = factories.create_child(service, held, "QXZ")
            factories.create_stay(child, home, "2026-10-01", "2026-11-07", bed=1)
            factories.create_stay(child, home, "2026-11-08", "2026-11-20", StayState.CANCELLED)
            factories.create_stay(child, home, "2026-11-22", "2026-11-25", StayState.AGREED, bed=1)


def test_a_share_of_the_beds_kept_is_told_for_each_service_of_the_region(helen: Person) -> None:
    assert beds_used(viewer_for(helen)) == [BedsUsed("Northfold", last_month=50, this_month=14)]


@pytest.mark.parametrize(
    ("hosts", "homes", "expected"),
    [
        # However many nights they are: it would be the load of a few homes.
        (1, 1, (None, None)),
        (4, 5, (None, None)),
        (0, 4, (None, None)),
        (0, 5, (0, 0)),
        (5, 6, (42, 12)),
    ],
)
def test_what_fewer_than_five_homes_stand_behind_is_not_told(
    app: Flask, hosts: int, homes: int, expected: tuple[int | None, int | None]
) -> None:
    region = factories.create_region()
    fill(factories.create_service("Smallwick", region), hosts, homes)
    helen = factories.create_person(Role.REGIONAL, region=region)
    assert beds_used(viewer_for(helen)) == [BedsUsed("Smallwick", *expected)]


def test_the_page_shows_the_shares_and_no_child(app: Flask, helen: Person) -> None:
    page = client_of(app, helen).get("/").text
    assert "50 in 100" in page
    assert "14 in 100" in page
    assert "Farshire" not in page
    assert "QXZ" not in page


def test_no_night_itself_is_seen_by_a_regional_viewer(helen: Person) -> None:
    assert session().scalars(visible(viewer_for(helen), StayNight)).all() == []


def test_others_read_no_shares(app: Flask, helen: Person) -> None:
    manager = factories.create_person(Role.MANAGER, factories.create_service())
    assert "Beds used" not in client_of(app, manager).get("/").text
