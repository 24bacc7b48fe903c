"""What tests of rights begin with."""

import datetime as dt

import pytest
from flask import Flask

from constellations.permissions import Role
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
