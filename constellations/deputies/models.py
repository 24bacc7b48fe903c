"""The days on which somebody stands in for a member of staff."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Dated, by_service


class Deputy(Dated, Base):
    """Some days on which `person_id` may do what `for_id` may; half-open. Ended early, it ends on that day.

    Ended on its first day it holds on no day, and stays: for some hours of it somebody saw what another sees.
    """

    __tablename__ = "deputy"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_no_earlier"),
        CheckConstraint("person_id <> for_id", name="of_another"),
        Index("ix_deputy_person", "person_id", "ends_on"),
        Index("ix_deputy_for", "for_id", "ends_on"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    for_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[dt.date] = mapped_column()
    ends_on: Mapped[dt.date] = mapped_column(nullable=False)
    named_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Managers and finance, of their service; other staff who stands in for them, and for whom they do."""
        if viewer.sees_whole_service:
            return by_service(cls.service_id, viewer)
        own = or_(is_key(cls.person_id, viewer.person_id), is_key(cls.for_id, viewer.person_id))
        return own if viewer.is_staff else false()
