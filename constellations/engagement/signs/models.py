"""The roll-up of signs by month, and how far it has read in the activity log."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core.clock import Month
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.engagement.signs.rules import Sign
from constellations.models import by_home_today, by_service


class SignMonth(Base):
    """How many signs of one kind a home gave in a month, and the last of them; it follows from the activity log.

    `is_torn` where some were taken back. `last_id` is the row of the log, which orders those of one day.
    """

    __tablename__ = "sign_month"
    __table_args__ = (
        CheckConstraint("count >= 0", name="count"),
        CheckConstraint("(count = 0) = (last_on is null)", name="last"),
        {"info": GUARDED_TABLE},
    )
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), primary_key=True)
    sign: Mapped[Sign] = mapped_column(word(Sign, "sign"), primary_key=True)
    month: Mapped[Month] = mapped_column(primary_key=True)
    count: Mapped[int]
    is_torn: Mapped[bool]
    last_on: Mapped[dt.date | None]
    last_action: Mapped[str | None]
    last_subject_id: Mapped[uuid.UUID | None]
    last_id: Mapped[uuid.UUID | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """A carer those of their own home; staff those of the homes they look after."""
        return is_key(cls.home_id, viewer.home_id) if viewer.is_carer else by_home_today(cls.home_id, viewer)


class SignMark(Base):
    """Up to which instant (not included) the activity log of a service is rolled up; none where nothing is yet."""

    __tablename__ = "sign_mark"
    __table_args__ = ({"info": GUARDED_TABLE},)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    read_until: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its service."""
        return by_service(cls.service_id, viewer)
