"""What stood in the activity log before signs were counted gets its London day, and whose own doing it was."""

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import column, insert, table, text

from constellations import schema
from constellations.core.columns import Id, Instant
from constellations.core.database import Database
from tests import servers

HOME, OTHER, CARER = (uuid.UUID(int=number) for number in range(1, 4))

DAYS = {
    "2026-06-30 23:30:00": "2026-07-01",
    "2026-12-01 23:30:00": "2026-12-01",
    # The last Sundays of March and October, when the clocks change at 01:00 UTC.
    "2026-03-28 23:30:00": "2026-03-28",
    "2026-03-29 23:30:00": "2026-03-30",
    "2026-10-24 23:30:00": "2026-10-25",
    "2026-10-25 23:30:00": "2026-10-25",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database as it was before."""
    on_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'older'}" if on_file else servers.fresh_postgres()
    found = Database(url.replace("postgresql://", "postgresql+psycopg://"))
    schema.upgrade(found, "0026_days")
    yield found
    found.engine.dispose()
    if not on_file:
        servers.drop_postgres(url)


def store(database: Database) -> None:
    """A carer and rows of the log as an earlier Roost stored them; what they hang on is of no interest here."""
    keys = {"id", "home_id", "person_id", "service_id"}

    def add(of_table: str, **values: object) -> None:
        types = dict.fromkeys(keys, Id()) | {"at": Instant(), "created_at": Instant()}
        of = table(of_table, *(column(each, types.get(each)) for each in values))
        connection.execute(insert(of).values(values))

    with schema.migrating(database) as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SET session_replication_role = replica")
        named = {"email": "a@example.org", "name": "A", "role": "hub_carer", "version": 1}
        add("person", id=CARER, home_id=HOME, created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), **named)
        for number, at in enumerate(DAYS, 10):
            home = HOME if number % 2 else OTHER
            moment = dt.datetime.fromisoformat(f"{at}+00:00")
            add("activity", id=uuid.UUID(int=number), at=moment, person_id=CARER, home_id=home, action="talked")
        connection.commit()


def test_what_is_there_gets_its_day_and_whose_it_was(older: Database) -> None:
    store(older)
    schema.upgrade(older, "0027_signs")
    with older.engine.connect() as here:
        found = list(here.execute(text("select happened_on, is_own from activity order by id")))
    assert [str(row[0]) for row in found] == list(DAYS.values())
    assert [bool(row[1]) for row in found] == [False, True] * 3
