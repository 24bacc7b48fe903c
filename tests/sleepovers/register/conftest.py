"""A register that is loaded."""

from pathlib import Path

import pytest
from flask import Flask

from tests.kept import made_once
from tests.registers import Register


@pytest.fixture
def register(app: Flask, tmp_path: Path) -> Register:
    """The right register, loaded."""
    made_once("register", lambda: _load(tmp_path))
    return Register(tmp_path)


def _load(folder: Path) -> None:
    outcome = Register(folder).load()
    assert outcome.problems == ()
    assert outcome.stored
