"""A service whose council is a real provider on this machine."""

from collections.abc import Iterator

import pytest
from flask import Flask

from constellations.accounts.actions import Browser
from constellations.accounts.council.rules import Given
from constellations.accounts.council.setting.actions import enter_council
from constellations.models import Person, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.constellations.accounts.second_step.stepping import with_app
from tests.constellations.accounts.signing_in import with_password
from tests.council import CLIENT, SECRET, TENANT, Council, running_council
from tests.factories import create_home, create_person, create_service


@pytest.fixture
def council(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """The council, asked in place of Entra."""
    with running_council() as running:
        there = app.extensions["roost_settings"].model_copy(update={"council_test_address": running.url})
        monkeypatch.setitem(app.extensions, "roost_settings", there)
        yield running


@pytest.fixture
def service(council: Council) -> Service:
    """A service of it."""
    return create_service("Fairvale")


@pytest.fixture
def moira(service: Service) -> Person:
    """Its manager, with an app as second step, who has set the council sign-in up."""
    moira = with_app(with_password(create_person(Role.MANAGER, service, name="Moira Flint")))
    enter_council(viewer_for(moira), Given(TENANT, CLIENT, SECRET), 0, Browser())
    return moira


@pytest.fixture
def anita(service: Service) -> Person:
    """A satellite carer of it, with an app as second step."""
    home = create_home(service)
    return with_app(with_password(create_person(Role.SATELLITE_CARER, home=home, name="Anita O’Hare")))
