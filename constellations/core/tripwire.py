"""The tripwire: a query that names a guarded table without having been narrowed to its viewer does not run."""

from collections.abc import Iterable
from typing import cast

from sqlalchemy import Executable, Table, event
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.elements import ColumnClause
from sqlalchemy.sql.visitors import ExternallyTraversible

GUARDED = "guarded"
"""The key in `Table.info` that marks a table whose rows are not everyone's."""

SEEN = "seen"
"""The execution option holding the names of the tables that a statement may name."""

ASKED = "asked"
"""The execution option holding the conditions that a statement got, whose tables it may all name."""

EVERYTHING = frozenset({"*"})
"""For the system itself: jobs and commands."""


class UnscopedQuery(Exception):
    """A query would have read rows without asking whose they are: a fault of ours, never of a person."""


def watch(sessions: sessionmaker[Session]) -> None:
    """Check every statement that these sessions run."""
    event.listen(sessions, "do_orm_execute", _check)


def must_be_the_systems(statement: Executable) -> None:
    """Raise UnscopedQuery for a statement that is not covered for the system itself."""
    if statement.get_execution_options().get(SEEN) is not EVERYTHING:
        raise UnscopedQuery("a query goes past the session without being the system's")


def tables_named(statement: ExternallyTraversible, known: Iterable[ExternallyTraversible] = ()) -> set[Table]:
    """Every table that a statement reads, in subqueries too; not the one it inserts into.

    `known` are parts of it that are not looked into.
    """
    if isinstance(statement, Insert) and statement.select is None:
        return set()
    named: set[Table] = set()
    passed = {id(part) for part in known}
    ahead = [statement]
    while ahead:
        element = ahead.pop()
        if isinstance(element, Table):
            named.add(element)
        elif isinstance(element, ColumnClause):
            if isinstance(element.table, Table):
                named.add(element.table)
        elif id(element) not in passed:
            ahead.extend(element.get_children())
    return named


def _check(state: ORMExecuteState) -> None:
    statement = cast("ExternallyTraversible", state.statement)
    if state.is_column_load or state.is_relationship_load:
        return
    seen: Iterable[str] = state.execution_options.get(SEEN, frozenset())
    if seen is EVERYTHING:
        return
    named = tables_named(statement, known=state.execution_options.get(ASKED, ()))
    unasked = {table.name for table in named if table.info.get(GUARDED)} - set(seen)
    if unasked:
        raise UnscopedQuery(f"a query names {', '.join(sorted(unasked))} without visible()")
