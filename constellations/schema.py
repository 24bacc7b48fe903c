"""The tables of the database: brought to what this code needs, back again, and compared with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection

from constellations.core.database import Database
from constellations.core.errors import Conflict
from constellations.core.leases import alone


def configuration(database: Database) -> Config:
    """What Alembic needs to work on a database; `env.py` finds it among the attributes."""
    config = Config()
    config.set_main_option("script_location", "constellations:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["database"] = database
    return config


def upgrade(database: Database, to: str = "head") -> None:
    """Create the tables, or bring them to this code's; data stays. Raises Conflict where another process is at it."""
    with _at_work(database):
        command.upgrade(configuration(database), to)


def downgrade(database: Database, to: str) -> None:
    """Bring the tables back to an earlier revision, `base` for none. Raises Conflict where another process is at it."""
    with _at_work(database):
        command.downgrade(configuration(database), to)


def is_current(database: Database) -> bool:
    """Whether the database has exactly the tables that this code expects."""
    if database.is_sqlite and not Path(database.url.database or "").is_file():
        return False
    with database.engine.connect() as connection:
        return revision_of(connection) == newest(database)


def is_of_later(database: Database) -> bool:
    """Whether the database has been brought to the tables of a newer Roost: its last step is none of this code's."""
    with database.engine.connect() as connection:
        revision = revision_of(connection)
    return bool(revision) and not knows(database, revision)


def revision_of(connection: Connection) -> str:
    """Which step was the last in a database; empty where none was taken."""
    return ",".join(sorted(MigrationContext.configure(connection).get_current_heads()))


def newest(database: Database) -> str:
    """The step that this code needs last."""
    return ",".join(sorted(_steps(database).get_heads()))


def knows(database: Database, revision: str) -> bool:
    """Whether this code has that step; one that it has not is of a newer Roost."""
    return revision in {step.revision for step in _steps(database).walk_revisions()}


def _steps(database: Database) -> ScriptDirectory:
    return ScriptDirectory.from_config(configuration(database))


@contextmanager
def migrating(database: Database) -> Iterator[Connection]:
    """A connection of its own on which tables may be changed for as long as it takes."""
    with database.engine.connect() as connection:
        driver = cast("DBAPIConnection", connection.connection.dbapi_connection)
        # Not one of the pool: nobody else shall work with these settings.
        connection.detach()
        if database.is_sqlite:
            # A table is changed by making it anew, and for a moment keys lead nowhere; SQLite takes
            # this word only outside a transaction.
            driver.cursor().execute("PRAGMA foreign_keys=OFF")
            yield connection.execution_options(writing=True)
        else:
            driver.cursor().execute("SET statement_timeout = 0")
            driver.commit()
            yield connection


@contextmanager
def _at_work(database: Database) -> Iterator[None]:
    if database.is_sqlite and database.url.database:
        Path(database.url.database).parent.mkdir(parents=True, exist_ok=True)
    with alone(database, "init") as is_ours:
        if not is_ours:
            raise Conflict("Another process is changing the tables. Wait until it is done.")
        yield
