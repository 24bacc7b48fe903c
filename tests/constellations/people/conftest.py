"""A service with a manager who can sign in."""

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.core.throttle import EXTENSION, Throttle
from constellations.models import Person, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.constellations.accounts.signing_in import with_password
from tests.factories import create_person, create_region, create_service


@pytest.fixture
def app(app: Flask) -> Flask:
    """Roost as everywhere, and what one test tried is not held against the next."""
    app.extensions[EXTENSION] = Throttle(None)
    return app


@pytest.fixture
def service(app: Flask) -> Service:
    """A service of a region."""
    return create_service("Fairvale", create_region())


@pytest.fixture
def moira(service: Service) -> Person:
    """The service's one manager."""
    return with_password(create_person(Role.MANAGER, service, name="Moira Flint"))


@pytest.fixture
def manager(moira: Person) -> Viewer:
    """The same, as a viewer."""
    return viewer_for(moira)
