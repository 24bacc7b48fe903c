"""The key with which a service's extracts are pseudonymised."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.sealed import Sealed
from constellations.models import by_service
from constellations.permissions import Permission


class ExtractKey(Base):
    """A service's own key, sealed; renewed, nothing of an older extract fits a newer one. `number` counts renewals."""

    __tablename__ = "extract_key"
    __table_args__ = ({"info": GUARDED_TABLE},)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    key: Mapped[str] = mapped_column(Sealed)
    number: Mapped[int] = mapped_column(default=1)
    renewed_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    renewed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By those who take extracts, of their service."""
        return by_service(cls.service_id, viewer) if viewer.may(Permission.TAKE_EXTRACTS) else false()
