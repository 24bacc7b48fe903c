"""What is planned before the tests of changing it."""

import pytest
from flask import Flask

from tests.constellations.events.planners import (
    World,
)


@pytest.fixture
def world(app: Flask) -> World:
    """The same for each test; today is Sunday 22 November."""
    return World()
