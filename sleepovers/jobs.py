"""What sleepovers do by themselves, in one list."""

from sleepovers.asks.agreements.jobs import SEEK_AGREEMENTS
from sleepovers.asks.ending.jobs import END_UNANSWERED_ASKS
from sleepovers.claims.jobs import FLAG_UPLIFTS
from sleepovers.payments.reminding.jobs import TELL_OF_LONG_WAITS

JOBS = (SEEK_AGREEMENTS, END_UNANSWERED_ASKS, FLAG_UPLIFTS, TELL_OF_LONG_WAITS)
"""What app.py puts together."""
