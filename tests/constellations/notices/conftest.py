"""A GOV.UK Notify on this machine, and a service that has an account there."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.constellations.notices.office import Office, make_office
from tests.notify_service import Notify, running_notify


@pytest.fixture
def notify(app: Flask) -> Iterator[Notify]:
    """A Notify that Roost knows."""
    before = app.extensions["roost_settings"]
    with running_notify() as service:
        app.extensions["roost_settings"] = before.model_copy(update={"notify_url": service.url})
        yield service
        app.extensions["roost_settings"] = before


@pytest.fixture
def office(app: Flask) -> Office:
    """A service without an account yet."""
    return make_office("Fairvale")
