"""Events and their dates: an event says what is on and for whom, an occurrence when, each in a row of its own."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, and_, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.events.rules import Circle, EventKind, Length, Pattern, Photos, Repeats
from constellations.models import by_home, by_service
from constellations.permissions import Role


class Event(Base):
    """What is on, once or again and again; its times are those of Europe/London walls.

    `starts_at` none is a whole day, or several. `minutes` is how long it lasts on a wall clock. `home_id` is the
    family that it is for, where it is for one only; `host_id` the home where it takes place or that sees to it.
    `of_month` says which weekday of its month a series comes on where its first date does not (see `Pattern`).
    `follows_id` is the series that this one goes on from. `uid` is its name in the calendar it was loaded from, and
    `as_loaded` the mark of the words that a file of that gave it last: by it is known what people changed since.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("starts_at is not null or minutes % 1440 = 0", name="whole_days"),
        CheckConstraint("(repeats = 'never') = (until is null and times is null)", name="end"),
        CheckConstraint("until is null or times is null", name="one_end"),
        CheckConstraint("(circle = 'home') = (home_id is not null)", name="family"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("cost_pence >= 0", name="cost_pence"),
        UniqueConstraint("service_id", "uid"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(word(EventKind, "kind"))
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    bring: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    circle: Mapped[Circle] = mapped_column(word(Circle, "circle"))
    home_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("home.id"), index=True)
    host_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("home.id"))
    starts_on: Mapped[dt.date]
    starts_at: Mapped[dt.time | None]
    minutes: Mapped[int]
    repeats: Mapped[Repeats] = mapped_column(word(Repeats, "repeats"), default=Repeats.NEVER)
    until: Mapped[dt.date | None]
    times: Mapped[int | None]
    of_month: Mapped[int | None]
    follows_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("event.id"))
    capacity: Mapped[int | None]
    cost_pence: Mapped[int | None]
    photos: Mapped[Photos] = mapped_column(word(Photos, "photos"), default=Photos.NONE)
    uid: Mapped[str | None]
    as_loaded: Mapped[str | None]
    planned_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    planned_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    cancelled_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its circle: the whole service, the members of its constellations, or one family and its liaison worker."""
        if viewer.role is Role.REGIONAL:
            return false()
        return or_(
            and_(cls.circle == Circle.SERVICE, by_service(cls.service_id, viewer)),
            and_(cls.circle == Circle.CONSTELLATIONS, cls._for_constellations(viewer)),
            and_(cls.circle == Circle.HOME, cls._for_family(viewer)),
        )

    @classmethod
    def _for_constellations(cls, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.sees_whole_service:
            return by_service(cls.service_id, viewer)
        theirs = EventConstellation.constellation_id.in_(viewer.constellation_ids)
        return cls.id.in_(select(EventConstellation.event_id).where(theirs))

    @classmethod
    def _for_family(cls, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.role is Role.FINANCE:
            return false()
        return is_key(cls.home_id, viewer.home_id) if viewer.is_carer else by_home(cls.home_id, viewer)

    @property
    def pattern(self) -> Pattern:
        """Its dates as the plain value that the rules take."""
        return Pattern(self.starts_on, self.repeats, self.until, self.times, self.of_month)


class EventConstellation(Base):
    """A constellation that an event is for."""

    __tablename__ = "event_constellation"
    __table_args__ = (Index("ix_event_constellation_theirs", "constellation_id", "event_id"), {"info": GUARDED_TABLE})
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"), primary_key=True)
    constellation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("constellation.id"), primary_key=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its event."""
        return cls.event_id.in_(select(Event.id).where(Event.seen_by(viewer)))


class Occurrence(Base):
    """One date of an event, with all that is its own there.

    `planned_on` is the date that its series gave it and by which calendars know it (RFC 5545, 3.8.4.4), also after it
    was moved to another. `known_as` is the day by which the calendar that it was loaded from knows it, for ever, and
    `as_loaded` the mark of what a file of that said of it last. `title`, `place` and `bring` are those of its event
    where they are none. `called_off_why` is what was said to those who were told that it is called off.
    """

    __tablename__ = "occurrence"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("called_off_why = '' or cancelled_at is not null", name="called_off_why"),
        UniqueConstraint("event_id", "planned_on"),
        Index("ix_occurrence_day", "starts_on", "event_id"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"))
    planned_on: Mapped[dt.date]
    known_as: Mapped[dt.date | None]
    as_loaded: Mapped[str | None]
    starts_on: Mapped[dt.date]
    starts_at: Mapped[dt.time | None]
    minutes: Mapped[int]
    title: Mapped[str | None]
    place: Mapped[str | None]
    bring: Mapped[str | None]
    changed_at: Mapped[dt.datetime | None]
    cancelled_at: Mapped[dt.datetime | None]
    called_off_why: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its event."""
        return cls.event_id.in_(select(Event.id).where(Event.seen_by(viewer)))

    @property
    def length(self) -> Length:
        """When it begins and how long it goes on, as the plain value that the rules take."""
        return Length(self.starts_on, self.starts_at, self.minutes)
