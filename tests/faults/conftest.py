"""Roost installed on each database, in processes of its own, at the time that it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.installation import Installation, installed


@pytest.fixture(autouse=True)
def clock() -> None:
    """The machine's own time: servers in processes of their own know no other."""


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """Roost on SQLite with threads, and on PostgreSQL with gevent and Redis."""
    with installed(request.param, tmp_path) as here:
        yield here


@pytest.fixture
def grown(tmp_path: Path) -> Iterator[Installation]:
    """Roost on PostgreSQL and Redis."""
    with installed("postgresql", tmp_path) as here:
        yield here
