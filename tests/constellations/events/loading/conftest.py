"""A service, and people of it, for the tests of loading a file."""

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.models import Person, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.factories import (
    create_constellation,
    create_home,
    create_person,
    create_service,
    join,
)


@pytest.fixture
def service(app: Flask) -> Service:
    """A service."""
    return create_service()


@pytest.fixture
def staff(service: Service) -> Viewer:
    """Its liaison worker."""
    return viewer_for(create_person(Role.LIAISON, service))


@pytest.fixture
def carer(service: Service) -> Person:
    """A carer of the service."""
    home, constellation = create_home(service), create_constellation(service)
    join(home, constellation)
    return create_person(Role.SATELLITE_CARER, home=home)
