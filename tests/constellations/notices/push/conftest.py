"""Somebody who is told things, and a push service to hear them by."""

from collections.abc import Iterator

import pytest
from flask import Flask

from constellations.models import Person
from constellations.permissions import Role
from tests.constellations.notices.push.phones import HERE
from tests.factories import create_home, create_person, create_service
from tests.push_service import PushService, running_push_service


@pytest.fixture
def carer(app: Flask) -> Person:
    """A hub carer."""
    return create_person(Role.HUB_CARER, home=create_home(create_service()))


@pytest.fixture
def service(app: Flask) -> Iterator[PushService]:
    """A push service on this machine, which only a test may name."""
    before = app.extensions["roost_settings"]
    app.extensions["roost_settings"] = before.model_copy(update={"push_test_host": HERE})
    with running_push_service() as service:
        yield service
    app.extensions["roost_settings"] = before
