"""The job that alerts people to what is new."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every
from constellations.notices.alerts.actions import alert_people

ALERT_PEOPLE = Job("alert_people", "Alert people to what is new", Every(20), alert_people, per_service=False)
