"""The tripwire: a query that names a guarded table without having been narrowed to its viewer does not run."""

from collections.abc import Iterable
from typing import cast

from sqlalchemy import Table, event
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.elements import ColumnClause
from sqlalchemy.sql.visitors import ExternallyTraversible

GUARDED = "guarded"
"""The key in `Table.info` that marks a table whose rows are not everyone's."""

SEEN = "seen"
"""The execution option holding the names of the tables that a statement may name."""

EVERYTHING = frozenset({"*"})
"""For the system itself: jobs and commands."""


class UnscopedQuery(Exception):
    """A query would have read rows without asking whose they are: a fault of ours, never of a person."""


def watch(sessions: sessionmaker[Session]) -> None:
    """Check every statement that these sessions run."""
    event.listen(sessions, "do_orm_execute", _check)


def tables_named(statement: ExternallyTraversible) -> set[Table]:
    """Every table that a statement reads, in subqueries too; not the one it inserts into."""
    named: set[Table] = set()
    for element in visitors.iterate(statement):
        if isinstance(element, Table):
            named.add(element)
        elif isinstance(element, ColumnClause) and isinstance(element.table, Table):
            named.add(element.table)
    if isinstance(statement, Insert) and statement.select is None:
        return set()
    return named


def _check(state: ORMExecuteState) -> None:
    statement = cast("ExternallyTraversible", state.statement)
    if state.is_column_load or state.is_relationship_load:
        return
    seen: Iterable[str] = state.execution_options.get(SEEN, frozenset())
    if seen is EVERYTHING:
        return
    unasked = {table.name for table in tables_named(statement) if table.info.get(GUARDED)} - set(seen)
    if unasked:
        raise UnscopedQuery(f"a query names {', '.join(sorted(unasked))} without visible()")
