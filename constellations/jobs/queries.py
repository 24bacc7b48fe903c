"""Which runs of which jobs the ledger knows."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from sqlalchemy import and_, func, select

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.core.ids import made_at
from constellations.core.paging import Paged, paged
from constellations.jobs.declaration import Job
from constellations.jobs.models import JOBS_BEAT, Heartbeat, JobRun
from constellations.jobs.rules import GOOD, MOST_FAILURES, Daily, Outcome, WaitedFor, is_missed, last_due
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


def given_up_on(viewer: Viewer, jobs: Iterable[Job], now: dt.datetime) -> dict[str, dt.date]:
    """The jobs that failed too often for their last day, for somebody whom the viewer may know of, each with that day.

    Of a daily job that is the day on which it was due last, also before its time; of a frequent one today.
    """
    days = {job.name: last_due(job.schedule, now) if isinstance(job.schedule, Daily) else viewer.today for job in jobs}
    failed = select(JobRun.name, JobRun.until).where(
        JobRun.outcome == Outcome.FAILED, JobRun.until.in_(set(days.values()))
    )
    often = failed.group_by(JobRun.name, JobRun.service_id, JobRun.until).having(func.count() >= MOST_FAILURES)
    found = {(row[0], row[1]) for row in session().execute(covering(viewer, often, JobRun))}
    return {name: day for name, day in days.items() if (name, day) in found}


def is_noted_on(viewer: Viewer, name: str, day: dt.date) -> bool:
    """Whether the ledger has a run of a job for this last day."""
    noted = select(JobRun.id).where(JobRun.name == name, JobRun.until == day).limit(1)
    return session().scalar(covering(viewer, noted, JobRun)) is not None


def ledger(viewer: Viewer, number: int) -> Paged[JobRun]:
    """A page of the runs that the viewer may know of, newest first."""
    return paged(visible(viewer, JobRun).order_by(JobRun.started_at.desc(), JobRun.id.desc()), number)


def last_good_runs(viewer: Viewer) -> dict[str, dt.datetime]:
    """When each job's last good run that the viewer may know of ended."""
    found: dict[str, dt.datetime] = {}
    for (name, _), at in _good_by_service(viewer).items():
        found[name] = max(at, found.get(name, at))
    return found


def found_last(viewer: Viewer, names: Collection[str]) -> int | None:
    """What the last good runs of some jobs found in all, for whom the viewer may know of; none before the first."""
    good = and_(JobRun.name.in_(names), JobRun.outcome.in_(GOOD))
    each = select(JobRun.name, JobRun.service_id, func.max(JobRun.started_at).label("at")).where(good)
    last = each.group_by(JobRun.name, JobRun.service_id).subquery()
    is_last = and_(
        last.c.name == JobRun.name,
        last.c.at == JobRun.started_at,
        last.c.service_id.is_not_distinct_from(JobRun.service_id),
    )
    found = select(func.sum(JobRun.found)).join(last, is_last).where(good)
    return session().scalar(covering(viewer, found, JobRun))


def waited_for(viewer: Viewer, jobs: Iterable[Job]) -> dict[str, WaitedFor]:
    """Since when somebody has waited for a good run of each job: whoever has waited longest.

    A service that never had one waits since it was made, and for a job of the installation the oldest service does.
    Where there is no service yet, nobody waits for a first run. The ledger has few runs of a frequent job: the newest
    counts, whomever it was for.
    """
    services = {key: made_at(key) for key in session().scalars(visible(viewer, Service).with_only_columns(Service.id))}
    good = _good_by_service(viewer)
    found: dict[str, WaitedFor] = {}
    for job in jobs:
        runs = {key: at for (name, key), at in good.items() if name == job.name}
        if job.is_frequent and runs:
            waits = [WaitedFor(max(runs.values()), has_run=True)]
        elif job.per_service:
            waits = [WaitedFor(runs.get(key, made), key in runs) for key, made in services.items()]
        elif None in runs:
            waits = [WaitedFor(runs[None], has_run=True)]
        else:
            waits = [WaitedFor(made, has_run=False) for made in services.values()]
        if waits:
            found[job.name] = min(waits, key=lambda one: one.since)
    return found


def _good_by_service(viewer: Viewer) -> dict[tuple[str, uuid.UUID | None], dt.datetime]:
    """When the last good run of each job ended, for each service that the viewer may know of."""
    good = select(JobRun.name, JobRun.service_id, func.max(JobRun.ended_at)).where(JobRun.outcome.in_(GOOD))
    rows = session().execute(covering(viewer, good.group_by(JobRun.name, JobRun.service_id), JobRun))
    return {(row[0], row[1]): row[2] for row in rows if row[2] is not None}
