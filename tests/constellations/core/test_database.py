"""Transactions, effects, waiting in line, and what the database refuses."""

import contextvars
import datetime as dt
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import IntegrityError, OperationalError

from constellations.access import Viewer, covering, find, visible
from constellations.core import database as database_module
from constellations.core.database import (
    Base,
    after_commit,
    before_commit,
    database,
    session,
    transaction,
)
from constellations.core.engine import WAIT_SECONDS
from constellations.core.errors import Busy, DiskFull, NotFound
from constellations.core.ids import new_id
from constellations.core.locks import FairLock
from constellations.models import Home, Region
from constellations.permissions import Role
from sleepovers.models import StayNight
from sleepovers.rules import NightState
from tests.constraints import broken_constraint
from tests.factories import create_child, create_home, create_region, create_service, create_stay, stored

SYSTEM = Viewer.system()


class OutOfLuck(Exception):
    """Something goes wrong in the middle."""


def _regions() -> int:
    return session().scalar(select(func.count()).select_from(Region)) or 0


def _elsewhere(app: Flask, act: Callable[[], None]) -> threading.Thread:
    """Do something as another request would: in a thread and a context of its own."""

    def run() -> None:
        with app.app_context():
            act()

    thread = threading.Thread(target=contextvars.Context().run, args=(run,))
    thread.start()
    return thread


def test_an_id_is_native_on_postgresql_and_sixteen_bytes_on_sqlite(app: Flask) -> None:
    columns = {column["name"]: str(column["type"]) for column in inspect(database().engine).get_columns("region")}
    assert columns["id"] == ("BLOB" if database().is_sqlite else "UUID")


def test_a_transaction_stores_all_or_nothing(app: Flask) -> None:
    with pytest.raises(OutOfLuck), transaction() as current:
        current.add(Region(key="north"))
        current.flush()
        raise OutOfLuck
    assert _regions() == 0


def test_effects_come_after_the_commit_and_never_after_a_failure(app: Flask) -> None:
    seen: list[int] = []
    with transaction() as current:
        current.add(Region(key="north"))
        after_commit(lambda: seen.append(_regions()))
        assert seen == []
    assert seen == [1]
    with pytest.raises(OutOfLuck), transaction():
        after_commit(lambda: seen.append(99))
        raise OutOfLuck
    with transaction():
        pass
    assert seen == [1]


def test_the_last_act_of_a_transaction_is_part_of_it(app: Flask) -> None:
    def fail() -> None:
        raise OutOfLuck

    with pytest.raises(OutOfLuck), transaction() as current:
        current.add(Region(key="north"))
        before_commit(fail)
    assert _regions() == 0


def test_a_transaction_within_another_is_part_of_it(app: Flask) -> None:
    seen: list[str] = []
    with pytest.raises(OutOfLuck), transaction():
        with transaction() as inner:
            inner.add(Region(key="north"))
            after_commit(lambda: seen.append("told"))
        assert seen == []
        raise OutOfLuck
    assert (_regions(), seen) == (0, [])


def test_what_was_read_before_is_read_afresh_in_the_transaction(app: Flask) -> None:
    key = create_region("north").id

    def rename() -> None:
        with transaction() as current:
            current.get_one(Region, key).key = "south"

    before = session().get_one(Region, key)
    assert before.key == "north"
    _elsewhere(app, rename).join()
    assert before.key == "north"
    with transaction() as current:
        assert current.get_one(Region, key) is before
        assert before.key == "south"


def test_a_writer_who_waits_too_long_is_told_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    if not database().is_sqlite:
        assert database().engine.dialect.name == "postgresql"
        return
    monkeypatch.setattr(database_module, "WAIT_SECONDS", 0.05)
    holding, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction():
            holding.set()
            done.wait(5)

    thread = _elsewhere(app, hold)
    assert holding.wait(5)
    with pytest.raises(Busy), transaction():
        pass
    done.set()
    thread.join()
    stored(Region(key="after"))
    assert _regions() == 1


def test_many_writers_are_all_served(app: Flask) -> None:
    def write() -> None:
        for _ in range(5):
            with transaction() as current:
                current.add(Region(key=str(new_id())))

    threads = [_elsewhere(app, write) for _ in range(8)]
    for thread in threads:
        thread.join()
    assert _regions() == 40


def test_the_lock_serves_in_the_order_of_coming() -> None:
    lock, served, started = FairLock(), list[int](), threading.Event()

    def wait(number: int) -> None:
        with lock.held(5) as got:
            assert got
            served.append(number)

    threads = []
    with lock.held(1):
        for number in range(6):
            thread = threading.Thread(target=wait, args=(number,))
            thread.start()
            threads.append(thread)
            while len(lock._waiting) <= number:
                started.wait(0.001)
    for thread in threads:
        thread.join()
    assert served == list(range(6))


