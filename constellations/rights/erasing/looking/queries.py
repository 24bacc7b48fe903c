"""Where somebody is named: every column of words that a service has, the sealed ones too."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CHAR,
    JSON,
    Column,
    ColumnElement,
    Enum,
    ForeignKey,
    String,
    Table,
    false,
    func,
    not_,
    or_,
    select,
)

from constellations.access import Viewer, covering
from constellations.core.database import Base, session
from constellations.core.sealed import Sealed
from constellations.rights.declaration import declared
from constellations.rights.erasing.rules import Erased, Needles
from constellations.rights.models import DataRequest
from constellations.rights.rows.queries import reaches

SYSTEM = Viewer.system

NAMES_OF = frozenset({"person", "child", "home", "constellation", "service", "region"})
"""Tables whose names are of others, or of places: of these, only whole names are looked for."""

LOOKED_FOR = DataRequest.__table__.c["needles"]
"""What is still looked for of others stays as it is, or it would not be found."""

FURTHEST = 4
"""Keys that are followed from a row to its service, at most."""

Texts = Column[Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A text that names somebody: where it stands, and what is to stand there instead."""

    column: Texts
    key: tuple[object, ...]
    row_id: object
    instead: object


def texts_found(erased: Erased) -> Iterator[Found]:
    """Every text of the service that names who is erased, but for those that are held.

    Nothing of it may be changed before it is read to its end.
    """
    for table in Base.metadata.sorted_tables:
        yield from _found(table, erased, not_(_is_held(table)))


def held_texts_found(erased: Erased) -> Iterator[Found]:
    """Every text of the service that names who is erased and is held as it is."""
    for table in {one.table for one in declared() if one.held is not None}:
        yield from _found(table, erased, _is_held(table))


def text_columns(table: Table) -> tuple[Texts, ...]:
    """The columns of a table that hold words; not those of figures that are sealed by a sum over them."""
    is_summed = any(column.name.endswith("_sha256") for column in table.columns)
    return tuple(
        column
        for column in table.columns
        if not column.primary_key
        and column is not LOOKED_FOR
        and (_is_text(column) or (isinstance(column.type, JSON) and not is_summed))
    )


def of_service(table: Table, service_id: uuid.UUID) -> ColumnElement[bool]:
    """Whether a row belongs to a service, by whatever keys lead there."""
    return or_(false(), *(reaches(table, way, (service_id,)) for way in ways_to_service(table)))


@lru_cache(maxsize=512)
def ways_to_service(table: Table, steps: int = FURTHEST) -> tuple[str, ...]:
    """The ways from a row to its service: the shortest that every row has, or where there is none, each it may have."""
    if table.name == "service":
        return ("id",)
    if "service_id" in table.c and not table.c["service_id"].nullable:
        return ("service_id",)
    own = ("service_id",) if "service_id" in table.c else ()
    further = {key.parent: _way_by(key, steps) for key in table.foreign_keys if steps and key.column.table is not table}
    ways = {column: way for column, way in further.items() if way}
    sure = sorted((way for column, way in ways.items() if not column.nullable), key=lambda way: (way.count("."), way))
    return tuple(sure[:1]) or (*own, *sorted(ways.values()))


def _way_by(key: ForeignKey, steps: int) -> str:
    """The way that begins with a key; empty where it leads to no service."""
    if key.column.table.name == "service":
        return ""
    onward = ways_to_service(key.column.table, steps - 1)
    return f"{key.parent.name}.{onward[0]}" if onward else ""


def _found(table: Table, erased: Erased, which: ColumnElement[bool]) -> Iterator[Found]:
    here = of_service(table, erased.service_id) & which
    needles = erased.needles.of_people if table.name in NAMES_OF else erased.needles
    for column in text_columns(table) if needles.all else ():
        yield from _found_in(column, here, needles)


def _found_in(column: Texts, here: ColumnElement[bool], needles: Needles) -> Iterator[Found]:
    table = column.table
    keys: Sequence[Texts] = tuple(table.primary_key.columns)
    row_id = table.c["id"] if "id" in table.c else keys[0]
    asked = select(*keys, row_id.label("row_id"), column.label("said")).where(here, column.is_not(None))
    if _is_plain(column):
        asked = asked.where(_may_hold(column, needles))
    for row in session().execute(covering(SYSTEM(), asked)).all():
        said, instead = row.said, needles.within(row.said)
        if instead != said:
            yield Found(column, tuple(row[: len(keys)]), row.row_id, instead)


def _is_held(table: Table) -> ColumnElement[bool]:
    """Whether something holds a row as it is."""
    held = [one.held() for one in declared() if one.held is not None and one.table is table]
    return func.coalesce(or_(false(), *held), false())


def _may_hold(column: Texts, needles: Needles) -> ColumnElement[bool]:
    return or_(false(), *(func.lower(column).like(_pattern(one), escape="\\") for one in needles.all))


def _pattern(text: str) -> str:
    """Finds a text whatever space is between its words; the rest is looked at letter by letter."""
    escaped = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{'%'.join(escaped.split())}%"


def _is_text(column: Texts) -> bool:
    return isinstance(column.type, Sealed) or _is_plain(column)


def _is_plain(column: Texts) -> bool:
    return isinstance(column.type, String) and not isinstance(column.type, Enum | CHAR)
