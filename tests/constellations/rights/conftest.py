"""What tests of rights begin with."""

import datetime as dt

import pytest
from flask import Flask

from constellations.deputies.actions import name_deputy
from constellations.models import Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests import factories
from tests.constellations.rights.families import Family


@pytest.fixture
def family(app: Flask) -> Family:
    """A family, and the managers of its service, in an otherwise empty Roost."""
    assert app.extensions
    service = factories.create_service()
    constellation = factories.create_constellation(service)
    home, other = factories.create_home(service, "Quillfeather"), factories.create_home(service, "Harbour")
    factories.join(home, constellation)
    factories.join(other, constellation)
    zeb = factories.create_person(Role.SATELLITE_CARER, home=home, name="Zebedee Quillfeather")
    factories.changed(zeb, left_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC), email="zeb@example.org")
    anita = factories.create_person(Role.HUB_CARER, home=other, name="Anita Okafor")
    ruth, ola = (factories.create_person(Role.MANAGER, service, name=name) for name in ("Ruth Vane", "Ola Birch"))
    for manager in (ruth, ola):
        factories.changed(manager, password_hash="set")  # no password has this hash
    child = factories.create_child(service)
    return Family(service, constellation, home, anita, zeb, child, ruth, ola)


@pytest.fixture
def lena(family: Family) -> Person:
    """A liaison worker who stands in for Ruth from today on."""
    lena = factories.create_person(
        Role.LIAISON, family.service, constellations=(family.constellation,), name="Lena Brook"
    )
    ruth = viewer_for(family.ruth)
    name_deputy(ruth, family.ruth.id, lena.id, ruth.today, ruth.today + dt.timedelta(days=20))
    return lena
