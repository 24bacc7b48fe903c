"""What messaging does by itself, in one list."""

from messaging.announcements.jobs import SEND_ANNOUNCEMENTS
from messaging.attachments.jobs import SWEEP_ATTACHMENTS
from messaging.keeping.removing.jobs import REMOVE_OLD_TALK
from messaging.polls.jobs import CLOSE_POLLS

JOBS = (SEND_ANNOUNCEMENTS, CLOSE_POLLS, SWEEP_ATTACHMENTS, REMOVE_OLD_TALK)
"""What app.py puts together."""
