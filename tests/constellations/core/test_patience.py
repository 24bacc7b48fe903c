"""PostgreSQL that does not answer: who waits for it gives up, and the connection with it."""

import socket
import time
from contextlib import ExitStack
from types import SimpleNamespace

import psycopg
import pytest
from flask import Flask, g
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from constellations.core import engine, patience
from constellations.core.database import Database, database, kept_connection
from constellations.core.patience import (
    ANSWER_SECONDS,
    AT_ONCE_SECONDS,
    CONNECT_SECONDS,
    LEAST_SECONDS,
    WAITED,
    Patience,
    PatientConnection,
    seconds_left,
    waited,
    waiting,
)
from tests import servers
from tests.servers import free_port

SHORT = 0.2
MOST_CONNECTIONS = 30
"""As many as the engine opens at once, with those beyond its pool."""


def test_an_answer_that_takes_too_long_ends_the_connection() -> None:
    with PatientConnection.connect(servers.postgres_url()) as connection:
        connection.execute("SELECT 1")
        connection.answers_within = SHORT
        with pytest.raises(psycopg.OperationalError, match="does not answer"):
            connection.execute("SELECT pg_sleep(5)")
        assert connection.closed


def test_without_a_limit_it_waits_for_as_long_as_it_takes() -> None:
    with PatientConnection.connect(servers.postgres_url(), autocommit=True) as connection:
        assert connection.execute("SELECT pg_sleep(0.3)").fetchone() is not None
        connection.answers_within = SHORT
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_hurried_database_ends_what_takes_long_and_takes_another_connection() -> None:
    hurried = Database(servers.fresh_postgres().replace("postgresql://", "postgresql+psycopg://"))
    hurried.hurry()
    with hurried.engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "4200ms"
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "3500ms"
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, PatientConnection)
        driver.answers_within = SHORT
        with pytest.raises(OperationalError, match="does not answer"):
            connection.execute(select(func.pg_sleep(5)))
    with hurried.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    hurried.engine.dispose()


def test_a_connection_that_rested_and_stands_no_more_is_taken_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "RESTED_SECONDS", 0)
    rested = Database(servers.fresh_postgres().replace("postgresql://", "postgresql+psycopg://"))

    def backend() -> int:
        """By which process of the server a connection is answered."""
        with rested.engine.connect() as connection:
            return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar() or 0)

    asked = [backend(), backend()]
    assert asked[0] == asked[1], "one that stands is kept"
    with psycopg.connect(servers.postgres_url(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", asked[:1])
    assert backend() != asked[0]
    rested.engine.dispose()


def test_who_waited_for_a_connection_waits_so_much_less_for_its_answer(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [0.0]
    monkeypatch.setattr(patience, "time", SimpleNamespace(monotonic=lambda: moment[0]))

    def wait_for(seconds: float) -> None:
        """Let this page have waited for a connection."""
        with waiting():
            moment[0] += seconds

    with app.app_context():
        assert (waited(), seconds_left()) == (0.0, ANSWER_SECONDS)
        wait_for(1)
        wait_for(2)
        assert waited() == pytest.approx(3), "what was waited for the same page before"
        assert seconds_left() == pytest.approx(ANSWER_SECONDS - 3)
        wait_for(60)
        assert seconds_left() == LEAST_SECONDS
    with app.app_context():
        assert seconds_left() == ANSWER_SECONDS
        wait_for(AT_ONCE_SECONDS / 2)
        assert waited() == 0, "to have one at once is not to wait"
    wait_for(1)


def test_who_waited_for_one_connection_waits_so_much_less_for_the_next(app: Flask) -> None:
    hurried = Database(servers.fresh_postgres().replace("postgresql://", "postgresql+psycopg://"))
    hurried.hurry()
    with ExitStack() as all_of_them, app.app_context():
        for _ in range(MOST_CONNECTIONS):
            all_of_them.enter_context(hurried.engine.connect())
        setattr(g, WAITED, engine.POOL_SECONDS)
        with pytest.raises(PoolTimeout):
            hurried.engine.connect()
    hurried.engine.dispose()


def test_nobody_begins_to_connect_who_has_no_time_left_for_it(app: Flask) -> None:
    hurried = Database(servers.fresh_postgres().replace("postgresql://", "postgresql+psycopg://"))
    hurried.hurry()
    with app.app_context():
        setattr(g, WAITED, ANSWER_SECONDS)
        with pytest.raises(OperationalError, match="too little time"):
            hurried.engine.connect()
    with app.app_context(), hurried.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    hurried.engine.dispose()


def test_who_waited_long_for_one_answer_waits_so_much_less_for_the_next(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "time", SimpleNamespace(monotonic=time.perf_counter))
    monkeypatch.setattr(patience, "LONG_SECONDS", SHORT)
    monkeypatch.setattr(patience, "LEAST_SECONDS", SHORT)
    hurried = Database(servers.fresh_postgres().replace("postgresql://", "postgresql+psycopg://"))
    with app.app_context(), hurried.engine.connect() as connection:
        setattr(g, WAITED, ANSWER_SECONDS)
        assert connection.execute(select(func.pg_sleep(2 * SHORT))).scalar() is not None, "a command has the time"
        assert waited() == ANSWER_SECONDS
    hurried.hurry()
    with app.app_context(), hurried.engine.connect() as connection:
        connection.execute(select(func.pg_sleep(SHORT / 2)))
        assert waited() < SHORT, "what takes a moment is no waiting"
        connection.execute(select(func.pg_sleep(2 * SHORT)))
        assert waited() >= 2 * SHORT
        setattr(g, WAITED, ANSWER_SECONDS)
        with pytest.raises(OperationalError, match="does not answer"):
            connection.execute(select(func.pg_sleep(5)))
    hurried.engine.dispose()


def test_a_connection_that_is_kept_for_large_work_has_no_limit(app: Flask) -> None:
    with kept_connection() as session:
        driver = session.connection().connection.dbapi_connection
        assert database().is_sqlite or (isinstance(driver, PatientConnection) and driver.answers_within is None)


def test_who_is_refused_once_is_not_asked_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    server, nobody = Patience(), {"host": "127.0.0.1", "port": free_port(), "dbname": "x", "user": "x"}
    server.is_short = True
    with pytest.raises(psycopg.OperationalError, match="refused"):
        server.connect(None, None, [], nobody)
    with pytest.raises(psycopg.OperationalError, match="a moment ago"):
        server.connect(None, None, [], nobody)
    monkeypatch.setattr(server, "_rests_until", 0.0)
    with pytest.raises(psycopg.OperationalError, match="refused"):
        server.connect(None, None, [], nobody)


@pytest.mark.proof
def test_a_server_that_takes_a_call_and_says_nothing_is_given_up_soon() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = Patience()
        server.is_short = True
        began = time.perf_counter()
        where = {"host": "127.0.0.1", "port": silent.getsockname()[1], "dbname": "x", "user": "x"}
        with pytest.raises(psycopg.OperationalError, match="timeout"):
            server.connect(None, None, [], where)
    assert time.perf_counter() - began >= CONNECT_SECONDS - 0.1, "it did wait"
