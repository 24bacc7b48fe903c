"""The job that hands in text messages."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every
from constellations.notices.texts.actions import send_waiting_texts

SEND_TEXTS = Job("send_texts", "Send the text messages that wait", Every(20), send_waiting_texts, per_service=False)
