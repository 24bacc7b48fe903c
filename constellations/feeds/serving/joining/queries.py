"""A feed as bytes: its entries, each rendered when it last changed, one after another."""

import uuid

from sqlalchemy import ColumnElement, and_, false, or_, select, true, type_coerce
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import NullType

from constellations.access import covering
from constellations.core.conditional import PACKED, packed
from constellations.core.database import database, session
from constellations.core.settings import current_settings
from constellations.feeds.declaration import kept, kept_joined, source_of
from constellations.feeds.ics import calendar
from constellations.feeds.kept import Joined, Raw, Texts
from constellations.feeds.models import FeedChange, FeedEntry, FeedEntryCircle
from constellations.feeds.rules import KIND_OF, Content, window, wording
from constellations.feeds.serving.queries import Feed, Homes, Now, circles_of, homes_seen, in_circles

MOST_CHANGED = 200
"""Where more things changed than that, a feed is read whole."""


def bytes_of(feed: Feed, now: Now, is_packed: bool) -> bytes:
    """A feed as it is at this moment, from what this process keeps, or put together from its entries."""
    key = f"{now.tag}{PACKED}" if is_packed else now.tag
    found = kept().get(key)
    if found is None:
        found = packed(bytes_of(feed, now, is_packed=False)) if is_packed else joined(feed, now)
        kept().put(key, found)
    return found


def joined(feed: Feed, now: Now) -> bytes:
    """The calendar of a feed; of one that this process knows only what changed since is read."""
    before = kept_joined().get(str(feed.id))
    again = None if before is None or before.basis != now.basis else _changed(feed, now, before)
    found = again or Joined.of(now.basis, now.versions, _texts(feed, true()))
    kept_joined().put(str(feed.id), found)
    return calendar(f"Roost: {feed.name}", found.ordered, current_settings().public_url)


def _changed(feed: Feed, now: Now, before: Joined) -> Joined | None:
    """A feed when some things changed; none where that was too much."""
    c = FeedChange
    later = [
        and_(c.circle == kind, c.circle_id == key, c.version > before.versions.get((kind, key), 0))
        for (kind, key), version in now.versions.items()
        if version != before.versions.get((kind, key))
    ]
    rows = select(c.subject_id).distinct().where(or_(false(), *later)).limit(MOST_CHANGED + 1)
    changed = session().scalars(rows).all()
    if len(changed) > MOST_CHANGED:
        return None
    texts = _texts(feed, FeedEntry.subject_id.in_(changed))
    return before.changed(now.versions, [key.bytes if database().is_sqlite else key for key in changed], texts)


def _texts(feed: Feed, which: ColumnElement[bool]) -> Texts:
    """Those of some entries that the viewer sees."""
    homes = homes_seen(feed)
    found = {}
    for content in feed.contents:
        kind = KIND_OF[content]
        found.update({(kind, subject): text for subject, text in _of_content(feed, content, homes, which)})
    return found


def _of_content(feed: Feed, content: Content, homes: Homes, which: ColumnElement[bool]) -> list[tuple[Raw, bytes]]:
    """The entries of one content; the source says which of them the viewer sees. In no order: SQLite would carry all
    their texts to another place to sort them."""
    kind, e, c = KIND_OF[content], FeedEntry, FeedEntryCircle
    source, (first, end) = source_of(kind), window(feed.viewer.today)
    subject = source.subject
    mine = select(c.subject_id).where(in_circles())
    rows = (
        select(_raw(e.subject_id), e.text)
        .join(subject, subject.__table__.c.id == e.subject_id)
        .where(e.subject_id.in_(mine), which, e.kind == kind, e.wording == wording(feed.detail, kind))
        .where(e.last_day >= first, e.first_day < end, source.seen(feed.viewer, content))
    )
    covered = covering(feed.viewer, rows, subject, through=(e, c, *source.through))
    return [(row[0], row[1]) for row in session().execute(covered, circles_of(feed, homes))]


def _raw(key: InstrumentedAttribute[uuid.UUID]) -> ColumnElement[Raw]:
    """A key just as the database gives it: thousands are only compared."""
    return type_coerce(key, NullType())
