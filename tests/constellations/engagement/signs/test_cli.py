"""`roost signs anew` counts what the activity log says, whatever the roll-up said."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from constellations import schema
from constellations.core.database import database, session
from constellations.engagement.signs.cli import signs
from constellations.engagement.signs.models import SignMonth
from tests.constellations.engagement.signs.telling import roll_up, tell
from tests.constellations.events.families import Families
from tests.registers import rows

Run = Callable[..., Result]


@pytest.fixture
def roost(app: Flask) -> Iterator[Run]:
    """Run `roost signs` with these words, on tables that count as those of this version."""
    with database().engine.begin() as connection:
        steps = ScriptDirectory.from_config(schema.configuration(database()))
        MigrationContext.configure(connection).stamp(steps, "heads")
    yield lambda *words: CliRunner().invoke(signs(lambda: app), list(words))
    session().rollback()
    with database().engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def test_signs_are_counted_anew(app: Flask, roost: Run, clock: time_machine.Traveller) -> None:
    families = Families()
    tell(families.patel)
    clock.shift(3600)
    roll_up(families.patel)
    with database().engine.begin() as connection:
        connection.execute(text("update sign_month set count = 40"))
    done = roost("anew")
    assert (done.exit_code, done.output) == (0, f"{families.service.key}: 1 sign of life counted.\n")
    assert [row[0] for row in rows(SignMonth.count)] == [1]
