"""The job that moves emergencies on."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every
from sleepovers.emergencies.climbing.actions import climb_ladders

CLIMB_LADDERS = Job("climb_ladders", "Move emergencies on", Every(15), climb_ladders, per_service=False)
