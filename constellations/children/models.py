"""Children, the arrangement they live under, the homes they are placed with, and whom they must not meet."""

import datetime as dt
import uuid

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    false,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Key, Viewer, is_key
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Dated, Membership, by_home, half_open, holds_on
from constellations.permissions import Role
from constellations.rules import ChildStatus, StayAuthority


class Child(Base):
    """A child: initials, a month of birth, and nothing that names them; those of one `sibling_group` are siblings.

    One that `is_unnamed` came in the night and is still to be named: it stands for a child until somebody says which.
    """

    __tablename__ = "child"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(unique=True)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    initials: Mapped[str]
    born: Mapped[Month]
    stay_authority: Mapped[StayAuthority] = mapped_column(
        word(StayAuthority, "stay_authority"), default=StayAuthority.UNKNOWN
    )
    is_solo: Mapped[bool] = mapped_column(default=False)
    is_unnamed: Mapped[bool] = mapped_column(default=False)
    sibling_group: Mapped[uuid.UUID | None] = mapped_column(index=True)
    social_worker_email: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Children placed with a home one sees; whom of them a carer reads of is narrower still."""
        return by_child(cls.id, cls.service_id, viewer)


def by_child(child: Key, service: Key, viewer: Viewer) -> ColumnElement[bool]:
    """Rows of a child: a manager's by service, a liaison worker's and a carer's by the home it is placed with.

    Finance and regional viewers read of no child.
    """
    if viewer.role is Role.MANAGER:
        return is_key(service, viewer.service_id)
    if viewer.role in (Role.FINANCE, Role.REGIONAL):
        return false()
    if viewer.is_carer:
        placed = select(Placement.child_id).where(by_home(Placement.home_id, viewer))
        return child.in_(placed.where(holds_on(Placement, viewer.today)))
    # Lived with a home while it was a member: not who was there before it came or after it left.
    together = and_(
        Membership.home_id == Placement.home_id,
        or_(Membership.ends_on.is_(None), Membership.ends_on > Placement.starts_on),
        or_(Placement.ends_on.is_(None), Placement.ends_on > Membership.starts_on),
    )
    lived = select(Placement.child_id).join(Membership, together)
    return child.in_(lived.where(Membership.constellation_id.in_(viewer.constellation_ids)))


class ChildStatusFrom(Dated, Base):
    """The arrangement under which a child lives, from a date."""

    __tablename__ = "child_status"
    __table_args__ = (half_open(), {"info": GUARDED_TABLE})
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"), primary_key=True)
    starts_on: Mapped[dt.date] = mapped_column(primary_key=True, default=clock.ALWAYS)
    status: Mapped[ChildStatus] = mapped_column(word(ChildStatus, "status"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its child."""
        return _as_child(cls.child_id, viewer)


class Placement(Dated, Base):
    """The home in which a child lives, from a date; a stay elsewhere overlays it and never ends it."""

    __tablename__ = "placement"
    __table_args__ = (
        half_open(),
        UniqueConstraint("child_id", "starts_on"),
        Index("ix_placement_home", "home_id", "child_id", "starts_on", "ends_on"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its child."""
        return _as_child(cls.child_id, viewer)


class NotTogether(Base):
    """Two children who must not sleep in one home; only staff know, and `first_id` < `second_id`."""

    __tablename__ = "not_together"
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"), {"info": GUARDED_TABLE})
    first_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"), primary_key=True)
    second_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"), primary_key=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Staff alone, by either child."""
        if not viewer.is_staff:
            return false()
        return or_(_as_child(cls.first_id, viewer), _as_child(cls.second_id, viewer))


def _as_child(column: Key, viewer: Viewer) -> ColumnElement[bool]:
    if viewer.is_system:
        return true()
    return column.in_(select(Child.id).where(Child.seen_by(viewer)))
