"""The job that writes the Monday digest."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily
from constellations.notices.digest.actions import write_digests

WRITE_DIGESTS = Job(
    "write_digests", "On Mondays, write to those for whom something waits", Daily(8), write_digests, per_service=False
)
