"""The nightly jobs that walk the audit trail of each service, and of the installation."""

import datetime as dt
import uuid

import structlog
from flask_babel import gettext

from constellations.access import Viewer
from constellations.activity.queries import first_broken_link
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily, JobResult

log = structlog.get_logger()


def check_trail(
    viewer: Viewer,
    service_id: uuid.UUID | None,
    since: dt.date,  # noqa: ARG001  # the whole trail is walked, whatever the day on which it was missed
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Walk an audit trail, and say where it is broken.

    The run goes well all the same: what was altered stays so, and a job that fails every night would tell everybody
    that numbers are of yesterday.
    """
    broken_at = first_broken_link(viewer, service_id)
    if broken_at is None:
        return JobResult(0)
    log.error("audit trail broken", service=str(service_id), link=broken_at)
    words = gettext("Altered or cut off at link %(number)s. Tell the data protection officer.", number=broken_at)
    return JobResult(1, words)


TRAIL_CHECKS = (
    Job("check_audit_trail", "Look whether the audit trail is as it was written", Daily(4, 50), check_trail),
    Job(
        "check_audit_trail_of_none",
        "Look whether the audit trail of the installation is as it was written",
        Daily(4, 50),
        check_trail,
        per_service=False,
    ),
)
"""What brings.py hands over; what they found last is a figure, and stands on the page of jobs."""
