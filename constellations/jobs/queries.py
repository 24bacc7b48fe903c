"""Which runs of which jobs the ledger knows."""

import datetime as dt
import uuid
from collections.abc import Iterable

from sqlalchemy import func, select

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.core.paging import Paged, paged
from constellations.jobs.declaration import Job
from constellations.jobs.models import JOBS_BEAT, Heartbeat, JobRun
from constellations.jobs.rules import GOOD, MOST_FAILURES, Daily, Outcome, is_missed, last_due
from constellations.models import Service


def whom_for(viewer: Viewer, job: Job) -> list[uuid.UUID | None]:
    """Whom a job runs for: every service, or once for the installation (none)."""
    if not job.per_service:
        return [None]
    return list(session().scalars(visible(viewer, Service).with_only_columns(Service.id).order_by(Service.key)))


def missed_jobs(viewer: Viewer, jobs: Iterable[Job], now: dt.datetime) -> list[tuple[Job, dt.date]]:
    """The daily jobs whose time has passed without a good run for somebody, each with the day that it missed.

    Those that failed too often for that day are left out.
    """
    missed = []
    for job in jobs:
        if not isinstance(job.schedule, Daily):
            continue
        day = last_due(job.schedule, now)
        good = last_good_days(viewer, job.name)
        failed = failures_on(viewer, job.name, day)
        for service_id in whom_for(viewer, job):
            if failed.get(service_id, 0) < MOST_FAILURES and is_missed(job.schedule, good.get(service_id), now):
                missed.append((job, day))
                break
    return missed


def last_beat(viewer: Viewer) -> dt.datetime | None:
    """When the process that runs the jobs was last alive; none where it never was."""
    return when_last(viewer, JOBS_BEAT)


def when_last(viewer: Viewer, beat: str) -> dt.datetime | None:
    """When something that must not stop last was: JOBS_BEAT, BACKUP_BEAT; none where it never was."""
    return session().scalar(covering(viewer, select(Heartbeat.at).where(Heartbeat.name == beat)))


def last_good_days(viewer: Viewer, name: str) -> dict[uuid.UUID | None, dt.date]:
    """The last day that each service's runs of a job have looked after; the key none is the installation's own."""
    good = select(JobRun.service_id, func.max(JobRun.until)).where(JobRun.name == name, JobRun.outcome.in_(GOOD))
    rows = session().execute(covering(viewer, good.group_by(JobRun.service_id), JobRun))
    return {row[0]: row[1] for row in rows}


def failures_on(viewer: Viewer, name: str, day: dt.date) -> dict[uuid.UUID | None, int]:
    """How many runs of a job failed for this last day, by service."""
    failed = select(JobRun.service_id, func.count()).where(
        JobRun.name == name, JobRun.outcome == Outcome.FAILED, JobRun.until == day
    )
    rows = session().execute(covering(viewer, failed.group_by(JobRun.service_id), JobRun))
    return {row[0]: row[1] for row in rows}


def given_up_on(viewer: Viewer, day: dt.date) -> set[str]:
    """The names of the jobs that failed too often for this last day, for somebody whom the viewer may know of."""
    failed = select(JobRun.name).where(JobRun.outcome == Outcome.FAILED, JobRun.until == day)
    often = failed.group_by(JobRun.name, JobRun.service_id).having(func.count() >= MOST_FAILURES)
    return set(session().scalars(covering(viewer, often, JobRun)))


def is_noted_on(viewer: Viewer, name: str, day: dt.date) -> bool:
    """Whether the ledger has a run of a job for this last day."""
    noted = select(JobRun.id).where(JobRun.name == name, JobRun.until == day).limit(1)
    return session().scalar(covering(viewer, noted, JobRun)) is not None


def ledger(viewer: Viewer, number: int) -> Paged[JobRun]:
    """A page of the runs that the viewer may know of, newest first."""
    return paged(visible(viewer, JobRun).order_by(JobRun.started_at.desc(), JobRun.id.desc()), number)


def last_good_runs(viewer: Viewer) -> dict[str, dt.datetime]:
    """When each job's last good run that the viewer may know of ended."""
    good = select(JobRun.name, func.max(JobRun.ended_at)).where(JobRun.outcome.in_(GOOD)).group_by(JobRun.name)
    return {row[0]: row[1] for row in session().execute(covering(viewer, good, JobRun)) if row[1] is not None}
