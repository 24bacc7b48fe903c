"""The engine of each database: what its connections are told, how long they wait, when they are asked for a sign."""

import sqlite3
import time

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, QueuePool

from constellations.core.limited import LimitedConnection
from constellations.core.patience import PatientConnection, waited, waiting

WAIT_SECONDS = 5
"""How long a writer waits for its turn before the person is told to try again."""

POOL_SECONDS = 3.5
"""How long anybody waits for a connection to PostgreSQL while all are taken."""

RESTED_SECONDS = 1
"""A connection that was used so lately is not asked whether it still stands."""


class PatientPool(QueuePool):
    """A pool where whoever waited, for a connection or an answer, waits so much less for the next."""

    def connect(self) -> PoolProxiedConnection:
        """A connection of the pool, as everywhere; raises TimeoutError where none comes free in time."""
        with waiting():
            return super().connect()

    @property
    def _timeout(self) -> float:
        """For how many seconds the pool lets somebody wait, asked each time that it does."""
        return max(0.0, POOL_SECONDS - waited())

    @_timeout.setter
    def _timeout(self, _: float) -> None:
        """The pool keeps here what it was told when it was made, for everybody alike."""


def engine_of(url: URL) -> Engine:
    """An engine for this database."""
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, poolclass=PatientPool, pool_use_lifo=True, pool_size=20)
        event.listen(engine, "checkin", _note_rest)
        event.listen(engine, "checkout", _must_stand)
        return engine
    connecting = {"timeout": WAIT_SECONDS, "factory": LimitedConnection}
    engine = create_engine(url, connect_args=connecting, pool_timeout=WAIT_SECONDS)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def that_asks(engine: Engine) -> Engine:
    """The same engine for single questions: a transaction around one is two errands to the server for nothing."""
    return engine if engine.dialect.name == "sqlite" else engine.execution_options(isolation_level="AUTOCOMMIT")


def _note_rest(_: object, entry: ConnectionPoolEntry) -> None:
    entry.info["at_rest_since"] = time.monotonic()


def _must_stand(raw: PatientConnection, entry: ConnectionPoolEntry, _: PoolProxiedConnection) -> None:
    """Ask a connection that has rested whether it still stands; the pool makes new ones where it does not."""
    rested = time.monotonic() - entry.info.get("at_rest_since", time.monotonic())
    if rested >= RESTED_SECONDS and not raw.stands():
        raise InvalidatePoolError


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # The driver must not begin on its own: a deferred begin that turns into a write fails under load.
    connection.isolation_level = None
    # What is removed is written over in the file, also where SQLite was built not to; and what takes the place of a row
    # removes it, as its triggers understand it.
    asked = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "recursive_triggers=ON")
    for pragma in asked:
        connection.execute(f"PRAGMA {pragma}")
    # As on PostgreSQL: SQLite's own knows no letters beyond a to z.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(value: str | None) -> str | None:
    return None if value is None else value.lower()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("writing", False):
        connection.exec_driver_sql("BEGIN")
        return
    seconds = options.get("seconds", WAIT_SECONDS)
    if seconds == WAIT_SECONDS:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(WAIT_SECONDS * 1000)}")
