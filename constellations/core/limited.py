"""How long a statement may take on SQLite, which has no limit of its own: as on PostgreSQL, where people wait."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import SupportsLenAndGetItem

    Given = SupportsLenAndGetItem[Any] | Mapping[str, Any]

STEPS = 1_000_000
"""After so many steps of its own SQLite asks whether it may go on: some hundredths of a second, and few statements come
so far. Asked more often it would wait more often, for of all threads one at a time runs Python."""

_has_time: ContextVar[bool] = ContextVar("has_time", default=False)


@contextmanager
def at_leisure() -> Iterator[None]:
    """Let statements of the body take as long as they take, in a process that serves people besides."""
    before = _has_time.set(True)
    try:
        yield
    finally:
        _has_time.reset(before)


class LimitedCursor(sqlite3.Cursor):
    """Tells its connection when a statement begins, and each piece of one that is read some at a time."""

    __slots__ = ()
    connection: "LimitedConnection"

    def execute(self, words: str, given: "Given" = (), /) -> "LimitedCursor":
        """Begin with a statement."""
        self.connection.began = time.perf_counter()
        return super().execute(words, given)

    def executemany(self, words: str, given: "Iterable[Given]", /) -> "LimitedCursor":
        """Begin with one that is done for each of many rows."""
        self.connection.began = time.perf_counter()
        return super().executemany(words, given)

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        """The next rows: what was done with those before them took no time of the database."""
        self.connection.began = time.perf_counter()
        return super().fetchmany(size)


class LimitedConnection(sqlite3.Connection):
    """A connection on which a statement is given up after so many seconds; none for as long as it takes."""

    answers_within: float | None = None
    began = 0.0

    def cursor(self, factory: Callable[..., Any] | None = None) -> Any:  # noqa: ANN401  # as its parent's
        """A cursor that tells when it begins."""
        return super().cursor(factory or LimitedCursor)

    def execute(self, words: str, given: "Given" = (), /) -> sqlite3.Cursor:
        """The same without a cursor in one's hand, for which the driver would take one that tells nothing."""
        return LimitedCursor(self).execute(words, given)

    def commit(self) -> None:
        """Store; an index of words is written only now."""
        self.began = time.perf_counter()
        super().commit()

    def limit(self, seconds: float) -> None:
        """Give up, from now on, what takes longer: it ends as a statement does that PostgreSQL has given up."""
        self.answers_within = seconds
        self.set_progress_handler(self._is_late, STEPS)

    def _is_late(self) -> bool:
        within = self.answers_within
        return within is not None and time.perf_counter() - self.began > within and not _has_time.get()
