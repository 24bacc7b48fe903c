"""The teams of a service."""

import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core.database import Base
from constellations.core.ids import new_id


class SupportTeam(Base):
    """Somebody at the service whom people may ask; `topics` are what about, one on each line."""

    __tablename__ = "support_team"
    __table_args__ = (
        UniqueConstraint("service_id", "name"),
        CheckConstraint("phone is not null or email is not null", name="reached"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    name: Mapped[str]
    does: Mapped[str] = mapped_column(Text)
    topics: Mapped[str] = mapped_column(Text)
    phone: Mapped[str | None]
    email: Mapped[str | None]
    hours: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """All of the service."""
        return is_key(cls.service_id, viewer.service_id)
