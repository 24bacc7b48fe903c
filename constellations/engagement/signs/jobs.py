"""The nightly roll-up of the signs of families."""

from constellations.engagement.signs.actions import roll_up_signs
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily

ROLL_UP_SIGNS = Job("roll_up_signs", "Count when families last took part, and how", Daily(3, 40), roll_up_signs)
