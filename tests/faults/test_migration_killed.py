"""A migration is killed in the middle, again and again: each step happened or did not, and the next run goes on."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect

from constellations import schema
from constellations.core.database import Base, Database
from constellations.core.settings import read_settings
from tests import servers
from tests.faults.figures import note
from tests.faults.installation import SECRET
from tests.processes import ROOST, ROOT, environment

pytestmark = pytest.mark.proof

KEY = "Z3Vlc3MtdGhpcy1pZi15b3UtY2FuLWlmLXlvdS1jYW4="
KILLED_AT = (12, 80, 120)
"""Before which of its statements each run dies: in the first step, and in later ones."""

DYING = [
    "-c",
    """
import os, signal, sys
from sqlalchemy import Engine, event
import app
left = [int(sys.argv.pop())]
def count(*_):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(Engine, "before_cursor_execute", count)
app.main(["init"])
""",
]
"""What Python is told to be `roost init`, and to die."""


@pytest.fixture(params=["sqlite", "postgresql"])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """What the commands of an installation are told, with a database in which nothing was made."""
    url = f"sqlite:///{tmp_path / 'roost.db'}" if request.param == "sqlite" else servers.fresh_postgres()
    production = {"ROOST_ENV": "production", "PUBLIC_URL": "https://roost.example", "MAIL_URL": "smtp://127.0.0.1:25"}
    yield environment(tmp_path, url, SECRET_KEY=SECRET, ROOST_FIELD_KEYS=KEY, **production)
    if request.param == "postgresql":
        servers.drop_postgres(url)


def run(told: dict[str, str], *words: str, python: list[str] = ROOST) -> subprocess.CompletedProcess[str]:
    """A command to its end."""
    return subprocess.run(
        [sys.executable, *python, *words], cwd=ROOT, env=told, capture_output=True, text=True, timeout=600
    )


def killed_at(told: dict[str, str], statement: int) -> None:
    """Run `roost init`, which dies before its so many-th statement, as if it were killed there."""
    while (ended := run(told, str(statement), python=DYING)).returncode != -signal.SIGKILL:
        # A server notices a moment later that who held the lease is gone.
        assert "Another process is changing the tables" in ended.stderr


def stands_at(database: Database) -> str:
    """The last step that was taken; empty while there is none."""
    if database.is_sqlite and not Path(database.url.database or "").is_file():
        return ""
    with database.engine.connect() as connection:
        return schema.revision_of(connection)


def test_a_migration_that_is_killed_goes_on_where_it_stood_and_nothing_is_served_before(told: dict[str, str]) -> None:
    database = Database(read_settings(told).database_url)
    stood = []
    for statement in KILLED_AT:
        killed_at(told, statement)
        stood.append(stands_at(database))
    assert stood == sorted(stood), "no step that had happened is lost"
    assert stood[0] < stood[-1] < schema.newest(database), "it was killed between its steps and within them"
    refused = run(told, "serve", "--port", str(servers.free_port()))
    assert (refused.returncode, "Run: roost init" in refused.stderr) == (2, True)
    began = time.monotonic()
    while (ended := run(told, "init")).returncode:
        assert "Another process is changing the tables" in ended.stderr
    assert schema.is_current(database)
    assert set(inspect(database.engine).get_table_names()) >= set(Base.metadata.tables)
    note(21, on=database.engine.dialect.name, on_again=time.monotonic() - began)
    database.engine.dispose()


def test_tables_of_another_version_are_neither_served_nor_worked_on_forward_or_back(told: dict[str, str]) -> None:
    assert run(told, "init").returncode == 0
    database = Database(read_settings(told).database_url)
    schema.downgrade(database, "-1")
    for words in (["serve", "--port", str(servers.free_port())], ["backup", "/nowhere"]):
        refused = run(told, *words)
        assert (refused.returncode, "Run: roost init" in refused.stderr) == (2, True), words
    assert run(told, "init").returncode == 0
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_of_tomorrow'")
    older = run(told, "serve", "--port", str(servers.free_port()))
    assert (older.returncode, "not that of this version" in older.stderr) == (2, True)
    assert not schema.is_current(database)
    database.engine.dispose()
