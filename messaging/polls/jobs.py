"""The job that closes polls when their last day is over."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every
from messaging.polls.actions import close_polls_at_end

CLOSE_POLLS = Job(
    "close_polls", "Close polls whose last day is over", Every(300), close_polls_at_end, per_service=False
)
