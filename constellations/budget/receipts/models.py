"""The receipts of budget lines."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.budget.models import BudgetSpend
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.files.rules import FileKind


class Receipt(Base):
    """The receipt of one line; the file itself lies on the disk, under its key. Of a photo there is no name."""

    __tablename__ = "budget_receipt"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("kind in ('photo', 'pdf')", name="photo_or_pdf"),
        CheckConstraint("(kind = 'photo') = (name is null)", name="photo_has_no_name"),
        {"info": GUARDED_TABLE},
    )
    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("budget_spend.id"), primary_key=True)
    kind: Mapped[FileKind] = mapped_column(word(FileKind, "kind"))
    key: Mapped[str]
    bytes: Mapped[int]
    name: Mapped[str | None]
    added_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its line."""
        return cls.spend_id.in_(select(BudgetSpend.id).where(BudgetSpend.seen_by(viewer)))
