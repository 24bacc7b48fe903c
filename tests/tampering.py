"""A hand inside the database: alters what the database itself would refuse to have altered, as its owner could."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Executable

from constellations.core.append_only import BACKWARDS, NEVER, keeping_statements
from constellations.core.database import database, session

KEPT = {"audit_entry": NEVER, "audit_head": BACKWARDS}
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
    let_rows_go(connection, ("changed", "removed"))
    yield
    let_rows_go(connection, ("changed", "removed"))
    for table, changes_refused in KEPT.items():
        for statement in keeping_statements(table, "sqlite", changes_refused):
            connection.execute(statement)


def let_rows_go(connection: Connection, named: Sequence[str] = ("removed",)) -> None:
    """Take these triggers off SQLite's audit trail: a test begins with nothing stored, thousands of times."""
    for table in KEPT:
        for each in named:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_not_{each}")


def empty_between_tests(engine: Engine) -> None:
    """Let the tables of a run's own SQLite be emptied; on PostgreSQL the owner of the server may do it as it is."""
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            let_rows_go(connection)


def tamper(statement: Executable) -> None:
    """Alter something past every lock, and leave the locks as they were."""
    session().rollback()
    with database().engine.begin() as connection, unlocked(connection):
        connection.execute(statement)
