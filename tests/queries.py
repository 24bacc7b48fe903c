"""How many statements a piece of code sends to the database, so that a page's number of queries can be pinned."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPICursor

# What opens and closes a transaction is no query; SQLite's settings are not either.
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET ")


@contextmanager
def count_queries(engine: Engine) -> Iterator[list[str]]:
    """Collect every statement sent meanwhile, from any thread: `with count_queries(engine) as sent: …; len(sent)`."""
    sent: list[str] = []

    def note(
        _connection: Connection,
        _cursor: DBAPICursor,
        statement: str,
        _parameters: object,
        _context: object,
        _executemany: bool,
    ) -> None:
        if not statement.lstrip().upper().startswith(NOT_COUNTED):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
