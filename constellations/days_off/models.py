"""What a service says of days: its own days off, and the terms and holidays of its schools."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_service


class OwnDay(Base):
    """A day of which a service says more than the calendar of its nation: what it is called; with none, no day off."""

    __tablename__ = "own_day"
    __table_args__ = ({"info": GUARDED_TABLE},)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    words: Mapped[str | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """All of the service."""
        return by_service(cls.service_id, viewer)


class SchoolPeriod(Base):
    """A term, or days without school, as a service's list has it; both days included."""

    __tablename__ = "school_period"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="ends_after_it_starts"),
        Index("ix_school_period_year", "service_id", "school_year"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    school_year: Mapped[int]
    name: Mapped[str]
    first_on: Mapped[dt.date]
    last_on: Mapped[dt.date]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """All of the service."""
        return by_service(cls.service_id, viewer)
