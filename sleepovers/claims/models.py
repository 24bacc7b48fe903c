"""Closed months, and claims: one home's uplift for one month."""

import datetime as dt
import uuid

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.columns import HASH, word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_home, by_service
from constellations.permissions import Role
from sleepovers.uplift import Basis, ClaimStatus


class ClosedMonth(Base):
    """A month of a service in which no night is changed any more; only somebody's act closes it."""

    __tablename__ = "closed_month"
    __table_args__ = ({"info": GUARDED_TABLE},)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    month: Mapped[Month] = mapped_column(primary_key=True)
    closed_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By all of the service, since it says what they may still correct."""
        return by_service(cls.service_id, viewer)


CHECKED_ON = "status not in ('checked', 'approved', 'exported', 'paid')"
APPROVED_ON = "status not in ('approved', 'exported', 'paid')"


class Claim(Base):
    """One home's uplift for one month: live figures until it is approved, its snapshot from then on.

    The figures are those of the report. `snapshot` is the report's row as it was approved, `working` the nights, policy
    and rates it rests on, `snapshot_sha256` the seal over both. `closed` is the closed month on which an approval
    rests, so that the database itself refuses one before the close; `approver_home_id` the home of who approved.
    """

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("home_id", "month"),
        CheckConstraint("amount_pence >= 0", name="amount_pence"),
        CheckConstraint("amount_pence is null or amount_reason is null", name="an_amount_or_a_reason"),
        CheckConstraint(f"{CHECKED_ON} or checked_by is not null", name="checked_by_somebody"),
        CheckConstraint(
            f"{APPROVED_ON} or (approved_by is not null and closed = month and amount_pence is not null"
            " and snapshot is not null and working is not null and snapshot_sha256 is not null)",
            name="approved_after_the_close",
        ),
        CheckConstraint("approved_by <> checked_by", name="approved_by_another"),
        CheckConstraint("approver_home_id <> home_id", name="approved_by_no_payee"),
        ForeignKeyConstraint(["service_id", "closed"], ["closed_month.service_id", "closed_month.month"]),
        Index("ix_claim_service_month", "service_id", "month"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    month: Mapped[Month]
    status: Mapped[ClaimStatus] = mapped_column(word(ClaimStatus, "status"))
    child_nights: Mapped[int]
    nights: Mapped[int]
    counted: Mapped[int]
    threshold: Mapped[int]
    basis: Mapped[Basis] = mapped_column(word(Basis, "basis"))
    beyond: Mapped[int]
    amount_pence: Mapped[int | None]
    amount_reason: Mapped[str | None]
    policy_valid_from: Mapped[dt.date | None]
    said_right_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    said_right_at: Mapped[dt.datetime | None]
    checked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[dt.datetime | None]
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[dt.datetime | None]
    approver_home_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("home.id"))
    closed: Mapped[Month | None]
    snapshot: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    working: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    snapshot_sha256: Mapped[str | None] = mapped_column(HASH)
    flagged_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Money is for the home it is paid to and for staff: a carer sees those of the own home alone."""
        if viewer.is_carer:
            return is_key(cls.home_id, viewer.home_id)
        if viewer.role is Role.REGIONAL:
            return false()
        return is_key(cls.service_id, viewer.service_id) if viewer.sees_whole_service else by_home(cls.home_id, viewer)
