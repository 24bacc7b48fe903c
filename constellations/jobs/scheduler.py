"""The jobs by the clock: each at its time, what was missed at once and again every hour, and a heartbeat."""

import datetime as dt
import threading
from collections.abc import Callable, Sequence

import structlog
from flask import Flask

from constellations.access import Viewer
from constellations.core import clock
from constellations.core.database import database
from constellations.core.limited import at_leisure
from constellations.core.scheduler import Entry, lead
from constellations.jobs.actions import beat, run_job
from constellations.jobs.declaration import Job
from constellations.jobs.queries import missed_jobs
from constellations.jobs.rules import AnotherRunsIt, Daily, is_hour_of_change

log = structlog.get_logger()

EXTENSION = "roost_jobs"
BEAT_SECONDS = 30
CATCH_UP_SECONDS = 60 * 60


def init_jobs(app: Flask, jobs: Sequence[Job]) -> None:
    """Hand the application the jobs of all features; raises ValueError where two have one name."""
    names = [job.name for job in jobs]
    if len(set(names)) < len(names):
        raise ValueError(f"two jobs have one name: {', '.join(sorted(names))}")
    app.extensions[EXTENSION] = tuple(jobs)


def jobs_of(app: Flask) -> tuple[Job, ...]:
    """All jobs, in the order in which they were handed over."""
    found: tuple[Job, ...] = app.extensions[EXTENSION]
    return found


def run_scheduler(app: Flask, stop: threading.Event) -> None:
    """Run every job at its time for as long as this process leads; until told to stop."""
    entries = [_entry(app, job) for job in jobs_of(app)]
    entries.append(Entry("beat", _within(app, beat), every=BEAT_SECONDS))
    entries.append(Entry("catch_up", _within(app, lambda: catch_up(app)), every=CATCH_UP_SECONDS))
    with app.app_context():
        here = database()
    lead(here, entries, stop)


def start_scheduler(app: Flask) -> threading.Event:
    """Run the scheduler in a thread beside the pages, as an embedded database has it; set the event to stop it."""
    stop = threading.Event()
    threading.Thread(target=run_scheduler, args=(app, stop), name="jobs", daemon=True).start()
    return stop


def catch_up(app: Flask) -> None:
    """Run the daily jobs whose time has passed without a good run, in the application's context.

    Each as on the day that it missed: what is for today is done at its time today. Between one and three in the night
    nothing is made up for, whichever process has just begun to lead: the next hour does it.
    """
    if is_hour_of_change(clock.now()):
        return
    for job, day in missed_jobs(Viewer.system(), jobs_of(app), clock.now()):
        _run_unless_it_runs(job, day)


def _entry(app: Flask, job: Job) -> Entry:
    act = _within(app, lambda: _run_unless_it_runs(job, clock.today()))
    if isinstance(job.schedule, Daily):
        return Entry(job.name, act, at=(job.schedule.hour, job.schedule.minute))
    return Entry(job.name, act, every=job.schedule.seconds)


def _run_unless_it_runs(job: Job, day: dt.date) -> None:
    try:
        run_job(job, day)
    except AnotherRunsIt:
        log.info("runs elsewhere already", job=job.name)


def _within(app: Flask, act: Callable[[], None]) -> Callable[[], None]:
    def work() -> None:
        """Act in the application's context, for as long as it takes: beside SQLite this process serves people too."""
        with app.app_context(), at_leisure():
            act()

    return work
