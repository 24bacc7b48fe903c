"""What messaging does by itself, in one list."""

from messaging.announcements.jobs import SEND_ANNOUNCEMENTS
from messaging.attachments.jobs import SWEEP_ATTACHMENTS
from messaging.polls.jobs import CLOSE_POLLS
from messaging.safeguarding.late.jobs import WAKE_FOR_CONCERNS

JOBS = (SEND_ANNOUNCEMENTS, CLOSE_POLLS, WAKE_FOR_CONCERNS, SWEEP_ATTACHMENTS)
"""What app.py puts together."""
