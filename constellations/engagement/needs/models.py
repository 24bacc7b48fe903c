"""After how many days a service asks how a family is."""

import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core.database import Base
from constellations.engagement.needs.rules import Levels
from constellations.models import by_service


class NeedsLevels(Base):
    """What a service has set; one that has no row keeps to the usual numbers."""

    __tablename__ = "needs_levels"
    __table_args__ = (
        CheckConstraint("sooner_days between 7 and 180 and drifting_days between 7 and 180", name="days"),
        CheckConstraint("call_days > drifting_days and call_days <= 180", name="call_after_drifting"),
        CheckConstraint("sooner_days <= drifting_days", name="sooner_before"),
        CheckConstraint("grace_days between 0 and 90", name="grace"),
        {"info": GUARDED_TABLE},
    )
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    drifting_days: Mapped[int]
    call_days: Mapped[int]
    sooner_days: Mapped[int]
    grace_days: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By all of the service: everybody may know after how many days somebody asks."""
        return by_service(cls.service_id, viewer)

    @property
    def levels(self) -> Levels:
        """The same as the plain value that the rules take."""
        return Levels(self.drifting_days, self.call_days, self.sooner_days, self.grace_days)
