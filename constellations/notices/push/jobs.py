"""The job that hands in pushes."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every
from constellations.notices.push.actions import send_waiting_pushes

SEND_PUSHES = Job("send_pushes", "Send the pushes that wait", Every(20), send_waiting_pushes, per_service=False)
