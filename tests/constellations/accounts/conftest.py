"""Tries that start from nought in every test."""

import pytest
from flask import Flask

from constellations.core.throttle import EXTENSION, Throttle


@pytest.fixture
def app(app: Flask) -> Flask:
    """Roost as everywhere, and what one test tried is not held against the next."""
    app.extensions[EXTENSION] = Throttle(None)
    return app
