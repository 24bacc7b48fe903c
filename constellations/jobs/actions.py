"""Running jobs: one process at a time, days that were missed too, every run in the ledger."""

import datetime as dt
import uuid
from dataclasses import dataclass

import structlog
from sqlalchemy import update

from constellations.access import Viewer, covering
from constellations.activity.actions import record
from constellations.core import clock
from constellations.core.database import database, session, transaction
from constellations.core.errors import NotFound
from constellations.core.leases import alone
from constellations.jobs.declaration import Job
from constellations.jobs.models import JOBS_BEAT, Heartbeat, JobRun
from constellations.jobs.queries import failures_on, is_noted_on, last_good_days, whom_for
from constellations.jobs.rules import MOST_FAILURES, AnotherRunsIt, Ending, Outcome, days_due
from constellations.permissions import Permission

log = structlog.get_logger()

STOPPED_WORDS = "It was stopped in the middle; the next run did what was left."


@dataclass(frozen=True, slots=True)
class _Due:
    """One run that is to be made."""

    job: Job
    service_id: uuid.UUID | None
    since: dt.date
    until: dt.date


def run_for_own_service(viewer: Viewer, job: Job) -> list[JobRun]:
    """Run a job now for the viewer's service alone; gives the ledger's rows.

    Raises Forbidden, NotFound for a job of the installation, and AnotherRunsIt.
    """
    viewer.must(Permission.SET_SERVICE)
    if not job.per_service or viewer.service_id is None:
        raise NotFound
    with transaction():
        record(viewer, "run_job")
    return _run_for(job, [viewer.service_id], viewer.today)


def run_job(job: Job, today: dt.date) -> list[JobRun]:
    """Run a job now, for each service or once, from the day after its last good run up to today.

    Gives the ledger's rows. A service whose run fails keeps no other from its own.
    Raises AnotherRunsIt where the same job runs elsewhere.
    """
    return _run_for(job, whom_for(Viewer.system(), job), today)


def _run_for(job: Job, whom: list[uuid.UUID | None], today: dt.date) -> list[JobRun]:
    with alone(database(), f"job-{job.name}") as is_ours:
        if not is_ours:
            raise AnotherRunsIt
        _close_what_was_stopped(job)
        known = last_good_days(Viewer.system(), job.name)
        due = [_Due(job, each, *days_due(known.get(each), today)) for each in whom]
        return [run for run in map(_run, due) if run is not None]


def beat() -> None:
    """Note that the process which runs the jobs is alive."""
    with transaction() as here:
        here.merge(Heartbeat(name=JOBS_BEAT, at=clock.now()))


def _close_what_was_stopped(job: Job) -> None:
    """Mark runs that never ended: whoever began them is gone, or the lease would not be ours."""
    stopped = update(JobRun).where(JobRun.name == job.name, JobRun.outcome == Outcome.RUNNING)
    with transaction() as here:
        values = stopped.values(outcome=Outcome.FAILED, ended_at=clock.now(), words=STOPPED_WORDS)
        here.execute(covering(Viewer.system(), values))


def _run(due: _Due) -> JobRun | None:
    """One run and its row; none where a frequent job had nothing to say, or failed as it did all day."""
    run = JobRun(
        name=due.job.name,
        service_id=due.service_id,
        started_at=clock.now(),
        outcome=Outcome.RUNNING,
        since=due.since,
        until=due.until,
    )
    if not due.job.is_frequent:
        _store(run)
    ending = _attempt(due)
    says_nothing = due.job.is_frequent and ending.outcome is Outcome.NOTHING_DUE
    if says_nothing and is_noted_on(Viewer.system(), due.job.name, due.until):
        return None
    if due.job.is_frequent and ending.outcome is Outcome.FAILED and _is_known_to_fail(due):
        return None
    run.outcome, run.found, run.words, run.ended_at = ending.outcome, ending.found, ending.words, clock.now()
    _store(run)
    return run


def _is_known_to_fail(due: _Due) -> bool:
    failed = failures_on(Viewer.system(), due.job.name, due.until)
    return failed.get(due.service_id, 0) >= MOST_FAILURES


def _attempt(due: _Due) -> Ending:
    try:
        return Ending.of(due.job.run(Viewer.system(), due.service_id, due.since, due.until))
    except Exception as failure:  # whatever a job stumbles over, the others go on
        session().rollback()
        log.error("job failed", job=due.job.name, service=str(due.service_id), exc_info=failure)
        return Ending.failed(type(failure))


def _store(run: JobRun) -> None:
    """Write the ledger's row; in between it belongs to no session, which the job itself may need to give up."""
    with transaction() as here:
        here.add(run)
    here.expunge(run)
