"""`roost extract`: the tables of a service in a folder, each whole."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from constellations import schema
from constellations.core.database import database, session
from constellations.extracts.cli import extract
from tests.sleepovers.households import make_households

Run = Callable[..., Result]


@pytest.fixture
def roost(app: Flask) -> Iterator[Run]:
    """Run `roost extract` with these words, on tables that count as those of this version."""
    with database().engine.begin() as connection:
        steps = ScriptDirectory.from_config(schema.configuration(database()))
        MigrationContext.configure(connection).stamp(steps, "heads")
    yield lambda *words: CliRunner().invoke(extract(lambda: app), list(words))
    session().rollback()
    with database().engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def test_the_tables_are_written_for_a_pull_each_night(roost: Run, tmp_path: Path) -> None:
    homes, folder = make_households(), tmp_path / "pull"
    result = roost(homes.service.key, "--out", str(folder))
    assert result.exit_code == 0, result.output
    # Before it stands what was logged.
    written = json.loads(result.output[result.output.index("{\n") :])
    assert sorted(written) == sorted(path.name for path in folder.iterdir())
    assert written["homes.csv"] == 4
    assert (folder / "nights.csv").stat().st_mode & 0o777 == 0o640
    assert json.loads((folder / "schema.json").read_text())["key_number"] == 1
    again = (folder / "homes.csv").read_text()
    assert roost(homes.service.key, "--out", str(folder)).exit_code == 0
    assert (folder / "homes.csv").read_text() == again


def test_a_service_that_is_not_there_is_said_plainly(roost: Run, tmp_path: Path) -> None:
    result = roost("Nowhere", "--out", str(tmp_path))
    assert result.exit_code == 2
    assert "There is no service called Nowhere." in result.output
    assert list(tmp_path.iterdir()) == []
