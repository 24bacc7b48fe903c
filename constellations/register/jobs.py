"""The job that removes registers, calendars and terms that somebody handed over and never loaded."""

import datetime as dt
import uuid

from flask_babel import ngettext

from constellations.access import Viewer
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every, JobResult
from constellations.register.uploads import forget_old_uploads


def sweep_uploads(
    viewer: Viewer,  # noqa: ARG001  # what was handed over goes by its age alone
    service_id: uuid.UUID | None,  # noqa: ARG001  # what was handed over in all services lies side by side
    since: dt.date,  # noqa: ARG001  # whatever the day on which it was missed
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Remove what was handed over more than an hour ago. Raises OSError where something stays."""
    found = forget_old_uploads()
    words = ngettext("What was handed over %(num)s time.", "What was handed over %(num)s times.", found)
    return JobResult(found, words if found else "")


SWEEP_UPLOADS = Job(
    "sweep_uploads", "Remove files that were handed over and not loaded", Every(300), sweep_uploads, per_service=False
)
"""Often, for it is promised that they go after an hour; two at once do no harm."""
