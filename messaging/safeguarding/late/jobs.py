"""The job that wakes somebody for concerns that wait too long."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every
from messaging.safeguarding.late.actions import wake_for_late_concerns

WAKE_FOR_CONCERNS = Job(
    "wake_for_concerns",
    "Wake somebody for concerns that wait too long",
    Every(60),
    wake_for_late_concerns,
    per_service=False,
)
