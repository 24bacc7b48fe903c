"""Stays and nights: what was agreed, and who slept where. Asks are in asks/models.py."""

import datetime as dt
import uuid

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Key, Viewer, is_key
from constellations.children.models import Placement
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Home, Membership
from sleepovers.rules import Moment, NightState, StayKind, StayState


class Journey:
    """When a child comes and goes, in London wall time: a date, and a time where it is known."""

    arrive_on: Mapped[dt.date]
    arrive_at: Mapped[dt.time | None]
    depart_on: Mapped[dt.date]
    depart_at: Mapped[dt.time | None]

    @property
    def arrive(self) -> Moment:
        """The moment of coming."""
        return Moment(self.arrive_on, self.arrive_at)

    @property
    def depart(self) -> Moment:
        """The moment of going home."""
        return Moment(self.depart_on, self.depart_at)


def in_order() -> CheckConstraint:
    """The check of every journey: nobody goes home before coming."""
    return CheckConstraint("depart_on >= arrive_on", name="departs_after_arriving")


class Stay(Journey, Base):
    """An agreed sleepover of one child at one home; its nights are rows of their own.

    `arrived_at` and `came_home_at` are the instants at which somebody said so; the journey says what was agreed, or
    what really happened.
    """

    __tablename__ = "stay"
    __table_args__ = (
        in_order(),
        UniqueConstraint("ask_id", "child_id"),
        Index("ix_stay_host_arrive", "host_id", "arrive_on"),
        Index("ix_stay_child_arrive", "child_id", "arrive_on"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(unique=True)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"))
    host_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    ask_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ask.id"))
    kind: Mapped[StayKind] = mapped_column(word(StayKind, "kind"))
    state: Mapped[StayState] = mapped_column(word(StayState, "state"))
    arrived_at: Mapped[dt.datetime | None]
    came_home_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By either home's constellation; a liaison worker by what those were at the time of the stay."""
        if viewer.sees_whole_service:
            return is_key(cls.service_id, viewer.service_id)
        return or_(among_homes(cls.host_id, viewer, cls), placed_with_homes(cls.child_id, cls, viewer))


class StayNight(Base):
    """One child's one night: the row that is slept, counted and paid.

    One row for each (child, night), and one child for each (home, night, bed), by constraint. `bed` is none
    over capacity and where the night was not stayed; `over_capacity` keeps what was true when it was said.
    """

    __tablename__ = "stay_night"
    __table_args__ = (
        UniqueConstraint("home_id", "night", "bed"),
        CheckConstraint("bed between 1 and 20", name="bed"),
        CheckConstraint("bed is null or not over_capacity", name="a_bed_or_over_capacity"),
        Index("ix_stay_night_night_home", "night", "home_id", "state"),
        Index("ix_stay_night_stay", "stay_id", "night"),
        {"info": GUARDED_TABLE},
    )
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"), primary_key=True)
    night: Mapped[dt.date] = mapped_column(primary_key=True)
    stay_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stay.id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    state: Mapped[NightState] = mapped_column(word(NightState, "state"))
    bed: Mapped[int | None]
    over_capacity: Mapped[bool] = mapped_column(default=False)
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its stay; finance and managers by the host's service."""
        if viewer.sees_whole_service:
            return cls.home_id.in_(select(Home.id).where(is_key(Home.service_id, viewer.service_id)))
        return cls.stay_id.in_(select(Stay.id).where(Stay.seen_by(viewer)))


class NightChange(Base):
    """What was said of a night before, and what after: its history."""

    __tablename__ = "night_change"
    __table_args__ = (Index("ix_night_change_stay", "stay_id", "at"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    stay_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stay.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"))
    night: Mapped[dt.date]
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    before: Mapped[NightState | None] = mapped_column(word(NightState, "before"))
    after: Mapped[NightState | None] = mapped_column(word(NightState, "after"))
    reason: Mapped[str | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its stay."""
        return cls.stay_id.in_(select(Stay.id).where(Stay.seen_by(viewer)))


def among_homes(column: Key, viewer: Viewer, journey: type[Journey] | None = None) -> ColumnElement[bool]:
    """Homes of the viewer's constellations: today's for a carer, those at the time for a liaison worker."""
    if viewer.is_system:
        return true()
    if viewer.sees_whole_service:
        return column.in_(select(Home.id).where(is_key(Home.service_id, viewer.service_id)))
    members = select(Membership.home_id).where(Membership.constellation_id.in_(viewer.constellation_ids))
    if viewer.is_carer or journey is None:
        since, until = viewer.today, viewer.today
        during = and_(Membership.starts_on <= until, or_(Membership.ends_on.is_(None), Membership.ends_on > since))
        return or_(is_key(column, viewer.home_id), column.in_(members.where(during)))
    during = and_(
        Membership.home_id == column,
        Membership.starts_on <= journey.depart_on,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= journey.arrive_on),
    )
    return members.where(during).exists()


def placed_with_homes(child: Key, journey: type[Journey], viewer: Viewer) -> ColumnElement[bool]:
    """Children who, when they came, lived with one of those homes."""
    return (
        select(Placement.id)
        .where(
            Placement.child_id == child,
            Placement.starts_on <= journey.arrive_on,
            or_(Placement.ends_on.is_(None), Placement.ends_on > journey.arrive_on),
            among_homes(Placement.home_id, viewer, journey),
        )
        .exists()
    )
