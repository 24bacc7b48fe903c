"""Mails to addresses that no row holds any more, and calendar entries, which are bytes."""

from sqlalchemy import delete, func, or_, select, update

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.feeds.entries.actions import GONE, NO_TEXT, let_feeds_follow_all
from constellations.feeds.models import FeedEntry
from constellations.models import Person
from constellations.notices.models import OutboxMail
from constellations.rights.erasing.rules import Erased, Needles

SYSTEM = Viewer.system

FOLD = b"\r\n "
"""Where a line of a calendar is folded (RFC 5545, section 3.1)."""


def forget_mails(erased: Erased) -> None:
    """Remove mails that name somebody and went to nobody who is known: to them, under an address of now or before.

    What another service sends stays, and what only has the same letters in it: a mail to `joann@…` is not Ann's.
    In the service's own mails the name was replaced before; one that was to go to them goes nowhere now.
    """
    names = Needles(erased.needles.names, (), erased.needles.instead)
    named = [func.lower(text).contains(one.lower(), autoescape=True) for one in names.names for text in _TEXTS]
    without_address = OutboxMail.address == names.instead
    to_nobody = OutboxMail.address.not_in(select(Person.email))
    of_service = or_(OutboxMail.service_id.is_(None), OutboxMail.service_id == erased.service_id)
    asked = select(OutboxMail.id, *_TEXTS).where(or_(without_address, *named), to_nobody, of_service)
    rows = session().execute(covering(SYSTEM(), asked)).all()
    ids = [id_ for id_, *texts in rows if names.instead == texts[0] or any(names.replaced(one) != one for one in texts)]
    gone = delete(OutboxMail).where(OutboxMail.id.in_(ids))
    session().execute(covering(SYSTEM(), gone), execution_options=_PAST_OBJECTS)


def write_entries_anew(erased: Erased) -> None:
    """Empty the calendar entries that name somebody, and let the job write them anew, in another version."""
    columns = (FeedEntry.subject_id, FeedEntry.kind, FeedEntry.wording, FeedEntry.text)
    asked = select(*columns).where(FeedEntry.service_id == erased.service_id)
    found = False
    for row in session().execute(covering(SYSTEM(), asked)).all():
        said = row.text.replace(FOLD, b"").decode()
        if erased.needles.replaced(said) != said:
            key = (FeedEntry.subject_id == row.subject_id, FeedEntry.kind == row.kind, FeedEntry.wording == row.wording)
            emptied = update(FeedEntry).where(*key).values(digest=GONE, text=NO_TEXT)
            session().execute(covering(SYSTEM(), emptied), execution_options=_PAST_OBJECTS)
            found = True
    if found:
        let_feeds_follow_all([erased.service_id])


_TEXTS = (OutboxMail.address, OutboxMail.subject, OutboxMail.body)
_PAST_OBJECTS = {"synchronize_session": False}

ERASERS = (forget_mails, write_entries_anew)
"""What constellations bring along."""
