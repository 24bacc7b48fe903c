"""Dates of homes: what staff did with them, and what they have set for the next time."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_home_today
from constellations.permissions import Permission
from constellations.support.due_dates.rules import DueKind


class HomeDate(Base):
    """One date of a home: done, or set for the next time (of each kind one at most). No word of what was found."""

    __tablename__ = "home_date"
    __table_args__ = (UniqueConstraint("home_id", "kind", "is_done", "day"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    kind: Mapped[DueKind] = mapped_column(word(DueKind, "kind"))
    is_done: Mapped[bool]
    day: Mapped[dt.date]
    entered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Staff alone, of the homes they look after: a visit that carers know of is announced."""
        return by_home_today(cls.home_id, viewer) if viewer.may(Permission.KEEP_DUE_DATES) else false()
