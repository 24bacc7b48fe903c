"""Rows made once and stored again for many tests: a thousand tests begin with what is worked out once."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from flask import current_app
from sqlalchemy import insert, select

from constellations.core import clock
from constellations.core.database import Base, database, session

T = TypeVar("T")
EXTENSION = "roost_tests_kept"


@dataclass(frozen=True)
class Kept:
    """What was made, at which moment, and every row that it left."""

    made: object
    at: dt.datetime
    rows: dict[str, list[dict[str, object]]]


def made_once(name: str, make: Callable[[], T]) -> T:
    """What `make` gives and stores: made by it once on an empty database, and put back as it was from then on.

    What it gives must belong to no session. At another moment of the clock, or beside other rows, it is made anew.
    """
    known: dict[str, Kept] = current_app.extensions.setdefault(EXTENSION, {})
    kept = known.get(name)
    if kept is not None and kept.at == clock.now():
        put_back(kept.rows)
        return cast("T", kept.made)
    is_first = not stored_rows()
    made = make()
    if is_first:
        known[name] = Kept(made, clock.now(), stored_rows())
    return made


def stored_rows() -> dict[str, list[dict[str, object]]]:
    """Every row of every table that has any, in an order in which they can be stored again."""
    session().rollback()
    with database().engine.connect() as connection:
        found = {
            table.name: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in Base.metadata.sorted_tables
        }
    return {name: rows for name, rows in found.items() if rows}


def put_back(rows: dict[str, list[dict[str, object]]]) -> None:
    """Store these rows."""
    with database().engine.begin() as connection:
        for name, of_table in rows.items():
            connection.execute(insert(Base.metadata.tables[name]), of_table)
