"""A process that runs all jobs of Roost, but rests before each service's uplifts: so it can be killed amid them."""

import datetime as dt
import sys
import threading
import time
import uuid
from dataclasses import replace

from app import create_app
from constellations.access import Viewer
from constellations.core.settings import read_settings
from constellations.jobs.declaration import Job
from constellations.jobs.rules import JobResult
from constellations.jobs.scheduler import EXTENSION, jobs_of, run_scheduler
from sleepovers.claims.jobs import FLAG_UPLIFTS, flag_running_months

REST_SECONDS = float(sys.argv[1])


def rest_and_flag(viewer: Viewer, service_id: uuid.UUID | None, since: dt.date, until: dt.date) -> JobResult:
    """The same, after a rest."""
    time.sleep(REST_SECONDS)
    return flag_running_months(viewer, service_id, since, until)


def slowed(job: Job) -> Job:
    """A job as it is, but the one that flags."""
    return replace(job, run=rest_and_flag) if job.name == FLAG_UPLIFTS.name else job


app = create_app(read_settings())
app.extensions[EXTENSION] = tuple(map(slowed, jobs_of(app)))
run_scheduler(app, threading.Event())
