"""What only one process at a time may do, whichever machine it runs on; a process that dies gives it back."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, func, literal, select
from sqlalchemy.exc import DBAPIError

from constellations.core.database import Database


class Lease(Protocol):
    """Held by this process until it is given back, or the process ends."""

    def is_held(self) -> bool:
        """Whether it is still ours: a database that was restarted has forgotten it."""
        ...

    def give_back(self) -> None:
        """Let the next one have it."""
        ...


def take_lease(database: Database, name: str) -> Lease | None:
    """Take the lease of this name, at once; none where somebody else holds it."""
    return _FileLease.take(database, name) if database.is_sqlite else _ServerLease.take(database, name)


@contextmanager
def alone(database: Database, name: str) -> Iterator[bool]:
    """Hold the lease for the body; yields whether it was to be had."""
    lease = take_lease(database, name)
    try:
        yield lease is not None
    finally:
        if lease is not None:
            lease.give_back()


class _FileLease:
    """A locked file beside an embedded database; the machine unlocks it when the process dies."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    @classmethod
    def take(cls, database: Database, name: str) -> "_FileLease | None":
        """Take the lease, if nobody has it."""
        file = Path(f"{database.url.database}.{name}.lock").open("w", encoding="utf-8")  # noqa: SIM115  # held open
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return cls(file)

    def is_held(self) -> bool:
        """Whether it is still ours."""
        return not self._file.closed

    def give_back(self) -> None:
        """Let others have it."""
        self._file.close()


class _ServerLease:
    """An advisory lock of PostgreSQL, on a connection of its own; the server frees it when that breaks."""

    def __init__(self, connection: Connection, number: int) -> None:
        self._connection = connection
        self._number = number

    @classmethod
    def take(cls, database: Database, name: str) -> "_ServerLease | None":
        """Take the lease, if nobody has it."""
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        # Not one of the pool: closing it must really close it, and so free the lock.
        connection.detach()
        number = _number(name)
        if not connection.scalar(select(func.pg_try_advisory_lock(number))):
            connection.close()
            return None
        return cls(connection, number)

    def is_held(self) -> bool:
        """Whether it is still ours."""
        if self._connection.invalidated:
            return False
        try:
            return bool(self._connection.scalar(select(literal(1))))
        except DBAPIError:
            return False

    def give_back(self) -> None:
        """Let others have it."""
        # Closing alone would free it only when the server notices, a moment later.
        if self.is_held():
            with suppress(DBAPIError):
                self._connection.scalar(select(func.pg_advisory_unlock(self._number)))
        self._connection.close()


def _number(name: str) -> int:
    """The same 64-bit number for a name in every process."""
    return int.from_bytes(hashlib.sha256(f"roost {name}".encode()).digest()[:8], signed=True)
