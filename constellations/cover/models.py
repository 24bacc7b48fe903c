"""The days on which a home covers for the hub of its constellation."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Constellation, Dated, by_service, half_open


class HubCover(Dated, Base):
    """Some days on which a home takes the board, the alerts and the out-of-hours of the hub; half-open.

    Ended early, it ends on the day on which somebody said so; taken back before it began, it is gone.
    """

    __tablename__ = "hub_cover"
    __table_args__ = (
        half_open(),
        Index("ix_hub_cover_constellation", "constellation_id", "ends_on"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    constellation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("constellation.id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), index=True)
    starts_on: Mapped[dt.date] = mapped_column()
    ends_on: Mapped[dt.date] = mapped_column(nullable=False)
    named_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By all members of the constellation, and by the service."""
        if viewer.sees_whole_service:
            theirs = select(Constellation.id).where(by_service(Constellation.service_id, viewer))
            return cls.constellation_id.in_(theirs)
        return cls.constellation_id.in_(viewer.constellation_ids)
