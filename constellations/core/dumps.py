"""A whole database as one file: taken while people write, looked into, and put back where there is none yet."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, create_engine, func, inspect, select
from sqlalchemy.pool import StaticPool

from constellations.core.database import Database
from constellations.core.engine import WAIT_SECONDS
from constellations.core.errors import RoostError
from constellations.core.patience import give_time
from constellations.core.postgres_programs import (
    ProgramMissing,
    connection_words,
    major_of_program,
    program_environment,
    what_went_wrong,
)

PAGES = 2_500
"""Of SQLite's file, copied in one go: some ten megabytes."""

LOOK_SECONDS = 0.5

Tell = Callable[[str], None]
"""Says how far a long piece of work has come."""

T = TypeVar("T")


class DumpFailed(RoostError):
    """The database could not be taken, or put back; the words say what its own program said."""


def dump(database: Database, to: Path, look: Callable[[Connection], T], tell: Tell) -> T:
    """Write all of a database into one file, as it is at one moment, while others go on writing.

    Gives what `look` finds in exactly that state. Raises ProgramMissing, DumpFailed.
    """
    if database.is_sqlite:
        _copy_sqlite(Path(database.url.database or ""), to, tell)
        return look_into(to, look)
    return _dump_postgresql(database, to, look, tell)


def look_into(copy: Path, look: Callable[[Connection], T]) -> T:
    """What `look` finds in the copy of an embedded database, which is not touched by it."""
    name = f"file:{copy.resolve().as_posix()}?mode=ro&immutable=1"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(name, uri=True), poolclass=StaticPool)
    try:
        with engine.connect() as connection:
            return look(connection)
    finally:
        engine.dispose()


def is_whole(copy: Path, of_sqlite: bool) -> bool:
    """Whether the file can be read to its end. Raises ProgramMissing where there is nothing to read it with."""
    if not of_sqlite:
        return _ran([_program("pg_restore"), "--list", str(copy)], {}) is None
    try:
        return look_into(copy, lambda here: here.exec_driver_sql("PRAGMA integrity_check").scalars().all()) == ["ok"]
    except Exception:  # noqa: BLE001  # whatever a broken file makes of itself, it is not whole
        return False


def is_empty(database: Database) -> bool:
    """Whether nothing was ever made in a database."""
    if database.is_sqlite and not Path(database.url.database or "").is_file():
        return True
    return not inspect(database.engine).get_table_names()


def load(database: Database, copy: Path, tell: Tell) -> None:
    """Put a database back from its file, all of it or nothing, where nothing is. Raises ProgramMissing, DumpFailed."""
    if database.is_sqlite:
        _put_sqlite(database, copy)
        return
    words, secrets = connection_words(database.url)
    told = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password"]
    tell("The database is put back.")
    failed = _ran([_program("pg_restore"), *told, f"--dbname={words}", str(copy)], secrets)
    if failed is not None:
        raise DumpFailed(f"nothing of the database is there. pg_restore says: {failed}")
    with unhurried(database) as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


