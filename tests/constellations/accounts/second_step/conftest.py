"""People who sign in, and settings that are as before when a test is over."""

from collections.abc import Iterator

import pytest
from flask import Flask

from constellations.core.settings import EXTENSION
from constellations.models import Person
from constellations.permissions import Role
from tests.constellations.accounts.signing_in import with_password
from tests.factories import create_home, create_person, create_service


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """Roost as everywhere, and what a test asks of staff it asks alone."""
    before = app.extensions[EXTENSION]
    yield app
    app.extensions[EXTENSION] = before


@pytest.fixture
def moira(app: Flask) -> Person:
    """A service manager with a password."""
    return with_password(create_person(Role.MANAGER, create_service(), name="Moira Flint"))


@pytest.fixture
def anita(app: Flask) -> Person:
    """A satellite carer with a password."""
    return with_password(create_person(Role.SATELLITE_CARER, home=create_home(create_service()), name="Anita O'Hare"))
