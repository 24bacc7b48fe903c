"""A register that is loaded."""

from pathlib import Path

import pytest
from flask import Flask

from tests.registers import Register


@pytest.fixture
def register(app: Flask, tmp_path: Path) -> Register:
    """The right register, loaded."""
    made = Register(tmp_path)
    outcome = made.load()
    assert outcome.problems == ()
    assert outcome.stored
    return made
