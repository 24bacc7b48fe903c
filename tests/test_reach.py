"""How far back and sideways somebody reads: no further than their constellation was somebody's."""

import datetime as dt

import pytest
from flask import Flask

from constellations.children.models import Placement
from constellations.models import Constellation, Home, Service
from constellations.permissions import Role
from constellations.rules import HomeRole
from tests import factories
from tests.client import client_of

BEFORE, JOINED, LATER = dt.date(2026, 1, 1), dt.date(2026, 6, 1), dt.date(2026, 9, 1)


@pytest.fixture
def service(app: Flask) -> Service:
    """A service."""
    return factories.create_service()


@pytest.fixture
def ours(service: Service) -> Constellation:
    """The constellation of who asks."""
    return factories.create_constellation(service)


@pytest.fixture
def newcomer(service: Service, ours: Constellation) -> Home:
    """A home that was a member from June to September alone."""
    home = factories.create_home(service)
    factories.join(home, ours, starts_on=JOINED, ends_on=LATER)
    return home


@pytest.mark.parametrize(
    ("came", "left", "status"),
    [(BEFORE, JOINED, 404), (LATER, None, 404), (BEFORE, None, 200), (JOINED, LATER, 200), (BEFORE, LATER, 200)],
)
def test_a_liaison_worker_reads_of_children_who_lived_with_a_home_while_it_was_theirs(
    app: Flask, service: Service, ours: Constellation, newcomer: Home, came: dt.date, left: dt.date | None, status: int
) -> None:
    child = factories.create_child(service)
    factories.stored(Placement(child_id=child.id, home_id=newcomer.id, starts_on=came, ends_on=left))
    worker = factories.create_person(Role.LIAISON, service, constellations=(ours,))
    assert client_of(app, worker).get(f"/children/{child.id}").status_code == status


@pytest.mark.parametrize(
    ("arrive", "depart", "status"), [("2026-05-01", "2026-05-03", 404), ("2026-07-01", "2026-07-03", 200)]
)
def test_a_hub_opens_no_stay_of_a_home_from_before_it_joined(
    app: Flask, service: Service, ours: Constellation, arrive: str, depart: str, status: int
) -> None:
    hub, host, elsewhere = (factories.create_home(service) for _ in range(3))
    factories.join(hub, ours, HomeRole.HUB)
    factories.join(host, ours, starts_on=JOINED)
    stay = factories.create_stay(factories.create_child(service, elsewhere), host, arrive, depart)
    carer = factories.create_person(Role.HUB_CARER, home=hub)
    assert client_of(app, carer).get(f"/stays/{stay.id}").status_code == status
