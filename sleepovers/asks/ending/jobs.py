"""The daily job that ends asks which nobody answered."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily
from sleepovers.asks.ending.actions import end_unanswered_asks

END_UNANSWERED_ASKS = Job("end_unanswered_asks", "Keep asks that nobody answered", Daily(3, 15), end_unanswered_asks)
