"""Secret addresses of feeds, the entries that go to them, and what tells that something changed."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.columns import HASH, Words, word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.feeds.rules import CircleKind, Content, Detail, EntryKind, Wording
from constellations.models import by_service


class FeedAddress(Base):
    """A secret address at which one calendar of a person fetches what they see; only a hash of the secret is kept.

    `tag` and `tag_since` are the version that was sent last, and since when it is the one.
    """

    __tablename__ = "feed_address"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(HASH, unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    contents: Mapped[frozenset[Content]] = mapped_column(Words(Content))
    detail: Mapped[Detail] = mapped_column(word(Detail, "detail"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    last_fetched_at: Mapped[dt.datetime | None]
    fetched_by: Mapped[str] = mapped_column(default="")
    tag: Mapped[str | None]
    tag_since: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return is_key(cls.person_id, viewer.person_id)


class FeedEntry(Base):
    """One wording of an entry, rendered: an event with all its dates, a stay, something to do.

    `subject_id` is what it is about, `digest` what it says without when that changed. A day is a London date.
    """

    __tablename__ = "feed_entry"
    __table_args__ = (Index("ix_feed_entry_service", "service_id", "last_day"), {"info": GUARDED_TABLE})
    subject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[EntryKind] = mapped_column(word(EntryKind, "kind"), primary_key=True)
    wording: Mapped[Wording] = mapped_column(word(Wording, "wording"), primary_key=True)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[dt.datetime]
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    cancelled_on: Mapped[dt.date | None]
    digest: Mapped[str] = mapped_column(HASH)
    text: Mapped[bytes]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Nobody's by itself: it is read through what it is about, which says who sees it; and by its service."""
        return by_service(cls.service_id, viewer)


class FeedEntryCircle(Base):
    """A circle of people in whose feeds an entry may stand."""

    __tablename__ = "feed_entry_circle"
    __table_args__ = (Index("ix_feed_entry_circle_subject", "subject_id"), {"info": GUARDED_TABLE})
    circle: Mapped[CircleKind] = mapped_column(word(CircleKind, "circle"), primary_key=True)
    circle_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its entry."""
        return by_service(cls.service_id, viewer)


class FeedCircle(Base):
    """How often something changed in a circle: a feed whose circles all stand where they stood is what it was."""

    __tablename__ = "feed_circle"
    circle: Mapped[CircleKind] = mapped_column(word(CircleKind, "circle"), primary_key=True)
    circle_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)


class FeedChange(Base):
    """What changed in a circle when it came to a version; kept for a day, so that a feed need not be read whole."""

    __tablename__ = "feed_change"
    circle: Mapped[CircleKind] = mapped_column(word(CircleKind, "circle"), primary_key=True)
    circle_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    day: Mapped[dt.date] = mapped_column(default=clock.today, index=True)


class FeedDebt(Base):
    """A service of which all entries are to be looked at again, because much of it changed at once."""

    __tablename__ = "feed_debt"
    __table_args__ = ({"info": GUARDED_TABLE},)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    since: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Those of the service."""
        return by_service(cls.service_id, viewer)
