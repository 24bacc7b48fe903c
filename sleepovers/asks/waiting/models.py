"""Who waits for a bed with a home."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.ids import new_id
from sleepovers.asks.models import Ask


class WaitingPlace(Base):
    """An ask that is put to a home again, once, when it has room: `served_at`. Who came first is served first."""

    __tablename__ = "waiting_place"
    __table_args__ = (
        UniqueConstraint("ask_id", "home_id"),
        Index("ix_waiting_place_home", "home_id", "served_at"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    ask_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ask.id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    served_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its ask."""
        return cls.ask_id.in_(select(Ask.id).where(Ask.seen_by(viewer)))