def test_the_lock_gives_up_when_time_is_over_and_works_on() -> None:
    lock = FairLock()
    with lock.held(1) as first, lock.held(0.01) as second:
        assert (first, second) == (True, False)
    with lock.held(0.01) as third:
        assert third


def test_one_child_has_one_row_a_night(app: Flask) -> None:
    service = create_service()
    child, home = create_child(service), create_home(service)
    stay = create_stay(child, home, "2026-10-30", "2026-10-31")
    with pytest.raises(IntegrityError) as refused:
        stored(_night(child.id, home.id, stay.id, "2026-10-30"))
    assert broken_constraint(refused.value) == "pk_stay_night"


def test_one_bed_holds_one_child_a_night(app: Flask) -> None:
    service = create_service()
    home = create_home(service)
    stay = create_stay(create_child(service), home, "2026-10-30", "2026-10-31", bed=1)
    with pytest.raises(IntegrityError) as refused:
        stored(_night(create_child(service).id, home.id, stay.id, "2026-10-30", bed=1))
    assert broken_constraint(refused.value) == "uq_stay_night_home_id_night_bed"
    stored(_night(create_child(service).id, home.id, stay.id, "2026-10-30", bed=2))
    stored(_night(create_child(service).id, home.id, stay.id, "2026-10-30"))
    stored(_night(create_child(service).id, home.id, stay.id, "2026-10-30"))


def test_a_bed_is_not_over_capacity(app: Flask) -> None:
    service = create_service()
    home = create_home(service)
    stay = create_stay(create_child(service), home, "2026-10-30", "2026-10-31")
    row = _night(create_child(service).id, home.id, stay.id, "2026-10-30", bed=1)
    row.over_capacity = True
    with pytest.raises(IntegrityError) as refused:
        stored(row)
    assert broken_constraint(refused.value) == "ck_stay_night_a_bed_or_over_capacity"


def test_find_gives_what_is_seen_and_refuses_the_rest_alike(app: Flask) -> None:
    home = create_home(create_service())
    assert find(SYSTEM, Home, home.id).key == home.key
    with pytest.raises(NotFound) as missing:
        find(SYSTEM, Home, new_id())
    with pytest.raises(NotFound) as hidden:
        find(Viewer(role=Role.MANAGER, service_id=new_id()), Home, home.id)
    assert missing.value.words == hidden.value.words


def test_covering_keeps_what_was_covered_before(app: Flask) -> None:
    viewer = Viewer(role=Role.MANAGER, service_id=new_id())
    statement = covering(viewer, visible(viewer, Home), StayNight)
    assert {"home", "stay_night"} <= set(statement.get_execution_options()["seen"])


def test_every_table_is_named_in_the_singular_and_every_constraint_has_a_name() -> None:
    for table in Base.metadata.sorted_tables:
        assert all(constraint.name for constraint in table.constraints), table.name


def _night(child: uuid.UUID, home: uuid.UUID, stay: uuid.UUID, night: str, bed: int | None = None) -> StayNight:
    return StayNight(
        child_id=child,
        home_id=home,
        stay_id=stay,
        night=dt.date.fromisoformat(night),
        state=NightState.HAPPENED,
        bed=bed,
    )


def test_a_full_disk_is_told_as_what_it_is_and_works_again_afterwards(app: Flask) -> None:
    if not database().is_sqlite:
        failure = OperationalError("x", None, Exception("could not extend file: No space left on device"))
        with pytest.raises(DiskFull, match="no room left"), transaction():
            raise failure
        return
    with pytest.raises(DiskFull, match="no room left"), transaction() as here:
        # SQLite's own way to be full: it may grow no further.
        here.connection().exec_driver_sql("PRAGMA max_page_count = 1")
        here.add(Region(key="x" * 10_000_000))
    # With its connection goes the limit.
    session().close()
    database().engine.dispose()
    create_region()
    assert _regions() == 1


def test_who_will_not_wait_long_is_told_sooner(app: Flask) -> None:
    if not database().is_sqlite:
        pytest.skip("PostgreSQL takes many writers at once")
    with database().writing(1), pytest.raises(Busy), transaction(seconds=0.05):
        pass
    other = sqlite3.connect(str(database().url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.perf_counter()
    with pytest.raises(Busy), transaction(seconds=0.05):
        pass
    assert time.perf_counter() - began < WAIT_SECONDS, "and not after the usual wait"
    other.execute("ROLLBACK")
    other.close()
    create_region()
    assert session().connection().exec_driver_sql("PRAGMA busy_timeout").scalar() == WAIT_SECONDS * 1000
