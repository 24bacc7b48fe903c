"""The nightly job that tells managers of long waits."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily
from sleepovers.payments.reminding.actions import tell_of_long_waits

TELL_OF_LONG_WAITS = Job(
    "tell_of_long_waits", "Tell managers of uplift nights that wait to be settled", Daily(3, 45), tell_of_long_waits
)
