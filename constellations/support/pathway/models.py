"""The courses that a service wants of a carer in the first year."""

import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_service


class PathwayCourse(Base):
    """A course of the first year; taken out of the list it stays for the logs that name it."""

    __tablename__ = "pathway_course"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    name: Mapped[str]
    minutes: Mapped[int]
    is_listed: Mapped[bool] = mapped_column(default=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """All of the service."""
        return by_service(cls.service_id, viewer)
