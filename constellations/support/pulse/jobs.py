"""The job that forgets how months were."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily
from constellations.support.pulse.actions import forget_old_pulses

FORGET_OLD_PULSES = Job(
    "forget_old_pulses", "Forget how carers said a month was, after a year", Daily(3), forget_old_pulses, False
)
