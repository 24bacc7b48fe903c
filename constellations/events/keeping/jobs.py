"""The nightly job that removes what a service keeps no longer of its events."""

from constellations.events.keeping.actions import remove_old_answers
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily

REMOVE_OLD_ANSWERS = Job(
    "remove_old_answers", "Remove old answers and registers of events, and diets", Daily(4, 20), remove_old_answers
)
