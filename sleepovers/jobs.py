"""What sleepovers do by themselves, in one list."""

from sleepovers.asks.agreements.jobs import SEEK_AGREEMENTS
from sleepovers.asks.ending.jobs import END_UNANSWERED_ASKS
from sleepovers.asks.waiting.jobs import ASK_AGAIN
from sleepovers.claims.jobs import FLAG_UPLIFTS
from sleepovers.emergencies.jobs import CLIMB_LADDERS
from sleepovers.payments.reminding.jobs import TELL_OF_LONG_WAITS
from sleepovers.rest.jobs import LOOK_AFTER_HOMES
from sleepovers.returns.reminding.jobs import REMIND_HUBS

JOBS = (
    *(CLIMB_LADDERS, SEEK_AGREEMENTS, ASK_AGAIN, END_UNANSWERED_ASKS),
    *(FLAG_UPLIFTS, TELL_OF_LONG_WAITS, LOOK_AFTER_HOMES),
    REMIND_HUBS,
)
"""What app.py puts together."""
