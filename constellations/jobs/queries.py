"""Which runs of which jobs the ledger knows."""

import datetime as dt
import uuid

from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.jobs.models import JobRun
from constellations.jobs.rules import GOOD, Outcome


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


def is_noted_on(viewer: Viewer, name: str, day: dt.date) -> bool:
    """Whether the ledger has a run of a job for this last day."""
    noted = select(JobRun.id).where(JobRun.name == name, JobRun.until == day).limit(1)
    return session().scalar(covering(viewer, noted, JobRun)) is not None
