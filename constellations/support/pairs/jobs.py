"""The job that reminds quiet pairs."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily
from constellations.support.pairs.actions import remind_pairs

REMIND_PAIRS = Job("remind_pairs", "Remind buddies and mentors who have not talked for a month", Daily(8), remind_pairs)
