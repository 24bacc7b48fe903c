"""The tables of a database: made once, known to be current, and not by two processes at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect

from constellations import schema
from constellations.core.database import Database
from constellations.core.errors import Conflict
from constellations.core.leases import alone
from tests import servers


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database in which nothing was ever made, in a folder that is not there yet."""
    on_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'new' / 'roost.db'}" if on_file else servers.fresh_postgres()
    found = Database(url.replace("postgresql://", "postgresql+psycopg://"))
    yield found
    found.engine.dispose()
    if not on_file:
        servers.drop_postgres(url)


def test_tables_are_made_and_made_again_without_harm(empty: Database) -> None:
    schema.upgrade(empty)
    schema.upgrade(empty)
    assert schema.is_current(empty)


def test_tables_go_back_to_none(empty: Database) -> None:
    schema.upgrade(empty)
    schema.downgrade(empty, "base")
    assert set(inspect(empty.engine).get_table_names()) <= {"alembic_version"}


def test_two_processes_do_not_make_tables_at_once(empty: Database) -> None:
    schema.upgrade(empty)
    with alone(empty, "init") as is_ours:
        assert is_ours
        with pytest.raises(Conflict, match="Another process is changing the tables"):
            schema.upgrade(empty)


def test_after_the_steps_keys_are_looked_at_again(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.engine.connect() as connection:
        if empty.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        else:
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "30s"
