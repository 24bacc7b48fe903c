"""The job that hands in mail."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every
from constellations.notices.outbox.actions import send_waiting_mail

SEND_MAIL = Job("send_mail", "Send the mail that waits", Every(20), send_waiting_mail, per_service=False)
