"""What a watchman is told."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from app import create_app
from constellations import schema
from constellations.core.database import Base, database
from constellations.core.settings import read_settings
from constellations.jobs.actions import beat
from tests.client import client_of
from tests.servers import free_port, running_redis


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Flask]:
    """Roost on a database as `roost init` makes it."""
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path)}))
    with app.app_context():
        schema.upgrade(database())
        Base.metadata.create_all(database().engine)
        yield app
        database().engine.dispose()


def ready(app: Flask) -> tuple[int, str, dict[str, str]]:
    """Status, the whole, and the parts."""
    answer = client_of(app).get("/health/ready")
    assert answer.json is not None
    return answer.status_code, answer.json["status"], answer.json["parts"]


def test_the_process_answers(fresh: Flask) -> None:
    assert client_of(fresh).get("/health/live").json == {"status": "ok"}


def test_all_is_well_while_the_jobs_beat(fresh: Flask, clock: time_machine.Traveller) -> None:
    beat()
    assert ready(fresh) == (200, "ok", {"database": "ok", "tables": "ok", "jobs": "ok"})
    clock.shift(dt.timedelta(minutes=3))
    assert ready(fresh) == (200, "degraded", {"database": "ok", "tables": "ok", "jobs": "degraded"})


def test_before_any_process_ran_the_jobs_they_are_missing(fresh: Flask) -> None:
    assert ready(fresh)[2]["jobs"] == "degraded"


def test_without_a_database_roost_is_down_and_says_so(tmp_path: Path) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/roost"
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path), "DATABASE_URL": url}))
    assert ready(app) == (503, "down", {"database": "down"})


def test_a_database_without_tables_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path)}))
    with app.app_context():
        schema.upgrade(database())
        with database().engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32))")
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('of_another_version')")
    assert ready(app) == (503, "down", {"database": "ok", "tables": "down"})


def test_a_redis_that_died_degrades_and_does_not_take_roost_down(fresh: Flask) -> None:
    with running_redis() as server:
        fresh.extensions["roost_settings"] = fresh.extensions["roost_settings"].model_copy(
            update={"redis_url": server.url}
        )
        beat()
        assert ready(fresh)[2]["redis"] == "ok"
        server.kill()
        status, whole, parts = ready(fresh)
    assert (status, whole, parts["redis"]) == (200, "degraded", "degraded")
