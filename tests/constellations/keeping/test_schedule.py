"""The schedule knows every table of the database, and each kind of it is sound."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import Table
from sqlalchemy.sql import visitors

from app import PARTS
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import Cut, checked_time
from tests.conftest import roost_in

TABLES = set(Base.metadata.tables)


def covered() -> list[str]:
    """The tables that some kind looks after."""
    return sorted({model.__tablename__ for kept in PARTS.kept for model in kept.tables})


def stands_in_the_way(rows: Rows) -> set[str]:
    """The tables with rows that name what goes, and that neither go along nor are asked about before."""
    own, first = rows.model.__table__, [new_id()]
    also = rows.also(first)
    cut = Cut(first[0], dt.date(2020, 1, 1), dt.date(2026, 11, 22))
    asked = {one.name for which in rows.which(cut) for one in visitors.iterate(which) if isinstance(one, Table)}
    known = asked | {rows.model.__tablename__} | {str(one.table.name) for one in also if isinstance(one.table, Table)}
    gone = [own, *(one.table for one in also if one.is_delete)]
    named_by = {
        table.name: {key.referred_table for key in table.foreign_key_constraints}
        for table in Base.metadata.sorted_tables
    }
    return {name for name, named in named_by.items() if named.intersection(gone)} - known


def test_every_table_goes_by_its_age_or_says_why_not() -> None:
    assert TABLES - {*covered(), *PARTS.lasting} == set(), "declare a `Kept`, or a reason in `LASTING` of kept.py"


def test_no_table_does_both_and_none_is_named_that_is_not_there() -> None:
    assert set(covered()) & set(PARTS.lasting) == set()
    assert {*covered(), *PARTS.lasting} - TABLES == set()


@pytest.mark.parametrize("kept", PARTS.kept, ids=lambda kept: kept.kind)
def test_each_kind_is_sound(kept: Kept) -> None:
    assert checked_time(kept.limits, kept.unit, kept.usual) == kept.usual
    assert kept.limits.least <= kept.limits.most
    assert bool(kept.rows) != (kept.own_way is not None), "it goes in one way"
    assert {rows.model for rows in kept.rows} <= set(kept.tables)
    assert all(str(words).strip() for words in (kept.words, kept.counted_from, kept.source))


def test_each_reason_says_something() -> None:
    assert [name for name, reason in PARTS.lasting.items() if len(str(reason)) < 20] == []


def test_no_row_that_nobody_asks_about_keeps_a_kind_from_going(tmp_path: Path) -> None:
    """One alone would undo the removal of everything of its kind, night after night."""
    with roost_in(tmp_path).app_context():
        found = {
            (kept.kind, rows.model.__tablename__): stands_in_the_way(rows) for kept in PARTS.kept for rows in kept.rows
        }
    assert len(found) > 30
    assert {named: tables for named, tables in found.items() if tables} == {}
