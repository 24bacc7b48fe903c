"""The job that keeps the health check."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily
from constellations.support.health_check.actions import keep_health_check

KEEP_HEALTH_CHECK = Job(
    "keep_health_check", "Open the health check of carers every six months, and close it", Daily(8), keep_health_check
)
