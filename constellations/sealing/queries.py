"""Every column whose words are sealed, whichever feature it belongs to, and with which keys its texts are."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Text, literal, select, tuple_, type_coerce

from constellations.access import Viewer, covering
from constellations.core.database import Base, session
from constellations.core.sealed import Sealed
from constellations.core.seals import KeyLost, is_newest, unseal
from constellations.core.settings import current_settings
from constellations.sealing.rules import Sealings

AT_ONCE = 500
"""Texts that are looked at, or sealed anew, in one go."""

Sealing = Column[Any]

StoredText = tuple[Any, ...]
"""The keys of a row, and last a text of it as it is stored."""


def sealed_columns() -> dict[str, Sealing]:
    """The columns by name, such as `concern.words`."""
    return {
        f"{table.name}.{column.name}": column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
    }


def sealings(viewer: Viewer) -> dict[str, Sealings]:
    """With which keys the texts of each column are sealed; nothing is held meanwhile."""
    return {name: _sealings_of(viewer, column) for name, column in sealed_columns().items()}


def texts_of(viewer: Viewer, column: Sealing) -> Iterator[list[StoredText]]:
    """The texts of a column as they are stored, each after the keys of its row, some at a time."""
    keys = list(column.table.primary_key)
    asked = select(*keys, type_coerce(column, Text)).where(column.is_not(None)).order_by(*keys).limit(AT_ONCE)
    further = asked
    while rows := [tuple(row) for row in session().execute(covering(viewer, further))]:
        yield rows
        last = [literal(value, key.type) for value, key in zip(rows[-1], keys, strict=False)]
        further = asked.where(tuple_(*keys) > tuple_(*last))


def _sealings_of(viewer: Viewer, column: Sealing) -> Sealings:
    found = Counter(_sealed_by(row[-1]) for rows in texts_of(viewer, column) for row in rows)
    return Sealings(**found)


def _sealed_by(text: str) -> str:
    keys = current_settings().field_keys
    if is_newest(text, keys):
        return "newest"
    try:
        unseal(text, keys)
    except KeyLost:
        return "lost"
    return "older"
