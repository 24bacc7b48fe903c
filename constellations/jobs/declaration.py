"""What a job is: features declare theirs, `app.py` hands them over as a list."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from constellations.access import Viewer
from constellations.jobs.rules import Every, JobResult, Schedule

Run = Callable[[Viewer, uuid.UUID | None, dt.date, dt.date], JobResult]
"""Do what is due from the first date to the last, both included, for a service; none where the job is not per service.

It may be called again for days it has done, and then must do nothing twice.
"""


@dataclass(frozen=True, slots=True)
class Job:
    """Something that Roost does by itself; `words` say what, for people: "Flag uplifts that are due"."""

    name: str
    words: str
    schedule: Schedule
    run: Run
    per_service: bool = True

    @property
    def is_frequent(self) -> bool:
        """Whether it runs so often that the ledger keeps only runs that found something, and one a day."""
        return isinstance(self.schedule, Every)
