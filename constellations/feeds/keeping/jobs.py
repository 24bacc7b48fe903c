"""What looks at entries by itself: soon after much changed at once, and at all of them each night."""

import datetime as dt
import uuid

from flask_babel import ngettext

from constellations.access import Viewer
from constellations.feeds.keeping.actions import end_addresses_of_left_homes, forget_old_entries, put_right, settle_debt
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily, Every, JobResult


def write_many_entries(
    viewer: Viewer,
    service_id: uuid.UUID | None,
    since: dt.date,  # noqa: ARG001  # what is owed is owed, from whatever day
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Write down what feeds say of a service of which much changed at once."""
    found = settle_debt(viewer, service_id) if service_id else 0
    return JobResult(found, ngettext("%(num)s entry written.", "%(num)s entries written.", found))


def look_through_entries(
    viewer: Viewer,
    service_id: uuid.UUID | None,
    since: dt.date,  # noqa: ARG001  # everything is looked at, whatever the day
    until: dt.date,  # noqa: ARG001  # as above
) -> JobResult:
    """Forget old entries, and put right what was missed: that there was anything is a fault of ours.

    Addresses of carers whose home belongs nowhere any more are ended for good.
    """
    if service_id is None:
        return JobResult(0)
    settle_debt(viewer, service_id)
    forget_old_entries(viewer, service_id)
    end_addresses_of_left_homes(viewer, service_id)
    found = put_right(viewer, service_id)
    return JobResult(found, ngettext("%(num)s entry put right.", "%(num)s entries put right.", found))


WRITE_MANY = Job("write_many_entries", "Write calendar entries after an import", Every(60), write_many_entries)
LOOK_THROUGH = Job("look_through_entries", "Look through the calendar feeds", Daily(4, 10), look_through_entries)

JOBS = (WRITE_MANY, LOOK_THROUGH)
"""What app.py puts together."""
