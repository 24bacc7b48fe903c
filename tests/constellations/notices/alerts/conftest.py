"""Somebody who is told things."""

import pytest
from flask import Flask

from constellations.models import Person
from constellations.permissions import Role
from tests.factories import create_home, create_person, create_service


@pytest.fixture
def carer(app: Flask) -> Person:
    """A hub carer, who has chosen nothing yet."""
    return create_person(Role.HUB_CARER, home=create_home(create_service()))
