"""How a database is, told by itself: an embedded one of its file, a server of its version, connections and clock."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from constellations.core import clock
from constellations.core.database import Database
from constellations.core.dumps import unhurried


@dataclass(frozen=True, slots=True)
class OfFile:
    """The journal mode of an embedded database, and `ok` or what its own check found."""

    journal: str
    check: str


@dataclass(frozen=True, slots=True)
class OfServer:
    """Version, connections that are taken and that there may be, and by how much our clock is ahead of its."""

    major: int
    connections: int
    at_most: int
    seconds_ahead: float


def condition_of_file(database: Database) -> OfFile:
    """Look through the file, which takes a while where it is large; nobody who writes waits for it."""
    journal = "unknown"
    try:
        with database.engine.connect() as connection:
            journal = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())
            return OfFile(journal, str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()))
    except DatabaseError as damaged:
        return OfFile(journal, type(damaged).__name__)


def condition_of_server(database: Database) -> OfServer:
    """Ask the server."""
    asked = select(
        func.current_setting("server_version_num"), func.current_setting("max_connections"), func.clock_timestamp()
    )
    with unhurried(database) as connection:
        version, at_most, at = connection.execute(asked).one()
        ahead = (clock.now() - at).total_seconds()
        taken = connection.exec_driver_sql("SELECT sum(numbackends) FROM pg_stat_database").scalar()
    return OfServer(int(version) // 10_000, int(taken or 0), int(at_most), ahead)
