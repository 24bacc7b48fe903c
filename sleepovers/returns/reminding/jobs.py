"""The job that asks hubs for their returns."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily
from sleepovers.returns.reminding.actions import remind_hubs

REMIND_HUBS = Job("remind_of_returns", "On the 1st, ask hubs for last month’s return", Daily(8, 10), remind_hubs)
