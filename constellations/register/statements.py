"""How the engine speaks to the database: set by set, on behalf of Roost itself.

Its statements hold the rows of a whole service together, whoever loads them; each names the service it is about.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Executable, FromClause, Row, Table, case, func, literal, select, update

from constellations.core.database import learn_sizes, session
from constellations.core.tripwire import EVERYTHING, SEEN
from constellations.register.sheet import Condition, Expression, Fate

# Nothing is held as an object that a statement for many rows would have to bring up to date.
OPTIONS: dict[str, object] = {SEEN: EVERYTHING, "synchronize_session": False}

Found = Sequence[Row[*tuple[Any, ...]]]
Numbers = dict[Any, int]
Compared = Mapping[str, tuple[Expression, Expression]]


def execute(statement: Executable, rows: Sequence[Mapping[str, object]] | None = None) -> None:
    """Run a statement for its effect; with `rows`, once for each."""
    session().execute(statement, rows, execution_options=OPTIONS)


def rows_of(statement: Executable) -> Found:
    """The rows that a statement finds: only for few."""
    return session().execute(statement, execution_options=OPTIONS).all()


def numbers_of(statement: Executable) -> Numbers:
    """The two columns that a statement finds, the second a number, as a table of the first."""
    return {name: number for name, number in rows_of(statement)}  # noqa: C416  # a row is more than a pair


def learn(*tables: Table) -> None:
    """Let the database know how large these tables have become."""
    learn_sizes(*(table.name for table in tables))


def is_new(table: Table) -> Condition:
    """Whether a waiting row adds something."""
    return table.c.fate == Fate.ADDED


def is_changed(table: Table) -> Condition:
    """Whether a waiting row changes something stored."""
    return table.c.fate == Fate.CHANGED


def is_news(table: Table) -> Condition:
    """Whether a waiting row adds or changes anything."""
    return table.c.fate != Fate.SAME


def settle_fate(table: Table, found: Sequence[Condition], compared: Compared) -> None:
    """Say what becomes of each waiting row: added, or where `found` ties it to a stored row, changed or the same.

    `compared` are the fields with what waits and what is stored; the names of those that differ are kept.
    """
    execute(update(table).values(fate=Fate.ADDED, fields=";".join(table.info["key"])))
    tie(table, found, compared)


def tie(table: Table, found: Sequence[Condition], compared: Compared) -> None:
    """Say of the waiting rows that `found` ties to a stored row whether they change it, and in which fields."""
    differing = _differing(compared)
    fate = case((differing == "", Fate.SAME), else_=Fate.CHANGED)
    execute(update(table).values(fate=fate, fields=differing).where(*found))


def also_changed(table: Table, field: str, *where: Condition) -> None:
    """Mark stored rows as changed in one field more."""
    fate = case((table.c.fate == Fate.ADDED, Fate.ADDED), else_=Fate.CHANGED)
    execute(update(table).values(fate=fate, fields=table.c.fields + f"{field};").where(*where))


def any_row(table: FromClause, *where: Condition) -> bool:
    """Whether there is such a row."""
    return bool(rows_of(select(literal(1)).select_from(table).where(*where).limit(1)))


def count_of(table: Table) -> int:
    """How many rows wait in a table."""
    return int(rows_of(select(func.count()).select_from(table))[0][0])


def _differing(compared: Compared) -> ColumnElement[str]:
    words: ColumnElement[str] = literal("")
    for name, (waits, stored) in compared.items():
        words = words + case((waits.is_distinct_from(stored), f"{name};"), else_="")
    return words
