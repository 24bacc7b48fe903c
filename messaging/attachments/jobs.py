"""The daily job that removes the files which no message speaks of any more."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily
from messaging.attachments.actions import sweep_attachments

SWEEP_ATTACHMENTS = Job(
    "sweep_attachments", "Remove files of removed messages", Daily(3, 45), sweep_attachments, per_service=False
)
