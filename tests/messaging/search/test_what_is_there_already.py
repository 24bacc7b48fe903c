"""What was said before there was a search is found too, once the tables are brought up to date."""

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import column, insert, table, text

from constellations import schema
from constellations.core.columns import Id
from constellations.core.database import Database
from tests import servers


@pytest.fixture(params=["sqlite", "postgresql"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database from before there was a search."""
    on_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'roost.db'}" if on_file else servers.fresh_postgres()
    found = Database(url.replace("postgresql://", "postgresql+psycopg://"))
    schema.upgrade(found, "0007")
    yield found
    found.engine.dispose()
    if not on_file:
        servers.drop_postgres(url)


def say_something(database: Database, removed: int, there: int) -> None:
    """Store messages as an earlier Roost did; what they hang on is of no interest here."""
    columns = ("id", "client_id", "conversation_id", "sender_id", "seq", "body", "created_at", "removed_at", "change")
    keys = {"id", "client_id", "conversation_id", "sender_id"}
    message = table("message", *(column(name, Id() if name in keys else None) for name in columns))
    with schema.migrating(database) as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SET session_replication_role = replica")
        for number in range(1, removed + there + 1):
            key, day = uuid.UUID(int=number), dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
            was_removed = number <= removed
            row = (key, key, uuid.UUID(int=1), uuid.UUID(int=1), number, "" if was_removed else f"Kuchen {number}", day)
            values = dict(zip(columns, (*row, day if was_removed else None, 0), strict=True))
            connection.execute(insert(message).values(values))
        connection.commit()


def test_the_index_holds_what_was_said_before_and_nothing_that_was_removed(older: Database) -> None:
    say_something(older, removed=2, there=1001)
    schema.upgrade(older)
    found = (
        "SELECT count(*) FROM message_words_index WHERE message_words_index MATCH '\"kuchen\"'"
        if older.is_sqlite
        else "SELECT count(*) FROM message_words WHERE words @@ 'kuchen'"
    )
    with older.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM message_words")).scalar() == 1001
        assert connection.execute(text(found)).scalar() == 1001
