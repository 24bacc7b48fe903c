"""Announcements, and who has said “Got it”; who reads one is a question to the rows of today, never a list."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, exists, false, func, not_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import LiaisonAssignment, Membership, Person, holds_on
from constellations.permissions import CARERS, Permission, Role
from messaging.nearness.queries import TALKING


class Announcement(Base):
    """Something that a constellation is told, or without one the whole service.

    Until it goes out it has a `goes_out_at` and no `sent_at`. `joiners_until` is the last day on which somebody may
    join and still read it. `version` counts how often its words were changed.
    """

    __tablename__ = "announcement"
    __table_args__ = (
        CheckConstraint("sent_at is not null or goes_out_at is not null", name="goes_out"),
        CheckConstraint("(sent_at is null) = (joiners_until is null)", name="joiners"),
        Index("ix_announcement_service_sent", "service_id", "sent_at"),
        Index("ix_announcement_goes_out", "sent_at", "goes_out_at"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    constellation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("constellation.id"), index=True)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    goes_out_at: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    joiners_until: Mapped[dt.date | None]
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawn_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    reminded_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Once it is out by its readers and by managers; by its author also before, while they belong there."""
        reader = select(Person.id).where(is_key(Person.id, viewer.person_id), is_reader(viewer.today))
        in_service = is_key(cls.service_id, viewer.service_id)
        everywhere = in_service if oversees(viewer) else false()
        is_theirs = or_(cls.constellation_id.is_(None), cls.constellation_id.in_(viewer.constellation_ids), everywhere)
        own = and_(is_key(cls.author_id, viewer.person_id), in_service, is_theirs)
        was_called_off = and_(cls.sent_at.is_(None), cls.withdrawn_at.is_not(None))
        out = and_(cls.sent_at.is_not(None), or_(exists(reader.correlate(cls)), everywhere))
        return or_(out, and_(own, not_(was_called_off)))


class GotIt(Base):
    """One person's “Got it”."""

    __tablename__ = "announcement_got_it"
    __table_args__ = ({"info": GUARDED_TABLE},)
    announcement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("announcement.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own; those of all by who wrote it, and by staff who look after its readers."""
        told = select(Announcement.id).where(Announcement.seen_by(viewer))
        if not counts_answers(viewer):
            told = told.where(is_key(Announcement.author_id, viewer.person_id))
        return or_(is_key(cls.person_id, viewer.person_id), cls.announcement_id.in_(told))


def oversees(viewer: Viewer) -> bool:
    """Whether somebody reads the announcements of all constellations of their service: managers do."""
    return viewer.sees_whole_service and viewer.may(Permission.ANNOUNCE)


def counts_answers(viewer: Viewer) -> bool:
    """Whether somebody reads who has answered what others wrote: staff who may write announcements themselves."""
    return viewer.is_staff and viewer.may(Permission.ANNOUNCE)


def is_reader(today: dt.date) -> ColumnElement[bool]:
    """Whether a person reads an announcement, in a statement that names both: who is told is who may read.

    Homes, and people of a service, who came so long after it went out that they do not read it are left out.
    """
    homes = select(Membership.home_id).where(
        Membership.constellation_id == Announcement.constellation_id,
        holds_on(Membership, today),
        or_(Announcement.joiners_until.is_(None), Membership.starts_on <= Announcement.joiners_until),
    )
    liaison = select(LiaisonAssignment.person_id).where(
        LiaisonAssignment.constellation_id == Announcement.constellation_id, holds_on(LiaisonAssignment, today)
    )
    came_in_time = or_(Announcement.joiners_until.is_(None), func.date(Person.created_at) <= Announcement.joiners_until)
    return and_(
        Person.left_at.is_(None),
        Person.role.in_(TALKING),
        Person.service_id == Announcement.service_id,
        Person.id != Announcement.author_id,
        or_(
            and_(Announcement.constellation_id.is_(None), came_in_time),
            and_(Person.role.in_(CARERS), Person.home_id.in_(homes.correlate(Announcement))),
            and_(Person.role == Role.LIAISON, Person.id.in_(liaison.correlate(Announcement))),
        ),
    )
