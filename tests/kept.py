"""Rows made once and stored again for many tests: a thousand tests begin with what is worked out once."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from flask import current_app
from sqlalchemy import insert, select

from constellations.core import clock
from constellations.core.database import Base, database, session
from constellations.core.settings import current_settings

T = TypeVar("T")
EXTENSION = "roost_tests_kept"


@dataclass(frozen=True)
class Kept:
    """What was made, at which moment, every row that it left, and every file."""

    made: object
    at: dt.datetime
    rows: dict[str, list[dict[str, object]]]
    files: dict[Path, bytes]


def made_once(name: str, make: Callable[[], T]) -> T:
    """What `make` gives and stores: made by it once on an empty database, and put back as it was from then on.

    What it gives must belong to no session. At another moment of the clock, or beside other rows, it is made anew.
    """
    known: dict[str, Kept] = current_app.extensions.setdefault(EXTENSION, {})
    kept = known.get(name)
    if kept is not None and kept.at == clock.now():
        put_back(kept.rows)
        _lay_down(kept.files)
        return cast("T", kept.made)
    is_first, before = not stored_rows(), set(_files())
    made = make()
    if is_first:
        files = {path: path.read_bytes() for path in _files() if path not in before}
        known[name] = Kept(made, clock.now(), stored_rows(), files)
    return made


def _files() -> list[Path]:
    """The files that rows speak of; some tests remove whatever no row speaks of."""
    uploads = current_settings().data_folder / "uploads"
    return [path for path in uploads.rglob("*") if path.is_file()]


def _lay_down(files: dict[Path, bytes]) -> None:
    for path, content in files.items():
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


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
