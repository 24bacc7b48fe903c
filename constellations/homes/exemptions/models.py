"""Exemptions from the usual fostering limit, and the children whom each names."""

import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, false, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Dated, by_home, half_open
from constellations.permissions import Permission


class Exemption(Dated, Base):
    """The leave of a home to foster more children than is usual, from a date: those whom it names."""

    __tablename__ = "exemption"
    __table_args__ = (
        half_open(),
        CheckConstraint("length(conditions) <= 500", name="conditions"),
        Index("ix_exemption_home", "home_id", "starts_on", "ends_on"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    conditions: Mapped[str | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Staff who read of children, by home."""
        return by_home(cls.home_id, viewer) if viewer.may(Permission.SEE_CHILDREN) else false()


class ExemptionChild(Base):
    """A child whom an exemption names."""

    __tablename__ = "exemption_child"
    __table_args__ = ({"info": GUARDED_TABLE},)
    exemption_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("exemption.id"), primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"), primary_key=True, index=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its exemption."""
        return cls.exemption_id.in_(select(Exemption.id).where(Exemption.seen_by(viewer)))
