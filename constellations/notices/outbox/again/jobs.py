"""The job that finds out whether sending works again."""

from constellations.jobs.declaration import Job
from constellations.jobs.rules import Every
from constellations.notices.outbox.again.actions import try_one_of_each_way

TRY_MAIL_AGAIN = Job(
    "try_mail_again", "Try one mail again that was laid aside", Every(3600), try_one_of_each_way, per_service=False
)
