"""Roost at an address for which devices make passkeys, and two people of it."""

import pytest
from flask import Flask

from constellations.models import Person
from constellations.permissions import Role
from tests.constellations.accounts.passkeys.factories import ORIGIN
from tests.constellations.accounts.second_step.stepping import with_app
from tests.constellations.accounts.signing_in import with_password
from tests.factories import create_home, create_person, create_service


@pytest.fixture
def app(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Roost at an address for which devices make passkeys."""
    at_a_name = app.extensions["roost_settings"].model_copy(update={"public_url": ORIGIN})
    monkeypatch.setitem(app.extensions, "roost_settings", at_a_name)
    return app


@pytest.fixture
def moira(app: Flask) -> Person:
    """A service manager, with an app as second step."""
    return with_app(with_password(create_person(Role.MANAGER, create_service(), name="Moira Flint")))


@pytest.fixture
def anita(app: Flask) -> Person:
    """A satellite carer, with an app as second step."""
    home = create_home(create_service())
    return with_app(with_password(create_person(Role.SATELLITE_CARER, home=home, name="Anita O’Hare")))
