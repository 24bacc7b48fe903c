"""The support log and the monthly returns, as they are stored."""

import datetime as dt
import uuid

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Membership, by_constellation
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.returns.figures.facts import Help
from sleepovers.returns.rules import ReturnState, Said


class OfMonth:
    """A constellation's month; `month_end` is the first day after it, so that a database can compare."""

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    constellation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("constellation.id"))
    month: Mapped[Month]
    month_end: Mapped[dt.date]


class SupportEntry(OfMonth, Base):
    """One line of the support log: how a hub helped a home on a day, how often, and for how many minutes in all."""

    __tablename__ = "support_entry"
    __table_args__ = (
        CheckConstraint("times between 1 and 99", name="times"),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("children > 0", name="children"),
        CheckConstraint("helped_on < month_end", name="in_its_month"),
        Index("ix_support_entry_month", "constellation_id", "month"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    hub_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), index=True)
    help: Mapped[Help] = mapped_column(word(Help, "help"))
    helped_on: Mapped[dt.date]
    times: Mapped[int] = mapped_column(default=1)
    minutes: Mapped[int | None]
    children: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By who was the hub in its month, and by staff as the constellation."""
        return by_hub_or_staff(cls, viewer)


class MonthlyReturn(OfMonth, Base):
    """What a hub said of a month, how far its return has come, and the figures with which it was submitted.

    Without a row a return is open and nobody has said anything. `resignations` and `endings` are how many were averted.
    """

    __tablename__ = "monthly_return"
    __table_args__ = (
        CheckConstraint("resignations >= 0", name="resignations"),
        CheckConstraint("endings >= 0", name="endings"),
        CheckConstraint("(state = 'open') = (snapshot is null)", name="a_snapshot_once_submitted"),
        CheckConstraint("(state = 'open') = (submitted_at is null)", name="submitted"),
        CheckConstraint("(state = 'locked') = (locked_at is not null)", name="locked"),
        CheckConstraint("state = 'open' or (resignations is not null and endings is not null)", name="answered"),
        UniqueConstraint("constellation_id", "month"),
        Index("ix_monthly_return_service", "service_id", "month", "state"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    state: Mapped[ReturnState] = mapped_column(word(ReturnState, "state"), default=ReturnState.OPEN)
    resignations: Mapped[int | None]
    endings: Mapped[int | None]
    story: Mapped[str] = mapped_column(default="")
    # Of a return that is open, there is none: not JSON's null, which a check would take for something.
    snapshot: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    submitted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[dt.datetime | None]
    locked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    locked_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By who was the hub in its month, and by staff as the constellation."""
        return by_hub_or_staff(cls, viewer)


class ReturnNote(Base):
    """Words beside a return: why it was sent back, or what was found after it was locked."""

    __tablename__ = "return_note"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    return_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("monthly_return.id"), index=True)
    said: Mapped[Said] = mapped_column(word(Said, "said"))
    words: Mapped[str]
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its return."""
        return cls.return_id.in_(select(MonthlyReturn.id).where(MonthlyReturn.seen_by(viewer)))


def by_hub_or_staff(row: type[SupportEntry] | type[MonthlyReturn], viewer: Viewer) -> ColumnElement[bool]:
    """Rows of months in which the viewer's home was the hub on any day; for staff those of their constellations.

    Finance and regional viewers read of no family.
    """
    if viewer.role in (Role.FINANCE, Role.REGIONAL):
        return false()
    if not viewer.is_carer:
        return by_constellation(row.constellation_id, row.service_id, viewer)
    held = select(Membership.id).where(
        Membership.constellation_id == row.constellation_id,
        is_key(Membership.home_id, viewer.home_id),
        Membership.role == HomeRole.HUB,
        Membership.starts_on < row.month_end,
        or_(Membership.ends_on.is_(None), Membership.ends_on > row.month),
    )
    return held.exists()
