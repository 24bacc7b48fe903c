"""For how long a service keeps answers, registers, and what families eat."""

import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core.database import Base
from constellations.events.keeping.rules import MOST_MONTHS, Kept, KeptFor


class EventRetention(Base):
    """What a service has chosen, in months; none is for ever. Without a row it is as usual."""

    __tablename__ = "event_retention"
    __table_args__ = (
        *(CheckConstraint(f"{kept.value} between 1 and {MOST_MONTHS}", name=kept.value) for kept in Kept),
        {"info": GUARDED_TABLE},
    )
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    answers: Mapped[int | None]
    registers: Mapped[int | None]
    diet: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Everybody of the service: how long their words are kept is theirs to know."""
        return is_key(cls.service_id, viewer.service_id)

    @property
    def kept_for(self) -> KeptFor:
        """The same as plain values."""
        return KeptFor(self.answers, self.registers, self.diet)
