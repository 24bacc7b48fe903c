"""Passing the rows of a double on, table by table, as part of merging; what has the same key yields or is refused."""

import uuid
from collections.abc import Iterator, Mapping
from typing import cast

from sqlalchemy import Column, ColumnElement, CursorResult, Executable, Table, and_, delete, func, select, update
from sqlalchemy import UniqueConstraint as Unique

from constellations.children.models import Placement
from constellations.core.database import Base, session
from constellations.core.tripwire import EVERYTHING, SEEN
from constellations.models import Membership
from sleepovers.merging.rows.rules import Treatment
from sleepovers.merging.rules import Joined, StandsInTheWay

# Statements past the objects that are known: what is known is forgotten afterwards.
OPTIONS: dict[str, object] = {SEEN: EVERYTHING, "synchronize_session": False}

Columns = Mapping[str, Treatment]
Reference = Column[uuid.UUID]


def references_to(model: type[Base]) -> dict[str, Reference]:
    """Every column of the database that names a row of a model, as `table.column`."""
    key = cast("Table", model.__table__).c.id
    return {
        f"{table.name}.{column.name}": column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(reference.column is key for reference in column.foreign_keys)
    }


def rows_by_column(model: type[Base], subject_id: uuid.UUID) -> dict[str, int]:
    """How many rows name something, by column; those that none does are left out."""
    counted = {
        name: run(select(func.count()).select_from(column.table).where(column == subject_id)).scalar_one()
        for name, column in references_to(model).items()
    }
    return {name: number for name, number in counted.items() if number}


def pass_on(model: type[Base], columns: Columns, double_id: uuid.UUID, kept_id: uuid.UUID) -> None:
    """Let every row that names a double name the kept one; raises StandsInTheWay."""
    session().flush()
    for name, column in references_to(model).items():
        treatment = columns[name]
        if treatment is Treatment.OWN:
            continue
        table = column.table
        if treatment is Treatment.GOES:
            remove(table, column == double_id)
        for meets in _meetings(table, column, double_id, kept_id):
            if treatment is Treatment.YIELDS:
                remove(table, meets)
            elif run(select(func.count()).select_from(table).where(meets)).scalar_one():
                raise StandsInTheWay(table.name)
        run(update(table).where(column == double_id).values({column.name: kept_id}))
    session().expire_all()


def remove(table: Table, which: ColumnElement[bool]) -> None:
    """Remove rows, and before them whatever hangs on them."""
    for other in Base.metadata.sorted_tables:
        for constraint in other.foreign_key_constraints:
            if constraint.referred_table is table and other is not table:
                hangs = and_(which, *(key.parent == key.column for key in constraint.elements))
                remove(other, select(1).select_from(table).where(hangs).correlate(other).exists())
    run(delete(table).where(which))


def keep_days(model: type[Placement] | type[Membership], result: Joined) -> None:
    """Remove the dated rows that go, and give others their new days."""
    run(delete(model).where(model.id.in_(result.gone)))
    for key, span in result.changed.items():
        run(update(model).where(model.id == key).values(starts_on=span.starts_on, ends_on=span.ends_on))
    session().expire_all()


def run(statement: Executable) -> CursorResult[int]:
    """Run a statement for Roost itself."""
    return cast("CursorResult[int]", session().execute(statement, execution_options=OPTIONS))


def _meetings(
    table: Table, column: Reference, double_id: uuid.UUID, kept_id: uuid.UUID
) -> Iterator[ColumnElement[bool]]:
    """For each key that the column is part of: the double's rows that would have the key of one of the kept one's."""
    kept = table.alias("kept")
    keys = [constraint.columns for constraint in table.constraints if isinstance(constraint, Unique)]
    for key in (table.primary_key.columns, *keys):
        names = [one.name for one in key]
        if column.name in names:
            others = [table.c[name] == kept.c[name] for name in names if name != column.name]
            same = select(1).select_from(kept).where(kept.c[column.name] == kept_id, *others)
            yield and_(column == double_id, same.correlate(table).exists())
