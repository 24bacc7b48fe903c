"""A statement of SQLite that takes long while somebody waits for it: it ends, and is told of as on PostgreSQL."""

import sqlite3
import time
from collections.abc import Iterator
from http import HTTPStatus
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app import create_app
from constellations.core import limited, patience
from constellations.core.database import EXTENSION, Base, Database, database, kept_connection, session, transaction
from constellations.core.dumps import unhurried
from constellations.core.http import DATABASE_AWAY
from constellations.core.limited import at_leisure
from constellations.core.settings import read_settings
from constellations.guard import public
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every, JobResult
from constellations.jobs.scheduler import EXTENSION as JOBS
from constellations.jobs.scheduler import _entry
from constellations.models import Region
from tests.client import client_of

LOOKS = 1_000
"""After so many looks at the clock of these tests it is too late, however busy the machine is."""

SHORT = 0.2
COUNTED = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT {} FROM n"
MINUTES = COUNTED.format(200_000_000, "count(*)")
"""Counts for minutes, unless it is ended."""

SOME = COUNTED.format(20_000, "count(*)")
"""Counts for a moment, of some four hundred looks."""

WRITES = f"INSERT INTO region (id, key) SELECT randomblob(16), n FROM ({COUNTED.format(200_000_000, 'i AS n')})"  # noqa: S608  # words of ours


@pytest.fixture
def hurried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Roost as it serves people who wait, on a clock that goes on by one with each look at it."""
    monkeypatch.setattr(patience, "STATEMENT_SECONDS", LOOKS)
    monkeypatch.setattr(limited, "STEPS", 1_000)
    monkeypatch.setattr(limited, "time", SimpleNamespace(perf_counter=count().__next__))
    url = f"sqlite:///{tmp_path / 'roost.db'}"
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path), "DATABASE_URL": url}))
    here: Database = app.extensions[EXTENSION]
    Base.metadata.create_all(here.engine)
    here.hurry()
    with app.app_context():
        yield app
        session().close()
    here.engine.dispose()


@pytest.fixture
def out_of_time(hurried: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The same, and nobody waits for any statement that SQLite asks about."""
    monkeypatch.setattr(patience, "STATEMENT_SECONDS", 0)
    hurried.extensions[EXTENSION].hurry()
    return hurried


def asked(statement: str) -> object:
    """What the database answers."""
    return session().connection().exec_driver_sql(statement).scalar()


def test_what_takes_long_is_ended_and_the_connection_goes_on(hurried: Flask) -> None:
    with pytest.raises(OperationalError, match="interrupted"):
        asked(MINUTES)
    session().rollback()
    assert [asked(SOME) for _ in range(4)] == [20_000] * 4, "each is timed by itself"


def test_it_is_ended_by_the_clock_of_the_machine(hurried: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "time", time)
    monkeypatch.setattr(patience, "STATEMENT_SECONDS", SHORT)
    hurried.extensions[EXTENSION].hurry()
    with pytest.raises(OperationalError, match="interrupted"):
        asked(MINUTES)


def test_also_while_its_rows_are_read(hurried: Flask) -> None:
    rows = session().connection().exec_driver_sql(COUNTED.format(200_000_000, "i") + " WHERE i % 1000 = 0")
    with pytest.raises(OperationalError, match="interrupted"):
        for _ in rows:
            pass


@pytest.mark.parametrize("statement", [MINUTES, WRITES])
def test_somebody_reads_the_same_plain_words_as_beside_postgresql(
    hurried: Flask, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    @public
    def search() -> str:
        with transaction() as here:
            here.add(Region(key="north"))
            here.flush()
            return str(here.connection().exec_driver_sql(statement).scalar())

    monkeypatch.setitem(hurried.view_functions, "health.live", search)
    answer = client_of(hurried).get("/health/live", headers={"Accept": "application/json"})
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json is not None
    assert answer.json["error"] == DATABASE_AWAY
    assert session().scalar(select(func.count()).select_from(Region)) == 0, "all of it or nothing"


def test_what_is_read_some_at_a_time_is_timed_by_the_piece(hurried: Flask) -> None:
    some = session().connection().execution_options(yield_per=1_000).exec_driver_sql(COUNTED.format(200_000, "i"))
    assert sum(map(len, some.partitions())) == 200_000, "four times as many looks as one statement has"


def test_what_is_asked_past_the_engine_is_timed_too(hurried: Flask) -> None:
    driver = session().connection().connection.dbapi_connection
    assert isinstance(driver, limited.LimitedConnection)
    driver.began = -2.0 * LOOKS
    assert driver.execute(SOME).fetchone() == (20_000,)
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        driver.execute(MINUTES)


def test_a_commit_is_timed_by_itself(hurried: Flask) -> None:
    with transaction() as here:
        here.add(Region(key="north"))
        here.flush()
        driver = here.connection().connection.dbapi_connection
        assert isinstance(driver, limited.LimitedConnection)
        before = driver.began
    assert driver.began > before


def test_large_work_on_a_connection_of_its_own_has_no_limit(out_of_time: Flask) -> None:
    with pytest.raises(OperationalError, match="interrupted"):
        asked(SOME)
    session().rollback()
    with kept_connection():
        assert asked(SOME) == 20_000
    with unhurried(database()) as connection:
        assert connection.exec_driver_sql(SOME).scalar() == 20_000


def test_jobs_that_run_beside_pages_have_the_time_they_need(out_of_time: Flask) -> None:
    found: list[object] = []

    def look_after(*_: object) -> JobResult:
        found.append(asked(SOME))
        return JobResult(1)

    job = Job("look_out", "Look out", Every(60), look_after, per_service=False)
    out_of_time.extensions[JOBS] = (job,)
    _entry(out_of_time, job).act()
    assert found == [20_000]
    with pytest.raises(OperationalError, match="interrupted"):
        asked(SOME)


def test_leisure_within_leisure_ends_with_the_outer_one(out_of_time: Flask) -> None:
    with at_leisure():
        with at_leisure():
            assert asked(SOME) == 20_000
        assert asked(SOME) == 20_000
    with pytest.raises(OperationalError, match="interrupted"):
        asked(SOME)


def test_a_command_waits_for_as_long_as_it_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "STATEMENT_SECONDS", 0)
    monkeypatch.setattr(limited, "STEPS", 1_000)
    of_command = Database(f"sqlite:///{tmp_path / 'roost.db'}")
    with of_command.engine.connect() as connection:
        assert connection.exec_driver_sql(SOME).scalar() == 20_000
    of_command.engine.dispose()
