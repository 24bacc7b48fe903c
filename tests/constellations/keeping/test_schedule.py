"""The schedule knows every table of the database, and each kind of it is sound."""

import pytest

from app import PARTS
from constellations.core.database import Base
from constellations.keeping.declaration import Kept
from constellations.keeping.rules import checked_time

TABLES = set(Base.metadata.tables)


def covered() -> list[str]:
    """The tables that some kind looks after."""
    return sorted({model.__tablename__ for kept in PARTS.kept for model in kept.tables})


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
