"""What sleepovers do by themselves, in one list."""

from sleepovers.asks.agreements.jobs import SEEK_AGREEMENTS
from sleepovers.asks.ending.jobs import END_UNANSWERED_ASKS
from sleepovers.asks.waiting.jobs import ASK_AGAIN
from sleepovers.claims.jobs import FLAG_UPLIFTS

JOBS = (SEEK_AGREEMENTS, ASK_AGAIN, END_UNANSWERED_ASKS, FLAG_UPLIFTS)
"""What app.py puts together."""
