"""What a service has chosen of how long it keeps records."""

import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core.database import Base


class HowLong(Base):
    """How long a service keeps one kind of record; no number is for ever. Without a row it is as usual."""

    __tablename__ = "how_long"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"), {"info": GUARDED_TABLE})
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    amount: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Everybody of the service: how long their words are kept is theirs to know."""
        return is_key(cls.service_id, viewer.service_id)
