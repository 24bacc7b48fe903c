"""Every table says of whom its rows are, and what becomes of them: a new one that does not fails here."""

import uuid
from collections.abc import Iterator

from sqlalchemy import Column, Table

from app import PARTS
from constellations.core.database import Base
from constellations.rights.declaration import Erasure, PersonalData, nobodys
from constellations.rights.rows.queries import reaches

PEOPLE_AND_PLACES = {"person", "child", "home"}


def tables() -> Iterator[Table]:
    """Every table of the models."""
    yield from Base.metadata.tables.values()


def of(table: Table) -> list[PersonalData]:
    """What is declared of a table."""
    return [one for one in PARTS.personal_data if one.table is table]


def named_by(one: PersonalData) -> set[str]:
    """The columns of which a declaration says whom they name."""
    return {way.partition(".")[0].partition(":")[0] for way in one.ways} | set(one.beside)


def names_somebody(column: Column[object]) -> bool:
    """Whether a column holds the key of a person, a child or a home."""
    return any(key.column.table.name in PEOPLE_AND_PLACES for key in column.foreign_keys)


def test_every_table_is_declared() -> None:
    missing = [table.name for table in tables() if not of(table)]
    assert missing == [], "say in `personal_data.py` of the package of whom its rows are, or that they are nobody's"


def test_every_key_of_somebody_is_declared() -> None:
    silent = [
        f"{table.name}.{column.name}"
        for table in tables()
        for column in table.columns
        if names_somebody(column) and not any(column.name in named_by(one) for one in of(table))
    ]
    assert silent == []


def test_every_way_leads_to_somebody() -> None:
    for one in PARTS.personal_data:
        for way in one.ways:
            assert str(reaches(one.table, way, [uuid.UUID(int=1)]))
        columns = {*one.beside, *one.blank, *one.secret, *(("key",) if one.shelf else ())}
        assert columns <= {column.name for column in one.table.columns}, one.table.name
        assert set(one.withheld) <= {*one.of_person, *one.of_child}, one.table.name


def test_what_stays_says_why_and_what_is_blanked_stays() -> None:
    for one in PARTS.personal_data:
        stays = Erasure.REMOVE not in (one.on_erasure, one.of_a_child)
        assert one.why or not stays, f"{one.table.name} stays: say why"
        assert not one.blank or one.on_erasure is Erasure.PSEUDONYMISE, one.table.name
        assert one.ways or one.on_erasure is Erasure.KEEP, one.table.name


def test_a_secret_is_in_no_copy() -> None:
    secret = {f"{one.table.name}.{name}" for one in PARTS.personal_data for name in one.secret}
    hashes = {
        f"{table.name}.{column.name}"
        for table in tables()
        for column in table.columns
        if any(one.ways for one in of(table)) and column.name.endswith(("token_hash", "password_hash", "_key", "mark"))
    }
    assert hashes <= secret


def test_a_table_of_nobody_leads_nowhere() -> None:
    one = nobodys(PARTS.personal_data[0].model, "a test")
    assert (one.ways, one.on_erasure, one.words) == ((), Erasure.KEEP, "a test")


def test_a_child_may_fare_otherwise_than_a_person() -> None:
    one = PersonalData(PARTS.personal_data[0].model, "x", on_erasure=Erasure.KEEP, of_a_child=Erasure.REMOVE)
    assert (one.becomes(is_child=False), one.becomes(is_child=True)) == (Erasure.KEEP, Erasure.REMOVE)
