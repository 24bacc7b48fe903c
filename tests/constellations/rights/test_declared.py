"""Every table says of whom its rows are, and what becomes of them: a new one that does not fails here."""

import uuid
from collections.abc import Iterator

from sqlalchemy import CHAR, Column, ColumnElement, Enum, String, Table

from app import PARTS
from constellations.core.columns import Words
from constellations.core.database import Base
from constellations.rights.declaration import Erasure, PersonalData, nobodys
from constellations.rights.rows.queries import leads_to, reaches

OF_NO_TIME = {"home", "closed_weekday"}
"""Rows of a home that say how it is now, and not since when."""

SAY_NOTHING = {
    "home": {"key", "name", "area"},
    "old_key": {"key", "present"},
    "event": {"uid"},
    "sign_month": {"last_action"},
    "activity": {"action"},
    "stay": {"key"},
    "claim": {"amount_reason"},
    "payee": {"supplier_number"},
    "payment_line": {"reference", "reason"},
    "night_dispute": {"words", "answer"},
}
"""Texts in which nobody is meant, or, of a night in dispute, of whoever raised it alone."""

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
        assert set(one.alone) <= {*one.of_person, *one.by_person}, one.table.name


def test_rows_of_a_home_say_since_when_and_which_words_may_mean_another_who_fosters_there() -> None:
    for one in PARTS.personal_data:
        if not one.of_home:
            assert (one.since, one.shared_words) == ("", ()), one.table.name
            continue
        assert one.since or one.table.name in OF_NO_TIME, f"{one.table.name}: name the column that says since when"
        words = {column.name for column in one.table.columns if _holds_words(column)}
        assert words - {*one.shared_words} <= SAY_NOTHING.get(one.table.name, set()), one.table.name
        assert set(one.shared_words) <= {column.name for column in one.table.columns}, one.table.name
        if one.since:
            met: list[ColumnElement[object]] = []

            def note(column: ColumnElement[object]) -> ColumnElement[bool]:
                met.append(column)  # noqa: B023  # asked at once
                return column.is_not(None)

            leads_to(one.table, one.since, note)
            assert [getattr(column, "nullable", True) for column in met] == [False], one.table.name


def _holds_words(column: Column[object]) -> bool:
    is_text = isinstance(column.type, String | Words) and not isinstance(column.type, Enum | CHAR)
    return is_text and not column.foreign_keys


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
