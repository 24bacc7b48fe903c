"""`roost import`, as somebody types it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from constellations import schema
from constellations.core.errors import RuleBroken
from constellations.models import Home
from constellations.register.cli import load
from tests.registers import Register, rows

Run = Callable[..., Result]


@pytest.fixture
def roost(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on the database of the test."""
    monkeypatch.setattr(schema, "is_current", lambda _database: True)

    def run(*words: str) -> Result:
        return CliRunner().invoke(load(lambda: app), list(words))

    return run


def test_a_folder_is_loaded_and_told_file_by_file(roost: Run, tmp_path: Path) -> None:
    folder = Register(tmp_path).write()
    answer = roost(str(folder))
    assert answer.exit_code == 0, answer.output
    assert ["homes.csv", "6", "0", "0", "0"] in [line.split() for line in answer.stdout.splitlines()]
    assert "Everything was stored." in answer.stdout
    assert "Warning: constellations.csv, row 2: constellation Robin has 3 satellites" in answer.stderr
    assert "Nothing has changed." in roost(str(folder)).stdout


def test_a_dry_run_stores_nothing(roost: Run, tmp_path: Path) -> None:
    answer = roost(str(Register(tmp_path).write()), "--dry-run")
    assert answer.exit_code == 0
    assert "Nothing was stored." in answer.stdout
    assert rows(Home.id) == []


def test_errors_end_with_status_2_and_nothing_stored(roost: Run, tmp_path: Path) -> None:
    register = Register(tmp_path).set("homes", 1, beds="99")
    for n in range(250):
        register.add("homes", home=f"H{n}", beds="99")
    answer = roost(str(register.write()))
    assert answer.exit_code == 2
    assert 'homes.csv, row 3, column beds: "99"' in answer.stderr
    assert answer.stderr.count("column beds") == 200
    assert "there are 251 errors in all" in answer.stderr
    assert rows(Home.id) == []


def test_one_error_is_called_one(roost: Run, tmp_path: Path) -> None:
    answer = roost(str(Register(tmp_path).set("homes", 1, beds="99").write()))
    assert "1 error. Nothing was stored." in answer.stderr


def test_one_service_can_be_named(roost: Run, tmp_path: Path) -> None:
    folder = str(Register(tmp_path).write())
    assert isinstance(roost(folder, "--service", "West").exception, RuleBroken)
    refused = roost(folder, "--service", "North")
    assert refused.exit_code == 2
    assert "rows of the service North alone" in refused.stderr
