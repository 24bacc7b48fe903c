"""What the tests of exemptions share: a home in a constellation, its children, and the manager."""

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.children.models import Child
from constellations.models import Constellation, Home, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests import factories


@pytest.fixture
def service(app: Flask) -> Service:
    """A service."""
    return factories.create_service()


@pytest.fixture
def constellation(service: Service) -> Constellation:
    """A constellation."""
    return factories.create_constellation(service)


@pytest.fixture
def patel(service: Service, constellation: Constellation) -> Home:
    """A satellite of it."""
    home = factories.create_home(service, "Patel")
    factories.join(home, constellation)
    return home


@pytest.fixture
def children(service: Service, patel: Home) -> list[Child]:
    """A child of no home, and two who live with the Patels."""
    lives_with = {"AA": None, "YY": patel, "ZZ": patel}
    return [factories.create_child(service, home, initials) for initials, home in lives_with.items()]


@pytest.fixture
def manager(service: Service) -> Viewer:
    """The service's manager."""
    return viewer_for(factories.create_person(Role.MANAGER, service))
