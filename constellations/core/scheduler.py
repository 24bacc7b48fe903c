"""What runs by the clock, in one process only: whoever holds the lease leads, the others wait to take over."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from constellations.core import clock
from constellations.core.clock import LONDON
from constellations.core.database import Database
from constellations.core.leases import Lease, take_lease

log = structlog.get_logger()

LOOK_SECONDS = 1.0
"""How often those who wait look whether the lead is free, and the leader whether it still leads."""

LATE_SECONDS = 6 * 60 * 60
"""How late an entry may still begin, where the machine was asleep at its time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timetable: `at` an hour and minute of the London clock, or at once and `every` few seconds."""

    name: str
    act: Callable[[], object]
    at: tuple[int, int] | None = None
    every: int = 0


def lead(database: Database, entries: Iterable[Entry], stop: threading.Event) -> None:
    """Wait for the lead, run the entries while it is held, and begin again should it be lost; until told to stop."""
    entries = tuple(entries)
    while not stop.is_set():
        lease = _try_for(database)
        if lease is None:
            stop.wait(LOOK_SECONDS)
            continue
        log.info("leads the jobs")
        timetable = _timetable(entries)
        timetable.start()
        while lease.is_held() and not stop.wait(LOOK_SECONDS):
            pass
        timetable.shutdown(wait=stop.is_set())
        lease.give_back()


def _try_for(database: Database) -> Lease | None:
    try:
        return take_lease(database, "jobs")
    except (DBAPIError, PoolTimeout) as failure:
        log.warning("no database to ask who leads the jobs", kind=type(failure).__name__)
        return None


def _timetable(entries: Iterable[Entry]) -> BackgroundScheduler:
    """The entries, in memory: a store that several processes share would let each of them run every job."""
    timetable = BackgroundScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(4)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": LATE_SECONDS},
        timezone=LONDON,
    )
    for entry in entries:
        if entry.at is not None:
            hour, minute = entry.at
            timetable.add_job(entry.act, CronTrigger(hour=hour, minute=minute, timezone=LONDON), name=entry.name)
        else:
            again = IntervalTrigger(seconds=entry.every, timezone=LONDON)
            timetable.add_job(entry.act, again, name=entry.name, next_run_time=clock.now())
    return timetable
