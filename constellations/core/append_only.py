"""Rows that stay as they were written: the database itself refuses to change them, or to take them away."""

from typing import cast

from sqlalchemy import DDL, Table, event
from sqlalchemy.schema import ExecutableDDLElement

from constellations.core.database import Base

REFUSED = "what was written here stays as it was written"
"""What the database says to whoever tries."""

NEVER, BACKWARDS = (
    "1 = 1",
    "new.chain <> old.chain or new.seq < old.seq or (new.seq = old.seq and new.hash <> old.hash)",
)
"""When a change is refused: always; or, of the head of a chain, where it would stand further back than it did."""

# SQLite takes a row away for `INSERT OR REPLACE` too: each connection is told to ask the trigger then.
ON_SQLITE = {
    "changed": """CREATE TRIGGER %(rows)s_not_changed BEFORE UPDATE ON %(rows)s WHEN %(when)s BEGIN
    SELECT RAISE(ABORT, '%(refused)s');
END""",
    "removed": """CREATE TRIGGER %(rows)s_not_removed BEFORE DELETE ON %(rows)s BEGIN
    SELECT RAISE(ABORT, '%(refused)s');
END""",
}

REFUSING = """CREATE FUNCTION %(rows)s_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%(refused)s' USING ERRCODE = 'restrict_violation';
END
$$"""

ON_POSTGRESQL = {
    "changed": """CREATE TRIGGER %(rows)s_not_changed BEFORE UPDATE ON %(rows)s
FOR EACH ROW WHEN (%(when)s) EXECUTE FUNCTION %(rows)s_stays()""",
    "removed": """CREATE TRIGGER %(rows)s_not_removed BEFORE DELETE ON %(rows)s
FOR EACH ROW EXECUTE FUNCTION %(rows)s_stays()""",
    "emptied": """CREATE TRIGGER %(rows)s_not_emptied BEFORE TRUNCATE ON %(rows)s
FOR EACH STATEMENT EXECUTE FUNCTION %(rows)s_stays()""",
}

FORGOTTEN = "DROP FUNCTION IF EXISTS %(rows)s_stays()"


def keep_as_written(model: type[Base], changes_refused: str = NEVER) -> None:
    """Let the database refuse to change rows of a model, when it is so, and always to remove them."""
    rows = cast("Table", model.__table__)
    for dialect in ("sqlite", "postgresql"):
        for statement in keeping_statements(rows.name, dialect, changes_refused):
            event.listen(rows, "after_create", statement.execute_if(dialect=dialect))
    forgotten = _statement(FORGOTTEN, rows.name, changes_refused)
    event.listen(rows, "after_drop", forgotten.execute_if(dialect="postgresql"))


def keeping_statements(name: str, dialect: str, changes_refused: str = NEVER) -> tuple[ExecutableDDLElement, ...]:
    """What makes a table's rows stay, on a database of this kind."""
    if dialect == "sqlite":
        words = tuple(ON_SQLITE.values())
    else:
        words = (REFUSING, *ON_POSTGRESQL.values())
    return tuple(_statement(each, name, changes_refused) for each in words)


def freeing_statements(name: str, dialect: str) -> tuple[ExecutableDDLElement, ...]:
    """What undoes it: for a step of the migrations that goes back."""
    on_table = " ON %(rows)s" if dialect == "postgresql" else ""
    named = ON_POSTGRESQL if dialect == "postgresql" else ON_SQLITE
    words = [f"DROP TRIGGER %(rows)s_not_{each}{on_table}" for each in named]
    return tuple(_statement(each, name, NEVER) for each in [*words, *[FORGOTTEN] * (dialect == "postgresql")])


def _statement(words: str, name: str, changes_refused: str) -> ExecutableDDLElement:
    said = {"rows": name, "refused": REFUSED, "when": changes_refused}
    made: ExecutableDDLElement = DDL(words, context=said)  # type: ignore[no-untyped-call]  # the library's own lacks hints
    return made
