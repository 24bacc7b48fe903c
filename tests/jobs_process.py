"""A process of Roost with one job of its own, for tests that kill it: it writes a row, rests, and is done."""

import datetime as dt
import sys
import threading
import time
import uuid

from app import create_app
from constellations.access import Viewer
from constellations.core.settings import read_settings
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily, Every, JobResult
from constellations.jobs.scheduler import EXTENSION, run_scheduler

REST_SECONDS = float(sys.argv[1])


def look_after(viewer: Viewer, service_id: uuid.UUID | None, since: dt.date, until: dt.date) -> JobResult:
    """Rest a while, as a long job would."""
    time.sleep(REST_SECONDS)
    return JobResult((until - since).days + 1, f"{viewer.name} {service_id}")


nightly = Job("look_after_homes", "Look after homes", Daily(3), look_after)
often = Job("look_out", "Look out", Every(1), look_after, per_service=False)
app = create_app(read_settings())
app.extensions[EXTENSION] = (nightly, often)
run_scheduler(app, threading.Event())
