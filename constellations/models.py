"""Services, constellations, homes and people, and the dated rows that tie them together.

Dated rows are half-open: a row holds from `starts_on` up to, but without, `ends_on`; no end means until further notice.
"""

import datetime as dt
import uuid

from sqlalchemy import (
    BindParameter,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    exists,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column

from constellations.access import GUARDED_TABLE, Key, Viewer, is_key
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.permissions import Role
from constellations.rules import ConstellationKind, HomeRole, HomeStatus, Nation


class Region(Base):
    """Several services that look at themselves together; a regional viewer belongs to one."""

    __tablename__ = "region"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(unique=True)


class Service(Base):
    """A fostering service: a council's or an agency's; nothing of one is ever shown to another."""

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("closing_day between 1 and 28", name="closing_day"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    region_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("region.id"))
    sleepover_word: Mapped[str] = mapped_column(default="sleepover")
    out_of_hours_phone: Mapped[str | None]
    photos_allowed: Mapped[bool] = mapped_column(default=False)
    documents_allowed: Mapped[bool] = mapped_column(default=False)
    closing_day: Mapped[int] = mapped_column(default=5)
    nation: Mapped[Nation] = mapped_column(word(Nation, "nation"), default=Nation.ENGLAND)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own service; a regional viewer sees those of the region."""
        if viewer.role is Role.REGIONAL:
            return is_key(cls.region_id, viewer.region_id)
        return is_key(cls.id, viewer.service_id)


def by_service(column: Key, viewer: Viewer) -> ColumnElement[bool]:
    """Rows of a service, seen by all of that service (and of no other)."""
    if viewer.role is Role.REGIONAL:
        return column.in_(select(Service.id).where(is_key(Service.region_id, viewer.region_id)))
    return is_key(column, viewer.service_id)


class Constellation(Base):
    """One hub home and its satellites, or a Hive; from `closed_on` on no home belongs to it."""

    __tablename__ = "constellation"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    kind: Mapped[ConstellationKind] = mapped_column(word(ConstellationKind, "kind"))
    closed_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own constellations; managers and finance see those of the service."""
        return by_constellation(cls.id, cls.service_id, viewer)

    def stands_on(self, day: dt.date) -> bool:
        """Whether it is not closed on a day."""
        return self.closed_on is None or self.closed_on > day


def by_constellation(constellation: Key, service: Key, viewer: Viewer) -> ColumnElement[bool]:
    """Rows of a constellation that also carry its service."""
    if viewer.sees_whole_service or viewer.role is Role.REGIONAL:
        return by_service(service, viewer)
    return constellation.in_(viewer.constellation_ids)


class Home(Base):
    """A foster home: the household that is approved, hosts, and is paid.

    `approved_on` is the day on which its carers were approved as foster carers, where it is known.
    """

    __tablename__ = "home"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    area: Mapped[str | None]
    approved_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own home and those of one's constellations."""
        return by_home(cls.id, viewer)


def by_home(column: Key, viewer: Viewer) -> ColumnElement[bool]:
    """Rows of a home: by service for those who see all of it, else by what shares a constellation.

    Carers see homes that are members today; a liaison worker also those that were, for their past months.
    """
    if viewer.sees_whole_service or viewer.role is Role.REGIONAL:
        return column.in_(select(Home.id).where(by_service(Home.service_id, viewer)))
    member = select(Membership.home_id).where(Membership.constellation_id.in_(viewer.constellation_ids))
    if viewer.is_carer:
        return or_(is_key(column, viewer.home_id), column.in_(member.where(holds_on(Membership, viewer.today))))
    return column.in_(member)


def by_home_today(column: Key, viewer: Viewer) -> ColumnElement[bool]:
    """Rows that tell how a home is now, as `by_home`; a liaison worker loses them with the home.

    Theirs are the homes that are members today, and those that are in no constellation any more and left theirs last.
    """
    if viewer.is_system:
        return true()
    if viewer.role is not Role.LIAISON:
        return by_home(column, viewer)
    mine, later = aliased(Membership), aliased(Membership)
    went_on = exists().where(
        later.home_id == mine.home_id,
        later.starts_on <= viewer.today,
        or_(later.ends_on.is_(None), later.ends_on > mine.ends_on),
    )
    member = select(mine.home_id).where(mine.constellation_id.in_(viewer.constellation_ids))
    return column.in_(member.where(or_(holds_on(mine, viewer.today), and_(mine.ends_on <= viewer.today, ~went_on))))


class Dated:
    """The two dates of a dated row."""

    starts_on: Mapped[dt.date] = mapped_column(default=clock.ALWAYS)
    ends_on: Mapped[dt.date | None]


def holds_on(
    row: type[Dated], day: dt.date | InstrumentedAttribute[dt.date] | BindParameter[dt.date]
) -> ColumnElement[bool]:
    """Whether a dated row holds on a date (half-open)."""
    return (row.starts_on <= day) & (row.ends_on.is_(None) | (row.ends_on > day))


def since_when(starts_on: dt.date) -> dt.date | None:
    """The first day of a dated row, or none where it has held since ever."""
    return None if starts_on == clock.ALWAYS else starts_on


def half_open() -> CheckConstraint:
    """The check of every dated row: it ends after it starts, or not at all."""
    return CheckConstraint("ends_on > starts_on", name="ends_after_it_starts")


class HomeTerms(Dated, Base):
    """What a home is approved and ready for, from a date: its beds for visitors, its number, its status.

    On hold it has a day on which that is looked at again; none where the register put it on hold.
    """

    __tablename__ = "home_terms"
    __table_args__ = (
        half_open(),
        CheckConstraint("beds between 0 and 20", name="beds"),
        CheckConstraint("approved_children between 1 and 20", name="approved_children"),
        {"info": GUARDED_TABLE},
    )
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), primary_key=True)
    starts_on: Mapped[dt.date] = mapped_column(primary_key=True, default=clock.ALWAYS)
    beds: Mapped[int]
    approved_children: Mapped[int]
    status: Mapped[HomeStatus] = mapped_column(word(HomeStatus, "status"))
    review_on: Mapped[dt.date | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its home."""
        return by_home(cls.home_id, viewer)


class Membership(Dated, Base):
    """A home's place in a constellation; hub succession is one membership ending and another beginning."""

    __tablename__ = "membership"
    __table_args__ = (
        half_open(),
        UniqueConstraint("home_id", "constellation_id", "starts_on"),
        Index("ix_membership_constellation", "constellation_id", "home_id", "role", "starts_on", "ends_on"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    constellation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("constellation.id"))
    role: Mapped[HomeRole] = mapped_column(word(HomeRole, "role"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its constellation."""
        if viewer.sees_whole_service or viewer.role is Role.REGIONAL:
            mine = select(Constellation.id).where(by_service(Constellation.service_id, viewer))
            return cls.constellation_id.in_(mine)
        return cls.constellation_id.in_(viewer.constellation_ids)


class Person(Base):
    """An adult who may sign in: a carer of a home, or one of the service's own."""

    __tablename__ = "person"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(word(Role, "role"))
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("service.id"), index=True)
    region_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("region.id"))
    home_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("home.id"), index=True)
    password_hash: Mapped[str | None]
    left_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Staff see the people of the service and its region's viewers; carers those of their constellations' homes."""
        if viewer.is_staff:
            region = select(Service.region_id).where(is_key(Service.id, viewer.service_id))
            return or_(is_key(cls.service_id, viewer.service_id), cls.region_id.in_(region))
        if viewer.is_carer:
            return or_(is_key(cls.id, viewer.person_id), by_home(cls.home_id, viewer))
        return is_key(cls.id, viewer.person_id)


class LiaisonAssignment(Dated, Base):
    """A liaison worker's care for a constellation, also as cover for who is away; and the reason, if one was given."""

    __tablename__ = "liaison_assignment"
    __table_args__ = (half_open(), {"info": GUARDED_TABLE})
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    constellation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("constellation.id"), primary_key=True)
    starts_on: Mapped[dt.date] = mapped_column(primary_key=True, default=clock.ALWAYS)
    is_cover: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own, and those of the constellations one sees."""
        mine = select(Constellation.id).where(Constellation.seen_by(viewer))
        return or_(is_key(cls.person_id, viewer.person_id), cls.constellation_id.in_(mine))
