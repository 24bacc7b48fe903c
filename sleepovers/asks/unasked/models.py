"""Nights for which a home did not ask, because it knew that there was no bed."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_home


class Unasked(Base):
    """One home's one night: said twice it counts once. Staff may say it for a home."""

    __tablename__ = "unasked"
    __table_args__ = (
        UniqueConstraint("home_id", "night"),
        Index("ix_unasked_night", "night"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    night: Mapped[dt.date]
    said_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    said_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By the home itself, and by staff as the home."""
        return is_key(cls.home_id, viewer.home_id) if viewer.is_carer else by_home(cls.home_id, viewer)
