"""What a watchman is told, and everybody on every page."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from app import create_app
from constellations import schema
from constellations.access import Viewer
from constellations.core.clock import now as clock_now
from constellations.core.database import database, session
from constellations.core.notify import Refusal
from constellations.core.settings import read_settings
from constellations.health.jobs import watch_health
from constellations.health.queries import _takes_writes, look_at
from constellations.jobs.actions import beat
from constellations.jobs.models import JobRun
from constellations.jobs.rules import Outcome
from constellations.jobs.scheduler import jobs_of
from constellations.notices.models import OutboxMail
from constellations.notices.outbox.queries import waiting_in
from constellations.permissions import Role
from tests.client import client_of
from tests.factories import create_home, create_person, create_service, stored
from tests.queries import count_queries
from tests.servers import free_port, running_redis

ALL_WELL = dict.fromkeys(("database", "tables", "writing", "jobs", "nightly", "mail", "disk"), "ok")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a Roost whose database is as `roost init` makes it."""
    folder = tmp_path_factory.mktemp("made")
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(folder)}))
    with app.app_context():
        schema.upgrade(database())
        database().engine.dispose()
    return folder


@pytest.fixture
def fresh(made: Path, tmp_path: Path) -> Iterator[Flask]:
    """Roost on a database like that, of one test alone."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path)}))
    with app.app_context():
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
    assert ready(fresh) == (200, "ok", ALL_WELL)
    clock.shift(dt.timedelta(minutes=3))
    assert ready(fresh) == (200, "degraded", {**ALL_WELL, "jobs": "degraded"})


def test_before_any_process_ran_the_jobs_they_are_missing(fresh: Flask) -> None:
    assert ready(fresh)[2]["jobs"] == "degraded"


def test_without_a_database_roost_is_down_and_says_so(tmp_path: Path) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/roost"
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path), "DATABASE_URL": url}))
    assert ready(app) == (503, "down", {"database": "down", "disk": "ok"})


def test_a_database_without_tables_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path)}))
    with app.app_context():
        schema.upgrade(database())
        with database().engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32))")
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('of_another_version')")
    assert ready(app) == (503, "down", {"database": "ok", "tables": "down", "disk": "ok"})


def tables_of(revision: str) -> None:
    """Let the database be one of that version."""
    session().rollback()
    with database().engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def test_a_server_goes_on_while_the_tables_become_those_of_a_newer_roost(fresh: Flask) -> None:
    stop = watch_health(fresh)
    beat()
    tables_of("9999_of_tomorrow")
    assert ready(fresh) == (200, "degraded", {**ALL_WELL, "tables": "degraded"})
    look_at(fresh)
    assert 'role="status"' not in client_of(fresh).get("/sign-in").text
    tables_of("0001")
    assert ready(fresh)[:2] == (503, "down")
    stop.set()


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


def test_mail_that_no_server_takes_is_late(fresh: Flask, clock: time_machine.Traveller) -> None:
    stored(OutboxMail(address="a@example.org", subject="x", body="y", attempts=1))
    clock.shift(dt.timedelta(minutes=16))
    beat()
    assert ready(fresh)[2]["mail"] == "degraded"


@pytest.mark.parametrize("problem", ["the address was refused, 550", Refusal.RECIPIENT.value])
def test_mail_to_an_address_that_is_not_there_makes_none_late(
    fresh: Flask, clock: time_machine.Traveller, problem: str
) -> None:
    stored(OutboxMail(address="a@example.org", subject="x", body="y", attempts=3, last_error=problem))
    clock.shift(dt.timedelta(minutes=16))
    beat()
    assert ready(fresh)[2]["mail"] == "ok"
    waiting = waiting_in(Viewer.system(), "mail")
    assert (waiting.count, waiting.oldest, waiting.oldest_tried) == (1, None, None)


def test_a_nightly_job_that_has_not_run_for_two_nights_is_missed(fresh: Flask, clock: time_machine.Traveller) -> None:
    began, day = clock_now(), clock_now().date()
    good = {"started_at": began, "ended_at": began, "outcome": Outcome.DONE, "since": day, "until": day}
    first = create_service()
    stored(JobRun(name="flag_uplifts", service_id=first.id, **good), JobRun(name="send_mail", **good))
    clock.shift(dt.timedelta(hours=31))
    beat()
    assert ready(fresh)[2]["nightly"] == "degraded"


def test_a_service_whose_nights_never_run_is_missed_though_those_of_another_do(
    fresh: Flask, clock: time_machine.Traveller
) -> None:
    seen, other = create_service(), create_service()
    clock.shift(dt.timedelta(hours=31))
    beat()
    now = clock_now()
    good = {"started_at": now, "ended_at": now, "outcome": Outcome.DONE, "since": now.date(), "until": now.date()}
    nightly = [job for job in jobs_of(fresh) if not job.is_frequent]
    stored(*(JobRun(name=job.name, service_id=seen.id if job.per_service else None, **good) for job in nightly))
    assert ready(fresh)[2]["nightly"] == "degraded"
    stored(*(JobRun(name=job.name, service_id=other.id, **good) for job in nightly if job.per_service))
    assert ready(fresh)[2]["nightly"] == "ok"


def test_a_database_that_takes_no_writes_and_a_disk_without_room_are_seen(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("constellations.health.queries._takes_writes", lambda _: False)
    monkeypatch.setattr("constellations.health.queries.room_of", lambda _: (1_000_000, 100_000_000_000))
    beat()
    assert ready(fresh) == (200, "degraded", {**ALL_WELL, "writing": "degraded", "disk": "degraded"})


def test_a_server_that_follows_another_takes_no_writes(app: Flask) -> None:
    if not database().is_sqlite:
        assert _takes_writes(database())
        session().execute(text("SET TRANSACTION READ ONLY"))
        assert not _takes_writes(database())
        session().rollback()
    assert _takes_writes(database())


def test_everybody_reads_one_sentence_while_something_is_wrong_and_nobody_asks_for_it(
    fresh: Flask, clock: time_machine.Traveller
) -> None:
    carer = create_person(Role.HUB_CARER, home=create_home(create_service()))
    beat()
    look_at(fresh)
    home = client_of(fresh, carer)
    assert 'role="status"' not in home.get("/sign-in").text
    with count_queries(database().engine) as before:
        home.get("/me")
    clock.shift(dt.timedelta(minutes=10))
    look_at(fresh)
    with count_queries(database().engine) as after:
        page = home.get("/me").text
    assert "Alerts and emergencies may be late. If a child needs a bed now, phone." in page
    assert page.count('role="status"') == 1
    assert len(after) <= len(before)
    assert "Alerts and emergencies may be late." in client_of(fresh).get("/sign-in").text
    beat()
    look_at(fresh)
    assert "Alerts and emergencies may be late." not in home.get("/me").text
