"""What a file of the register is to the engine: columns, where rows wait, how they are checked and stored."""

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Index, Integer, MetaData, SQLColumnExpression, String, Table, false
from sqlalchemy import Column as Stored

from constellations.access import Viewer
from constellations.core.columns import Id
from constellations.register.columns import Column

WAITING = MetaData()
"""The temporary tables in which rows wait while they are checked: no part of the stored database."""


class Fate(enum.StrEnum):
    """What the import would do with a row."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


Expression = SQLColumnExpression[Any]
"""Anything that stands in a statement as one value."""

Condition = ColumnElement[bool]

Part = Stored[Any] | Index
"""What a temporary table is made of."""

Cells = Mapping[str, object]
Complain = Callable[[str, str], None]
"""Called with a column and what was expected there."""


@dataclass(frozen=True, slots=True)
class Import:
    """One run: who loads, into which service alone (its key), on which day, and which columns each file has."""

    viewer: Viewer
    only_service: str | None
    today: dt.date
    columns: dict[str, frozenset[str]] = field(default_factory=dict)

    def has(self, table: Table, column: str) -> bool:
        """Whether the file of these waiting rows has the column; an absent one leaves alone what is stored."""
        return column in self.columns.get(table.info["file"], frozenset())


def waiting(file: str, columns: tuple[Column, ...], key: tuple[str, ...], *further: Part) -> Table:
    """A temporary table for a file's rows: its columns, what the engine finds out, and what the file needs besides."""
    return Table(
        f"waiting_{file}",
        WAITING,
        Stored("row", Integer, primary_key=True, autoincrement=False),
        Stored("bad", Boolean, nullable=False, server_default=false()),
        Stored("folded", String, nullable=False),
        Stored("id", Id(), nullable=False),
        Stored("service_id", Id()),
        Stored("fate", String),
        Stored("fields", String),
        *(Stored(column.name, column.type) for column in columns if not column.several),
        *further,
        Index(f"ix_waiting_{file}_key", *key),
        Index(f"ix_waiting_{file}_folded", "folded"),
        prefixes=["TEMPORARY"],
        info={"file": file, "key": key},
    )


def besides(name: str, *columns: Part, derived: bool = True) -> Table:
    """A further temporary table; a derived one is emptied when everything is checked afresh."""
    return Table(name, WAITING, *columns, prefixes=["TEMPORARY"], info={"derived": derived})


def spread(file: str, column: str) -> Table:
    """A temporary table for the several values of one column, one row for each."""
    return besides(
        f"waiting_{file}_{column}",
        Stored("row", Integer, index=True),
        Stored(column, String),
        Stored("id", Id()),
        derived=False,
    )


def _nothing(_run: Import) -> None:
    """A step that a file does not need."""


def _no_more(_cells: Cells, _today: dt.date, _complain: Complain) -> dict[str, object]:
    return {}


@dataclass(frozen=True, eq=False)
class Sheet:
    """One file of the register.

    The engine calls, for all files in the order in which they were handed over: `derive` for each row as it is
    read (further values of the row); then `settle` (what rows refer to, and their fate), then `check` (what only
    shows once all files are settled), then `write`, within the one transaction.
    """

    name: str
    columns: tuple[Column, ...]
    table: Table
    subject: str
    settle: Callable[[Import], None]
    write: Callable[[Import], None]
    check: Callable[[Import], None] = _nothing
    derive: Callable[[Cells, dt.date, Complain], Mapping[str, object]] = _no_more
    spreads: Mapping[str, Table] = field(default_factory=dict)
    subject_of: Expression | None = None
    """The table's name where it is not the same for each row."""

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.name}.csv"

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that together are a row's key."""
        found: tuple[str, ...] = self.table.info["key"]
        return found