@contextmanager
def unhurried(database: Database) -> Iterator[Connection]:
    """A connection of its own on which a question may take as long as it takes; the pool never sees it again."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            # All that is asked between two commits is answered of one state.
            connection.execution_options(isolation_level="REPEATABLE READ")
        connection.detach()
        give_time(connection.connection.dbapi_connection)
        if not database.is_sqlite:
            for setting in ("statement_timeout", "idle_in_transaction_session_timeout"):
                connection.exec_driver_sql(f"SET {setting} = 0")
            connection.commit()
        yield connection


def dumps_with(database: Database) -> str:
    """With what a backup of this database is taken. Raises ProgramMissing, which says what to install."""
    if database.is_sqlite:
        return f"SQLite {sqlite3.sqlite_version}"
    with database.engine.connect() as connection:
        return f"pg_dump {major_of_program(_program('pg_dump', _major_of_server(connection)))}"


def _copy_sqlite(source: Path, to: Path, tell: Tell) -> None:
    """Within one reading transaction, so that whoever writes meanwhile neither waits nor makes it begin again."""

    def progress(_: int, left: int, whole: int) -> None:
        """Say how far it is, as SQLite tells it."""
        tell(f"Database: {100 * (whole - left) // max(whole, 1)} %")

    to.touch(mode=0o600)
    with (
        closing(sqlite3.connect(source, timeout=WAIT_SECONDS, isolation_level=None)) as opened,
        closing(sqlite3.connect(to)) as copy,
    ):
        opened.execute("BEGIN")
        opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
        opened.backup(copy, pages=PAGES, progress=progress)
        # One file and nothing beside it; Roost turns its own way of writing on again.
        copy.execute("PRAGMA journal_mode=DELETE")
    with to.open("rb") as written:
        os.fsync(written.fileno())


def _put_sqlite(database: Database, copy: Path) -> None:
    target = Path(database.url.database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    database.engine.dispose()
    beside = target.with_name(f"{target.name}.restoring")
    shutil.copyfile(copy, beside)
    beside.chmod(0o600)
    with beside.open("rb") as written:
        os.fsync(written.fileno())
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    beside.replace(target)


def _dump_postgresql(database: Database, to: Path, look: Callable[[Connection], T], tell: Tell) -> T:
    """What the program writes and what `look` finds are one state: both read the same snapshot."""
    with unhurried(database) as connection:
        program = _program("pg_dump", _major_of_server(connection))
        snapshot = connection.scalar(select(func.pg_export_snapshot()))
        words, secrets = connection_words(database.url)
        told = ["--format=custom", "--no-owner", "--no-privileges", "--no-password", "--lock-wait-timeout=60000"]
        to.touch(mode=0o600)
        failed = _ran(
            [program, *told, f"--snapshot={snapshot}", f"--file={to}", f"--dbname={words}"],
            secrets,
            lambda: tell(f"Database: {to.stat().st_size // 1_000_000} MB"),
        )
        if failed is not None:
            raise DumpFailed(f"pg_dump says: {failed}")
        with to.open("rb") as written:
            os.fsync(written.fileno())
        return look(connection)


def _major_of_server(connection: Connection) -> int:
    return int(str(connection.scalar(select(func.current_setting("server_version_num"))))) // 10_000


def _program(name: str, at_least: int = 0) -> str:
    """Where a program of PostgreSQL is. Raises ProgramMissing where it is not there, or older than the server."""
    wanted = f" of version {at_least}" if at_least else ""
    found = shutil.which(name)
    if found is None:
        raise ProgramMissing(
            f"“{name}” is not found on this machine. Install the client programs of PostgreSQL{wanted} (on Debian the "
            f"package postgresql-client{f'-{at_least}' if at_least else ''}), or put their folder into PATH."
        )
    if (here := major_of_program(found)) < at_least:
        raise ProgramMissing(
            f"“{name}” is of version {here}, and the server{wanted}: an older one cannot read it. Install "
            f"postgresql-client-{at_least}, or put its folder first into PATH."
        )
    return found


def _ran(words: Sequence[str], secrets: dict[str, str], meanwhile: Callable[[], None] = lambda: None) -> str | None:
    """Run a program to its end; gives what went wrong, in one line that holds nobody's words."""
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(  # noqa: S603  # no shell: a program found by its name, and words of our own
            words, env=program_environment(secrets), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said
        )
        try:
            while not _ended(running):
                meanwhile()
        finally:
            if not _ended(running):
                running.kill()
                running.wait()
        said.seek(0)
        return None if running.returncode == 0 else what_went_wrong(said.read().decode(errors="replace"))


def _ended(running: "subprocess.Popen[bytes]") -> bool:
    """Whether a program has ended, within a moment."""
    try:
        running.wait(LOOK_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True
