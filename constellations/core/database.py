"""The database: one session per piece of work, one transaction per action, effects after the commit."""

import datetime as dt
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, TypeVar, TypeVarTuple

from flask import Flask, current_app, g
from sqlalchemy import Connection, MetaData, Row, Select, event, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, make_transient_to_detached, sessionmaker

from constellations.core.clock import Month
from constellations.core.columns import Id, Instant, MonthColumn
from constellations.core.engine import WAIT_SECONDS, engine_of, that_asks
from constellations.core.errors import Busy, DiskFull
from constellations.core.locks import FairLock
from constellations.core.patience import Patience, give_time
from constellations.core.tripwire import must_be_the_systems, watch

BY_THE_WAY_SECONDS = 0.2
"""How long a page waits that writes something only by the way: who reads is not held up by who writes."""

LARGE_WORK_KIB = 32_000
"""How much of the file SQLite keeps in memory for large work: with its own 2 MB an import holds others up longer."""

NO_ROOM = ("is full", "No space left on device")
"""How SQLite and PostgreSQL say that the disk is full."""

EXTENSION = "roost_database"

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Base(DeclarativeBase):
    """The root of every model; constraints are named so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {uuid.UUID: Id(), dt.datetime: Instant(), Month: MonthColumn()}


@dataclass
class Waits:
    """How many writers came for their turn, for how long they waited in all, and how many were told to try again."""

    count: int = 0
    seconds: float = 0.0
    refused: int = 0

    def note(self, seconds: float, got: bool) -> None:
        """Count one that came."""
        self.count += 1
        self.seconds += seconds
        self.refused += not got


class Database:
    """An engine, its sessions, and the turn that writers wait for on SQLite."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine = engine_of(self.url)
        self.asking = that_asks(self.engine)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        self.waits = Waits()
        self._turn = FairLock()
        self._patience = Patience()
        if self.is_sqlite:
            event.listen(self.engine, "connect", self._patience.limit)
        else:
            event.listen(self.engine, "do_connect", self._patience.connect)
        watch(self.sessions)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database, which takes one writer at a time."""
        return self.engine.dialect.name == "sqlite"

    def hurry(self) -> None:
        """Let nobody of this process wait long from now on: people do, and are told to try again. For servers."""
        self._patience.is_short = True
        # What is open already has the patience of a command.
        self.engine.dispose()

    @contextmanager
    def writing(self, seconds: float) -> Iterator[None]:
        """Wait so long for the turn to write (SQLite); raises Busy after that."""
        if not self.is_sqlite:
            yield
            return
        began = time.perf_counter()
        with self._turn.held(seconds) as got:
            self.waits.note(time.perf_counter() - began, got)
            if not got:
                raise Busy
            yield


def init_database(app: Flask, database: Database) -> None:
    """Give the application its database, and every context a session that is closed with it."""
    app.extensions[EXTENSION] = database
    app.teardown_appcontext(_close)


def database() -> Database:
    """The database of the application at work."""
    found: Database = current_app.extensions[EXTENSION]
    return found


def session() -> Session:
    """The session of this request, event, job or command."""
    if "session" not in g:
        g.session = database().sessions()
    found: Session = g.session
    return found


def asked_often(statement: Select[*Ts], given: Mapping[str, object]) -> Sequence[Row[*Ts]]:
    """The answer to a question of columns that is the system's and was put together once: with every request it is
    asked, and the session's own way takes longer than the database does."""
    must_be_the_systems(statement)
    current = session()
    if database().is_sqlite or current.in_transaction():
        current.flush()
        return current.connection().execute(statement, given).all()
    with database().asking.connect() as connection:
        return connection.execute(statement, given).all()


@contextmanager
def transaction(seconds: float | None = None) -> Iterator[Session]:
    """Do all of the body or nothing; inside another transaction, be part of it.

    What was read before is read afresh, since the body decides on what it finds. Effects given to
    `after_commit` run when the outermost transaction has been committed. Raises Busy where an
    embedded database cannot be had within so many seconds, as many as everybody waits unless given; and DiskFull.
    """
    current = session()
    if current.info.get("writing"):
        yield current
        return
    current.rollback()
    current.expire_all()
    seconds = WAIT_SECONDS if seconds is None else seconds
    with database().writing(seconds):
        current.info.update(writing=True, effects=[], last=[], gathered={})
        try:
            current.connection(execution_options={"writing": True, "seconds": seconds})
            yield current
            for act in current.info["last"]:
                act()
            current.commit()
        except BaseException as failure:
            current.rollback()
            current.info.update(effects=[])
            told = _told_of(failure)
            if told is not None:
                raise told from failure
            raise
        finally:
            current.info["writing"] = False
            if isinstance(current.bind, Connection):
                # It stays with the session: what it does next may be reading.
                current.bind.execution_options(writing=False)
    for effect in current.info.pop("effects"):
        effect()


def as_one(acts: Callable[[], T]) -> T:
    """Let several acts, each a transaction of its own, be one, with what is asked before them; gives what they give."""
    with transaction():
        return acts()


@contextmanager
def kept_connection() -> Iterator[Session]:
    """Give this context one connection of its own, so that temporary tables outlive a transaction; they end with it.

    The pool never sees it again. Work there may be large: the limit on a single statement is lifted, and SQLite writes
    a page once that would else be turned out and read again.
    """
    before: Session | None = g.get("session")
    with database().engine.connect() as connection:
        connection.detach()
        give_time(connection.connection.dbapi_connection)
        room = f"PRAGMA cache_size = -{LARGE_WORK_KIB}" if database().is_sqlite else "SET statement_timeout = 0"
        connection.execute(text(room))
        connection.commit()
        g.session = database().sessions(bind=connection)
        try:
            yield g.session
        finally:
            g.session.close()
            g.pop("session")
            if before is not None:
                g.session = before


def learn_sizes(*names: str) -> None:
    """Let PostgreSQL look at how large these temporary tables have become, for it plans badly without knowing."""
    if not database().is_sqlite:
        for name in names:
            session().execute(text(f'ANALYZE "{name}"'))


def before_commit(act: Callable[[], None]) -> None:
    """Do this as the last thing of the running transaction, so that a lock it takes is held briefly."""
    session().info["last"].append(act)


def gather(act: Callable[[set[T]], None], *items: T) -> None:
    """Do this once, before all else that is last in the running transaction, with everything given to it until then."""
    gathered: dict[Callable[[set[T]], None], set[T]] = session().info["gathered"]
    if act not in gathered:
        gathered[act] = set()
        session().info["last"].insert(0, lambda: act(gathered[act]))
    gathered[act].update(items)


def after_commit(effect: Callable[[], None]) -> None:
    """Do this once the running transaction is safely stored, never if it fails: telling, emitting."""
    session().info["effects"].append(effect)


def stands_for_row(stored: Base) -> None:
    """Let a new object, of which everything is said, stand for its row, which was written past it a moment ago."""
    make_transient_to_detached(stored)
    session().add(stored)


def _told_of(failure: BaseException) -> Busy | None:
    """What somebody is told of a failure of the database to store; none where it is another failure."""
    if not isinstance(failure, OperationalError):
        return None
    said = str(failure.orig)
    if any(words in said for words in NO_ROOM):
        return DiskFull()
    return Busy() if "lock" in said else None


def _close(_: BaseException | None) -> None:
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()
