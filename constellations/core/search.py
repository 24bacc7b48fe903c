"""Finding rows by words: an FTS5 index on SQLite, a `tsvector` on PostgreSQL, filled and asked alike."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from sqlalchemy import (
    DDL,
    ColumnElement,
    Dialect,
    Index,
    String,
    Table,
    TableClause,
    TypeDecorator,
    column,
    event,
    insert,
    select,
    table,
)
from sqlalchemy import cast as as_type
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.schema import ExecutableDDLElement, SchemaItem
from sqlalchemy.types import TypeEngine

from constellations.core.database import Base, database, session

INDEX = "_index"
"""What the name of an FTS5 index ends in; it and the tables that SQLite keeps for it are in no model."""


INDEXED = """CREATE VIRTUAL TABLE %(index)s USING fts5(
    words, content='%(rows)s', content_rowid='number', columnsize=0, tokenize='unicode61 remove_diacritics 2'
)"""

ADDED = """CREATE TRIGGER %(rows)s_added AFTER INSERT ON %(rows)s BEGIN
    INSERT INTO %(index)s(rowid, words) VALUES (new.number, new.words);
END"""

CHANGED = """CREATE TRIGGER %(rows)s_changed AFTER UPDATE ON %(rows)s BEGIN
    INSERT INTO %(index)s(%(index)s, rowid, words) VALUES ('delete', old.number, old.words);
    INSERT INTO %(index)s(rowid, words) VALUES (new.number, new.words);
END"""

GONE = """CREATE TRIGGER %(rows)s_gone AFTER DELETE ON %(rows)s BEGIN
    INSERT INTO %(index)s(%(index)s, rowid, words) VALUES ('delete', old.number, old.words);
END"""


class SearchWords(TypeDecorator[str]):
    """Words between spaces, of letters and figures alone: a `tsvector` on PostgreSQL, where each is kept as it is.

    No dictionary of PostgreSQL's changes them, for it would leave out "Will" and "May" as saying nothing.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text where the database has no type of its own for it."""
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else String())


def keep_index(model: type[Base]) -> None:
    """Let SQLite keep an FTS5 index of a model's `words` by its `number`, in the transaction that changes a row."""
    rows = _table(model)
    for statement in index_statements(rows.name):
        event.listen(rows, "after_create", statement.execute_if(dialect="sqlite"))
    gone = _statement("DROP TABLE IF EXISTS %(index)s", rows.name)
    event.listen(rows, "before_drop", gone.execute_if(dialect="sqlite"))


def index_statements(name: str) -> tuple[ExecutableDDLElement, ...]:
    """What makes that index for a table of `number` and `words`: it holds no words of its own, only where each stands.

    So SQLite's own documentation has it for a table with an index beside it (FTS5, "External Content Tables").
    """
    return tuple(_statement(words, name) for words in (INDEXED, ADDED, CHANGED, GONE))


def is_of_index(name: str) -> bool:
    """Whether a table is such an index, or one of those that SQLite keeps for it."""
    return any(f"{known}{INDEX}" in (name, name.rpartition("_")[0]) for known in Base.metadata.tables)


def compared_on(is_sqlite: bool) -> Callable[[SchemaItem, str | None, str, bool, SchemaItem | None], bool]:
    """What Alembic is to compare with the models: neither SQLite's index, nor there the one that PostgreSQL has."""

    def is_compared(item: SchemaItem, name: str | None, kind: str, _found: bool, _other: SchemaItem | None) -> bool:
        """Whether Alembic compares a thing of the database with the models."""
        is_of_postgresql = isinstance(item, Index) and item.dialect_options["postgresql"]["using"] == "gin"
        return not (kind == "table" and is_of_index(name or "")) and not (is_sqlite and is_of_postgresql)

    return is_compared


def holds(model: type[Base], words: Sequence[str]) -> ColumnElement[bool]:
    """Whether a row holds all of these words, the last of them perhaps only begun; letters and figures alone.

    Each is given to the database as a word, never as something that its language of questions knows.
    """
    rows, begun = _table(model), words[-1]
    if database().is_sqlite:
        index = _index(rows)
        typed = " ".join([*(f'"{word}"' for word in words[:-1]), f'"{begun}"*'])
        found = select(index.c.rowid).where(index.c[index.name].op("MATCH", is_comparison=True)(typed))
        return rows.c.number.in_(found)
    typed = " & ".join([*words[:-1], f"{begun}:*"])
    return rows.c.words.op("@@", is_comparison=True)(as_type(typed, TSQUERY))


def leave_no_trace(model: type[Base]) -> None:
    """Write SQLite's index anew: a word that was taken out stands in it, marked as gone, until then.

    (`secure-delete` would do it word by word, from SQLite 3.42 on, and make a file that earlier ones do not read.)
    """
    if database().is_sqlite:
        index = _index(_table(model))
        session().execute(insert(index).values({index.name: "optimize"}))


def _statement(words: str, name: str) -> ExecutableDDLElement:
    made: ExecutableDDLElement = DDL(words, context={"rows": name, "index": f"{name}{INDEX}"})  # type: ignore[no-untyped-call]  # the library's own lacks hints
    return made


def _table(model: type[Base]) -> Table:
    return cast("Table", model.__table__)


def _index(rows: Table) -> TableClause:
    name = f"{rows.name}{INDEX}"
    return table(name, column("rowid"), column(name))
