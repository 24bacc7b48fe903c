"""A process that runs all jobs of Roost, two of which always fail: a daily one for one service, a frequent one for all.

What its timetable does every hour it does every second.
"""

import datetime as dt
import os
import sys
import threading
import uuid
from dataclasses import replace
from pathlib import Path

from app import create_app
from constellations.access import Viewer
from constellations.core.settings import read_settings
from constellations.jobs import scheduler
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every, JobResult
from constellations.notices.texts.jobs import SEND_TEXTS
from sleepovers.claims.jobs import FLAG_UPLIFTS, flag_running_months

TRIES = "tries"
"""The file with a line for each try of a job that fails, in the folder of the installation."""


class Stumbled(Exception):
    """A fault of ours, in the middle of a job."""


def stumble(name: str) -> JobResult:
    """Note the try, and fail."""
    with (Path(os.environ["ROOST_DATA"]) / TRIES).open("a") as tries:
        tries.write(f"{name}\n")
    raise Stumbled("words of somebody")


def flag(viewer: Viewer, service_id: uuid.UUID | None, since: dt.date, until: dt.date) -> JobResult:
    """Flag as always, but for the service that was named."""
    if str(service_id) == sys.argv[1]:
        return stumble(FLAG_UPLIFTS.name)
    return flag_running_months(viewer, service_id, since, until)


def poisoned(job: Job) -> Job:
    """A job as it is, but for the two."""
    if job.name == SEND_TEXTS.name:
        return replace(job, schedule=Every(1), run=lambda *_: stumble(SEND_TEXTS.name))
    return replace(job, run=flag) if job.name == FLAG_UPLIFTS.name else job


def main() -> None:
    """Run them until stopped."""
    scheduler.CATCH_UP_SECONDS = 1
    app = create_app(read_settings())
    app.extensions[scheduler.EXTENSION] = tuple(map(poisoned, scheduler.jobs_of(app)))
    scheduler.run_scheduler(app, threading.Event())


if __name__ == "__main__":
    main()
