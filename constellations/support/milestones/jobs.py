"""The job that tells of long service."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily
from constellations.support.milestones.actions import tell_of_milestones

TELL_OF_MILESTONES = Job(
    "tell_of_milestones", "Tell liaison workers of long service in the month", Daily(8), tell_of_milestones
)
