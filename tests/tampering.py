"""A hand inside the database: alters what the database itself would refuse to have altered, as its owner could."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Executable

from constellations.core.database import database, session

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('audit_entry', 'audit_head')"
OTHER_TRIGGERS_ONLY, AS_ALWAYS = "SET session_replication_role = replica", "SET session_replication_role = DEFAULT"
"""On PostgreSQL, for the owner of the server alone: none of its triggers is asked."""


@contextmanager
def unlocked(connection: Connection) -> Iterator[None]:
    """Within a transaction: nothing refuses what is done on this connection."""
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.exec_driver_sql(OTHER_TRIGGERS_ONLY)
        yield
        connection.exec_driver_sql(AS_ALWAYS)
        return
    there = connection.exec_driver_sql(TRIGGERS).all()
    for name, _made in there:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _name, made in there:
        connection.exec_driver_sql(made)


def empty_between_tests(engine: Engine) -> None:
    """Let the tables of a run's own SQLite be emptied, for a test begins with nothing stored, thousands of times.

    On PostgreSQL the owner of the server may do it as it is.
    """
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            for table in ("audit_entry", "audit_head"):
                connection.exec_driver_sql(f"DROP TRIGGER {table}_not_removed")


def tamper(statement: Executable) -> None:
    """Alter something past every lock, and leave the locks as they were."""
    session().rollback()
    with database().engine.begin() as connection, unlocked(connection):
        connection.execute(statement)
