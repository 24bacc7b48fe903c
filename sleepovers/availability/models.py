"""A home's weekly pattern, and what it says of single times in spite of it."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Dated, by_home, half_open
from constellations.rules import Span
from sleepovers.availability.rules import Said, SpanWord


class ClosedWeekday(Base):
    """A weekday whose nights a home usually keeps for itself; with no row every night is possible. Monday is 0."""

    __tablename__ = "closed_weekday"
    __table_args__ = (CheckConstraint("weekday between 0 and 6", name="weekday"), {"info": GUARDED_TABLE})
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its home."""
        return by_home(cls.home_id, viewer)


class AvailabilitySpan(Dated, Base):
    """An exception from the pattern: nights on which a home is away, or free; of two the later said counts."""

    __tablename__ = "availability_span"
    __table_args__ = (
        half_open(),
        Index("ix_availability_span_home", "home_id", "ends_on"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    starts_on: Mapped[dt.date] = mapped_column()
    ends_on: Mapped[dt.date] = mapped_column(nullable=False)
    word: Mapped[SpanWord] = mapped_column(word(SpanWord, "word"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its home."""
        return by_home(cls.home_id, viewer)

    @property
    def said(self) -> Said:
        """The same as the plain value that the rules take."""
        return Said(self.word, Span(self.starts_on, self.ends_on))
