"""A lease: one holder at a time, given back, and lost with its holder."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from flask import Flask
from sqlalchemy import func, select

from constellations.core.database import Database, database
from constellations.core.leases import alone, take_lease


def test_a_lease_has_one_holder_and_is_given_back(app: Flask) -> None:
    for _ in range(5):
        with alone(database(), "roof") as is_ours:
            assert is_ours
            assert take_lease(database(), "roof") is None
            with alone(database(), "gutter") as another:
                assert another


def _hold(url: str, line: Connection) -> None:
    lease = take_lease(Database(url), "roof")
    line.send(lease is not None)
    line.recv()


@contextmanager
def holder(url: str) -> Iterator[multiprocessing.process.BaseProcess]:
    """Another process that holds the lease until it is killed."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_hold, args=(url, theirs))
    process.start()
    try:
        assert ours.recv() is True
        yield process
    finally:
        process.kill()
        process.join()


def test_a_lease_is_lost_with_the_process_that_held_it(app: Flask) -> None:
    with holder(database().url.render_as_string(hide_password=False)) as process:
        assert take_lease(database(), "roof") is None
        process.kill()
        process.join()
        lease = None
        for _attempt in range(500):
            lease = lease or take_lease(database(), "roof")
        assert lease is not None
        lease.give_back()


def test_a_database_that_broke_the_connection_has_taken_the_lease_back(app: Flask) -> None:
    lease = take_lease(database(), "roof")
    assert lease is not None
    assert lease.is_held()
    if not database().is_sqlite:
        with database().engine.connect() as connection:
            waiting = select(func.pg_terminate_backend(_holder_of_the_lock(database())))
            connection.execute(waiting)
        assert not lease.is_held()
    lease.give_back()
    with alone(database(), "roof") as is_ours:
        assert is_ours


def _holder_of_the_lock(of: Database) -> int:
    with of.engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        ).scalar()
    assert isinstance(found, int)
    return found
