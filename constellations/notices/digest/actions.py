"""Writing the Monday digest, once for each person and Monday."""

import datetime as dt
import uuid

from flask_babel import gettext
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from constellations.access import Viewer
from constellations.core import clock
from constellations.core.database import database, transaction
from constellations.core.settings import current_settings
from constellations.jobs.rules import JobResult
from constellations.models import Person
from constellations.notices.actions import send_mail
from constellations.notices.digest.queries import people_to_sum_up_for, waiting_words
from constellations.notices.digest.rules import last_monday
from constellations.notices.models import Digest
from constellations.queries import viewer_for


def write_digests(
    viewer: Viewer,
    service_id: uuid.UUID | None,  # noqa: ARG001  # a job of the installation: Monday is the same for all
    since: dt.date,
    until: dt.date,
) -> JobResult:
    """Write to everybody for whom something waits, where a Monday is among these days; again, to nobody twice.

    Of a Monday a week ago nobody is told any more: the digest of today is about to be written.
    """
    monday = last_monday(since, until)
    if monday is None or monday + WEEK <= viewer.today:
        return JobResult(0)
    written = sum(_write(person, monday) for person in people_to_sum_up_for(viewer, monday))
    return JobResult(written, f"{written} written")


def _write(person: Person, monday: dt.date) -> bool:
    """See to one person's Monday; says whether there was anything to write."""
    address, whom, service_id = person.email, person.id, person.service_id
    lines = waiting_words(viewer_for(person))
    insert_here = insert_on_sqlite if database().is_sqlite else insert_on_postgresql
    seen_to = insert_here(Digest).values(person_id=whom, monday=monday, created_at=clock.now())
    with transaction() as here:
        first = here.scalars(seen_to.on_conflict_do_nothing().returning(Digest.person_id)).one_or_none()
        if first is None or not lines:
            return False
        listed = "\n".join(f"- {line}" for line in lines)
        body = gettext(BODY, lines=listed, address=current_settings().public_url.rstrip("/"))
        send_mail(address, gettext(SUBJECT), body, for_person=whom, service_id=service_id)
    return True


WEEK = dt.timedelta(days=7)
SUBJECT = "What waits for you in Roost"

BODY = """Hello

This week there is waiting for you in Roost:

%(lines)s

Sign in to see it:
%(address)s/

For the sake of the children this mail says no more than that. If you do not want it, change that on your page "You".
"""
