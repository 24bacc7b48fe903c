"""The job that lets announcements out at their moment."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every
from messaging.announcements.actions import send_due_announcements

SEND_ANNOUNCEMENTS = Job(
    "send_announcements", "Let announcements out at their moment", Every(60), send_due_announcements, per_service=False
)
