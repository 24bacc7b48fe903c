"""`roost conversations purge` as somebody types it: first the count, then the removing."""

from collections.abc import Iterator

import pytest
import time_machine
from alembic import command
from flask import Flask
from sqlalchemy import text

from constellations import cli, schema
from constellations.core.database import database, session
from constellations.jobs.models import JobRun
from messaging.keeping.kept import TALK
from messaging.keeping.removing.cli import conversations
from tests.messaging.keeping.keeping import MONTHS_LATER, hold_it, keep
from tests.messaging.talking import Talk, make_talk, numbers, say
from tests.registers import rows

WORDS = "Removed for good: Conversations of a constellation, and announcements: 1."


@pytest.fixture
def talk(app: Flask) -> Iterator[Talk]:
    """Both conversations, in a database that says which version it is of."""
    made = make_talk()
    session().rollback()
    command.stamp(schema.configuration(database()), "head")
    yield made
    session().rollback()
    with database().engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def test_the_command_counts_first_and_then_removes_with_a_row_in_the_ledger(
    app: Flask, talk: Talk, clock: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    service = talk.homes.service

    def purge(*words: str) -> tuple[object, str]:
        session().rollback()
        with pytest.raises(SystemExit) as end:
            cli.run(lambda: app, [conversations], ["conversations", "purge", *words])
        return end.value.code, capsys.readouterr().out

    say(talk.homes.moira, talk.everyone, "Words of Moira’s.")
    say(talk.homes.moira, talk.near_hub)
    keep(service, constellation=1)
    hold_it(talk, talk.near_hub)
    clock.shift(MONTHS_LATER)
    assert f"{service.key}  talk_constellation  1 month               1 would go\n" in purge("--dry-run")[1]
    assert numbers(talk.everyone) == [1]
    assert purge() == (0, f"done: {WORDS}\n")
    assert (numbers(talk.everyone), numbers(talk.near_hub)) == ([], [1])
    assert purge() == (0, "nothing due: nothing was too old\n")
    assert sorted(rows(JobRun.words)) == [("",), (WORDS,)]
    assert purge("--dry-run")[1].count("  0 would go\n") == len(TALK)
