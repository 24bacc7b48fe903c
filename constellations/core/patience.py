"""How long a process waits for its database: PostgreSQL that stands still closes no connection and says nothing at all,
and SQLite ends nothing by itself."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from flask import g, has_app_context
from psycopg import errors
from psycopg.abc import RV, PQGen
from psycopg.rows import TupleRow

from constellations.core.limited import LimitedConnection

INTERVAL = 0.1
"""How often a wait is looked up from, in seconds: as often as the library does by itself."""

LOCK_SECONDS, STATEMENT_SECONDS, ANSWER_SECONDS = 3.5, 4.2, 4.5
"""Where people wait: for others to let go of a row, for a statement in all, and for a server that says nothing."""

AT_LEISURE_LOCK_SECONDS, AT_LEISURE_STATEMENT_SECONDS = 5.0, 30.0
"""The same of jobs and commands, which nobody watches."""

PING_SECONDS, CONNECT_SECONDS = 2, 2
"""To ask whether a connection that lay in the pool still works, and to open another one; together less than five."""

REST_SECONDS = 1.0
"""For how long nobody tries to connect any more once the server did not answer: a crowd would wait one by one."""

LEAST_SECONDS = 0.5
"""How long who has waited all the time for a connection still waits for an answer: most come in a hundredth of it."""

AT_ONCE_SECONDS = 0.05
"""Who has a connection so soon has not waited; a page that takes many would come to seconds otherwise."""

LONG_SECONDS = 1.0
"""An answer that takes so long had to wait for somebody; a page that asks for much would come to seconds otherwise."""

WAITED, SINCE = "waited_for_database", "waits_for_database_since"
"""The names in `flask.g` of how long a page has waited, and since when it does: earlier by what it waited before."""

GONE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""After how long a machine that is simply gone is noticed; the kernel's own two hours are for other times."""


class PatientConnection(psycopg.Connection[TupleRow]):
    """A connection that is given up where no answer comes within so many seconds; none for as long as it takes."""

    answers_within: float | None = None

    def wait(self, gen: PQGen[RV], interval: float = INTERVAL, timeout: float | None = None) -> RV:
        """Wait for an answer; raises OperationalError, and is closed, where none comes in time."""
        if timeout is not None or self.answers_within is None:
            return super().wait(gen, interval, timeout)
        try:
            with waiting(LONG_SECONDS):
                return super().wait(gen, interval, min(self.answers_within, seconds_left()))
        except errors._WaitTimeout as late:
            # An answer that still comes would be taken for that to the next question.
            self.close()
            raise psycopg.OperationalError("the database does not answer") from late

    def stands(self) -> bool:
        """Whether anybody is there at all; for that nobody waits long. It is asked outside of any transaction."""
        before, self.answers_within = self.answers_within, min(PING_SECONDS, seconds_left())
        try:
            self.autocommit = True
            self.execute("SELECT 1")
            self.autocommit = False
        except psycopg.Error:
            return False
        finally:
            self.answers_within = before
        return True


class Patience:
    """How long the connections of one database wait; long, until it is said that people do."""

    def __init__(self) -> None:
        self.is_short = False
        self._rests_until = 0.0

    def connect(self, _dialect: object, _record: object, words: list[Any], named: dict[str, Any]) -> PatientConnection:
        """Open a connection, as the engine asks for one (`do_connect`); raises OperationalError."""
        if not self.is_short:
            options = _options(AT_LEISURE_LOCK_SECONDS, AT_LEISURE_STATEMENT_SECONDS)
            return PatientConnection.connect(*words, **{**named, **GONE, "options": options})
        if time.monotonic() < self._rests_until:
            raise psycopg.OperationalError("the database did not answer a moment ago")
        if waited() > ANSWER_SECONDS - CONNECT_SECONDS:
            raise psycopg.OperationalError("too little time is left to connect")
        options = _options(LOCK_SECONDS, STATEMENT_SECONDS)
        try:
            made = PatientConnection.connect(
                *words, **{**named, **GONE, "options": options, "connect_timeout": CONNECT_SECONDS}
            )
        except psycopg.OperationalError:
            self._rests_until = time.monotonic() + REST_SECONDS
            raise
        made.answers_within = ANSWER_SECONDS
        return made

    def limit(self, connection: LimitedConnection, _record: object) -> None:
        """Let a new connection to SQLite, of which the engine tells (`connect`), give up what takes long."""
        if self.is_short:
            connection.limit(STATEMENT_SECONDS)


def give_time(connection: object) -> None:
    """Let a connection of a driver wait for as long as it takes, where it would not."""
    if isinstance(connection, PatientConnection | LimitedConnection):
        connection.answers_within = None


@contextmanager
def waiting(at_least: float = AT_ONCE_SECONDS) -> Iterator[None]:
    """Let the time of the body count as waiting, after all that was waited for the same page; not where it was short.

    Waiting within waiting is counted once.
    """
    if not has_app_context() or SINCE in g:
        yield
        return
    before, began = g.get(WAITED, 0.0), time.monotonic()
    setattr(g, SINCE, began - before)
    try:
        yield
    finally:
        delattr(g, SINCE)
        took = time.monotonic() - began
        setattr(g, WAITED, before + (took if took >= at_least else 0.0))


def waited() -> float:
    """For how many seconds the database has been waited for, for the page that is made."""
    if not has_app_context():
        return 0.0
    return time.monotonic() - g.get(SINCE) if SINCE in g else float(g.get(WAITED, 0.0))


def seconds_left() -> float:
    """For how long an answer is still waited for, after all the waiting before."""
    return max(LEAST_SECONDS, ANSWER_SECONDS - waited())


def _options(lock: float, statement: float) -> str:
    return f"-c lock_timeout={int(lock * 1000)} -c statement_timeout={int(statement * 1000)}"
