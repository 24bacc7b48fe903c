"""A feed as bytes: its entries, each rendered when it last changed, one after another."""

import uuid
from collections.abc import Collection
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import NullType

from constellations.access import Viewer, covering
from constellations.core.columns import Id
from constellations.core.conditional import PACKED, packed
from constellations.core.database import asked_often, database, session
from constellations.core.settings import current_settings
from constellations.feeds.declaration import FeedSource, kept, kept_joined, source_of
from constellations.feeds.ics import calendar
from constellations.feeds.kept import Joined, Raw, Texts
from constellations.feeds.models import FeedChange, FeedEntry, FeedEntryCircle
from constellations.feeds.rules import KIND_OF, Content, Wording, window, wording
from constellations.feeds.serving.queries import Feed, Now, in_circles

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
    found = again or Joined.of(now.basis, now.versions, _texts(feed, now, feed.contents))
    kept_joined().put(str(feed.id), found)
    return calendar(f"Roost: {feed.name}", found.ordered, current_settings().public_url)


def _changed(feed: Feed, now: Now, before: Joined) -> Joined | None:
    """A feed when some things changed; none where that was too much."""
    c, e = FeedChange, FeedEntry
    later = [
        and_(c.circle == kind, c.circle_id == key, c.version > before.versions.get((kind, key), 0))
        for (kind, key), version in now.versions.items()
        if version != before.versions.get((kind, key))
    ]
    rows = select(c.subject_id, e.kind).distinct().outerjoin(e, e.subject_id == c.subject_id)
    asked = covering(Viewer.system(), rows.where(or_(false(), *later)).limit(MOST_CHANGED + 1))
    found = asked_often(asked, {})
    if len(found) > MOST_CHANGED:
        return None
    changed, kinds = {row[0] for row in found}, {row[1] for row in found}
    texts = _texts(feed, now, [one for one in feed.contents if KIND_OF[one] in kinds], changed)
    return before.changed(now.versions, [key.bytes if database().is_sqlite else key for key in changed], texts)


def _texts(feed: Feed, now: Now, contents: Collection[Content], of: Collection[uuid.UUID] | None = None) -> Texts:
    """The texts of entries that the viewer sees: all, or of some things."""
    given: dict[str, object] = {**now.circles, "subjects": list(of or ())}
    found = {}
    for content in contents:
        kind = KIND_OF[content]
        asked = _of_content(feed.viewer, source_of(kind), content, wording(feed.detail, kind), of is None)
        found.update({(kind, row[0]): row[1] for row in session().execute(asked, given)})
    return found


@lru_cache(maxsize=1024)
def _of_content(
    viewer: Viewer, source: FeedSource, content: Content, words: Wording, is_whole: bool
) -> Select[Raw, bytes]:
    """What asks for the entries of one content; the source says which of them the viewer sees. It is put together
    once for a viewer of a day, for that takes longer than asking.

    In no order: SQLite would carry all their texts to another place to sort them.
    """
    kind, e, c = KIND_OF[content], FeedEntry, FeedEntryCircle
    subject, (first, end) = source.subject, window(viewer.today)
    mine = select(c.subject_id).where(in_circles())
    rows = (
        select(_raw(e.subject_id), e.text)
        .join(subject, subject.__table__.c.id == e.subject_id)
        .where(e.subject_id.in_(mine), e.kind == kind, e.wording == words)
        .where(e.last_day >= first, e.first_day < end, source.seen(viewer, content))
    )
    if not is_whole:
        rows = rows.where(e.subject_id.in_(bindparam("subjects", type_=Id(), expanding=True)))
    return covering(viewer, rows, subject, through=(e, c, *source.through))


def _raw(key: InstrumentedAttribute[uuid.UUID]) -> ColumnElement[Raw]:
    """A key just as the database gives it: thousands are only compared."""
    return type_coerce(key, NullType())
