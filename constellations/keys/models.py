"""References under which something was known before: a file that still uses one finds what it is called now."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.keys.rules import KeyKind
from constellations.models import by_service


class OldKey(Base):
    """An earlier reference of something, or that of a double which was merged into it; `present` is the one of now.

    `double_id` is the id that the double had, under which the logs go on speaking of it.
    """

    __tablename__ = "old_key"
    __table_args__ = (Index("ix_old_key_subject", "subject_id"), {"info": GUARDED_TABLE})
    kind: Mapped[KeyKind] = mapped_column(word(KeyKind, "kind"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    subject_id: Mapped[uuid.UUID]
    present: Mapped[str]
    double_id: Mapped[uuid.UUID | None]
    since: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Staff, of their service."""
        return by_service(cls.service_id, viewer) if viewer.is_staff else false()
