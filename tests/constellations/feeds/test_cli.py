"""`roost feed` prints an address for somebody's calendar, once."""

from collections.abc import Callable, Iterator

import pytest
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from constellations import schema
from constellations.core.database import database, session
from constellations.feeds.addresses.cli import feed
from constellations.feeds.models import FeedAddress
from constellations.feeds.rules import Content, Detail
from tests.constellations.feeds.standing import fetched, secret_in
from tests.factories import changed
from tests.registers import rows
from tests.sleepovers.households import Households

Run = Callable[..., Result]


@pytest.fixture
def roost(app: Flask) -> Iterator[Run]:
    """Run `roost feed` with these words, on tables that count as those of this version."""
    with database().engine.begin() as connection:
        steps = ScriptDirectory.from_config(schema.configuration(database()))
        MigrationContext.configure(connection).stamp(steps, "heads")
    yield lambda *words: CliRunner().invoke(feed(lambda: app), list(words))
    session().rollback()
    with database().engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def test_an_address_is_printed_that_opens_their_calendar(app: Flask, homes: Households, roost: Run) -> None:
    printed = roost(homes.moira.email.upper())
    assert printed.exit_code == 0, printed.output
    assert printed.output.startswith("http://127.0.0.1:8000/feeds/c1")
    assert fetched(app, f"/feeds/{secret_in(printed.output)}.ics").status_code == 200
    assert rows(FeedAddress.contents, FeedAddress.detail) == [(frozenset(Content), Detail.KIND)]


def test_it_says_as_much_and_holds_what_the_words_ask_for(homes: Households, roost: Run) -> None:
    printed = roost(homes.anita.email, "--detail", "busy", "--content", "stays", "--name", "Tablet")
    assert printed.exit_code == 0, printed.output
    assert rows(FeedAddress.name, FeedAddress.contents, FeedAddress.detail) == [
        ("Tablet", frozenset({Content.STAYS}), Detail.BUSY)
    ]


@pytest.mark.parametrize("words", [("--detail", "all"), ("--content", "talk")])
def test_what_there_is_not_is_refused(homes: Households, roost: Run, words: tuple[str, str]) -> None:
    assert roost(homes.anita.email, *words).exit_code == 2
    assert rows(FeedAddress.id) == []


def test_nobody_and_who_has_left_get_none(homes: Households, roost: Run) -> None:
    changed(homes.tom, left_at=homes.tom.created_at)
    for email in ("nobody@example.org", homes.tom.email):
        refused = roost(email)
        assert refused.exit_code == 2
        assert f"Nobody here has the address {email}." in refused.output
