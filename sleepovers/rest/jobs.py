"""The nightly job that asks liaison workers to look after homes that could do with a rest."""

import datetime as dt
import uuid

from flask_babel import ngettext

from constellations.access import Viewer
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily, JobResult
from sleepovers.rest.actions import look_after_homes


def look_after(viewer: Viewer, service_id: uuid.UUID | None, since: dt.date, until: dt.date) -> JobResult:
    """Tell what nobody was told yet; days that were missed are made up for."""
    told = look_after_homes(viewer, service_id, since, until) if service_id else 0
    return JobResult(told, ngettext("%(num)s sign of strain told.", "%(num)s signs of strain told.", told))


LOOK_AFTER_HOMES = Job("look_after_homes", "Look after homes that could do with a rest", Daily(3, 45), look_after)
