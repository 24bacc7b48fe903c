"""Looking at every entry of a service again, and forgetting what no feed holds or opens any more."""

import uuid
from collections.abc import Iterator

from sqlalchemy import delete, or_, select, update

from constellations.access import Viewer, covering
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.feeds.declaration import FeedSource, sources
from constellations.feeds.entries.actions import AT_ONCE, write_entries
from constellations.feeds.models import FeedAddress, FeedChange, FeedDebt, FeedEntry, FeedEntryCircle
from constellations.feeds.rules import CANCELLED_DAYS, window
from constellations.models import Membership, Person
from constellations.permissions import CARERS


def put_right(viewer: Viewer, service_id: uuid.UUID) -> int:
    """Let every entry of a service be what it should be, a few at a time; gives how many wordings were not."""
    found = 0
    for source in sources():
        for some in _in_turn(viewer, source, service_id):
            found += write_entries(source, some)
    return found


def settle_debt(viewer: Viewer, service_id: uuid.UUID) -> int:
    """Look at a service again of which much changed at once; gives how many wordings are new. None where none did.

    What changes meanwhile is owed again, so a debt that was renewed stays.
    """
    owed = select(FeedDebt.since).where(FeedDebt.service_id == service_id)
    since = session().scalar(covering(viewer, owed))
    if since is None:
        return 0
    found = put_right(viewer, service_id)
    with transaction():
        settled = delete(FeedDebt).where(FeedDebt.service_id == service_id, FeedDebt.since == since)
        session().execute(covering(viewer, settled))
    return found


def forget_old_entries(viewer: Viewer, service_id: uuid.UUID) -> None:
    """Remove what was over, or was called off, so long ago that no feed holds it."""
    first, e = window(viewer.today)[0], FeedEntry
    old = or_(e.last_day < first, e.cancelled_on < viewer.today - CANCELLED_DAYS)
    with transaction():
        session().execute(covering(viewer, delete(e).where(e.service_id == service_id, old)))
        session().execute(delete(FeedChange).where(FeedChange.day < viewer.today))
        there = select(e.subject_id).where(e.subject_id == FeedEntryCircle.subject_id)
        bare = delete(FeedEntryCircle).where(FeedEntryCircle.service_id == service_id, ~there.exists())
        # Else the session would first read what it is to forget.
        session().execute(covering(viewer, bare), execution_options={"synchronize_session": False})


def end_addresses_of_left_homes(viewer: Viewer, service_id: uuid.UUID) -> int:
    """End the addresses of carers whose home has left its last constellation, and is to join none; gives how many.

    Where it joins one again some day, who has an old phone of theirs reads nothing.
    """
    m = Membership
    left = select(m.home_id).where(m.ends_on <= viewer.today)
    stays = select(m.home_id).where(or_(m.ends_on.is_(None), m.ends_on > viewer.today))
    theirs = select(Person.id).where(
        Person.service_id == service_id,
        Person.role.in_(CARERS),
        Person.home_id.in_(left),
        Person.home_id.not_in(stays),
    )
    open_still = FeedAddress.ended_at.is_(None), FeedAddress.person_id.in_(theirs)
    with transaction():
        ended = update(FeedAddress).where(*open_still).values(ended_at=clock.now()).returning(FeedAddress.id)
        # Else the session would first read whose they are.
        options = {"synchronize_session": False}
        return len(session().scalars(covering(viewer, ended), execution_options=options).all())


def _in_turn(viewer: Viewer, source: FeedSource, service_id: uuid.UUID) -> Iterator[list[uuid.UUID]]:
    """What stands in feeds of a service, or should, so many at a time."""
    should = session().scalars(covering(viewer, source.of_service(service_id, window(viewer.today)[0])))
    stands = select(FeedEntry.subject_id).where(FeedEntry.service_id == service_id, FeedEntry.kind.in_(source.kinds))
    known = sorted({*should, *session().scalars(covering(viewer, stands))})
    for start in range(0, len(known), AT_ONCE):
        yield known[start : start + AT_ONCE]
