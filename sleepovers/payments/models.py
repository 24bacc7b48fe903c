"""What carers say is wrong, adjustments, and the batches in which uplifts are paid."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, column, false
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Key, Viewer, is_key
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.columns import HASH, word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_home
from constellations.permissions import Role
from sleepovers.payments.paying.rules import LineState
from sleepovers.payments.rules import AdjustmentStatus, DisputeState


class NightDispute(Base):
    """A night of a home's month of which a carer says that something is wrong; without a stay, one that is missing.

    Open until staff settle it: the night stands as it was counted, or it was put right. The month may have a claim or
    none. `entered_by` is the member of staff who wrote it down for a carer who phoned.
    """

    __tablename__ = "night_dispute"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (settled_at is null)", name="settled_or_open"),
        Index(
            "uq_night_dispute_open",
            *("home_id", "stay_id", "night"),
            unique=True,
            sqlite_where=column("state") == "open",
            postgresql_where=column("state") == "open",
        ),
        Index("ix_night_dispute_home_month", "home_id", "month"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    month: Mapped[Month]
    night: Mapped[dt.date]
    stay_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stay.id"))
    words: Mapped[str]
    raised_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    entered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[DisputeState] = mapped_column(word(DisputeState, "state"), default=DisputeState.OPEN)
    answer: Mapped[str | None]
    settled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As the claim of its month would be."""
        return money_of(cls.home_id, cls.service_id, viewer)


def money_of(home: Key, service: Key, viewer: Viewer) -> ColumnElement[bool]:
    """Money of a home: for who is paid and for staff, as a claim."""
    if viewer.is_carer:
        return is_key(home, viewer.home_id)
    if viewer.role is Role.REGIONAL:
        return false()
    return is_key(service, viewer.service_id) if viewer.sees_whole_service else by_home(home, viewer)


class Adjustment(Base):
    """What is put right after its month was closed: more or less money, paid with the next open month.

    One person proposes it and another approves it, or lets it be; nothing is taken back by itself.
    """

    __tablename__ = "claim_adjustment"
    __table_args__ = (
        CheckConstraint("pence <> 0", name="pence"),
        CheckConstraint("into_month > month", name="into_a_later_month"),
        CheckConstraint("(status = 'proposed') = (decided_by is null)", name="decided_or_proposed"),
        CheckConstraint("decided_by <> proposed_by", name="decided_by_another"),
        CheckConstraint("approver_home_id <> home_id", name="decided_by_no_payee"),
        Index("ix_claim_adjustment_home_month", "home_id", "month"),
        Index("ix_claim_adjustment_into", "service_id", "into_month"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    month: Mapped[Month]
    into_month: Mapped[Month]
    claim_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("claim.id"), index=True)
    dispute_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("night_dispute.id"), unique=True)
    nights: Mapped[int] = mapped_column(default=0)
    pence: Mapped[int]
    reason: Mapped[str]
    status: Mapped[AdjustmentStatus] = mapped_column(
        word(AdjustmentStatus, "status"), default=AdjustmentStatus.PROPOSED
    )
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[dt.datetime | None]
    approver_home_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("home.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As the claim it belongs to."""
        return money_of(cls.home_id, cls.service_id, viewer)


class Batch(Base):
    """One export: its files as they were made, byte for byte, and their seals."""

    __tablename__ = "payment_batch"
    __table_args__ = (
        UniqueConstraint("service_id", "number"),
        CheckConstraint("line_count > 0", name="line_count"),
        Index("ix_payment_batch_month", "service_id", "month"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    month: Mapped[Month]
    number: Mapped[int]
    line_count: Mapped[int]
    pence: Mapped[int]
    csv: Mapped[bytes]
    csv_sha256: Mapped[str] = mapped_column(HASH)
    xlsx: Mapped[bytes]
    xlsx_sha256: Mapped[str] = mapped_column(HASH)
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By those who see all of the service's money."""
        return is_key(cls.service_id, viewer.service_id) if viewer.sees_whole_service else false()


class PaymentLine(Base):
    """One amount of a batch, of a claim or of an adjustment; what came back goes out again in a later batch.

    Of a claim there is a second part where a night was paused when the first one went out. No part, and no adjustment,
    is under way twice, by constraint.
    """

    __tablename__ = "payment_line"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        UniqueConstraint("service_id", "reference"),
        CheckConstraint("pence <> 0", name="pence"),
        CheckConstraint("(claim_id is null) <> (adjustment_id is null)", name="of_one_thing"),
        CheckConstraint("(part is null) = (claim_id is null)", name="part_of_a_claim"),
        CheckConstraint("(state = 'paid') = (paid_on is not null)", name="paid_on_a_day"),
        Index(
            "uq_payment_line_part",
            *("claim_id", "part"),
            unique=True,
            sqlite_where=column("state") != "bounced",
            postgresql_where=column("state") != "bounced",
        ),
        Index(
            "uq_payment_line_adjustment",
            "adjustment_id",
            unique=True,
            sqlite_where=column("state") != "bounced",
            postgresql_where=column("state") != "bounced",
        ),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payment_batch.id"))
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    number: Mapped[int]
    claim_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("claim.id"))
    part: Mapped[int | None]
    adjustment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("claim_adjustment.id"))
    reference: Mapped[str]
    pence: Mapped[int]
    state: Mapped[LineState] = mapped_column(word(LineState, "state"), default=LineState.SENT)
    paid_on: Mapped[dt.date | None]
    reason: Mapped[str | None]
    told_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    told_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As the claim it pays."""
        return money_of(cls.home_id, cls.service_id, viewer)


class Payee(Base):
    """The number under which the council's own system knows a home; never anything of a bank."""

    __tablename__ = "payee"
    __table_args__ = ({"info": GUARDED_TABLE},)
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), primary_key=True)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    supplier_number: Mapped[str]
    entered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By those who pay."""
        return is_key(cls.service_id, viewer.service_id) if viewer.sees_whole_service else false()


class PaymentLayout(Base):
    """How a service's payment file is laid out: which columns, under which headings, and what stands in each line.

    `columns` is written as `field=heading` lines, in their order; see `exporting/layout.py`.
    """

    __tablename__ = "payment_layout"
    __table_args__ = ({"info": GUARDED_TABLE},)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    columns: Mapped[str]
    cost_centre: Mapped[str] = mapped_column(default="")
    code: Mapped[str] = mapped_column(default="")
    changed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By those who pay."""
        return is_key(cls.service_id, viewer.service_id) if viewer.sees_whole_service else false()
