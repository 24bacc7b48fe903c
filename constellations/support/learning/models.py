"""What carers learned: one row for each course and carer."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Person, by_home_today, by_service
from constellations.permissions import Role


class LearningEntry(Base):
    """That a carer took part in a course; staff verify it, and what a register of theirs says is verified with it.

    `pathway_course_id` is the course of the first year that it was; a length that staff have corrected stands,
    whatever the register of the course says later.
    """

    __tablename__ = "learning_entry"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes"),
        UniqueConstraint("person_id", "occurrence_id"),
        Index("ix_learning_entry_waiting", "service_id", "verified_at"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    occurrence_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("occurrence.id"), index=True)
    course: Mapped[str]
    learned_on: Mapped[dt.date]
    minutes: Mapped[int]
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    verified_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    verified_at: Mapped[dt.datetime | None]
    pathway_course_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("pathway_course.id"))
    corrected_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    corrected_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own; managers those of the service, a liaison worker those of the carers looked after."""
        if viewer.role is Role.MANAGER:
            return by_service(cls.service_id, viewer)
        if viewer.role is not Role.LIAISON:
            return is_key(cls.person_id, viewer.person_id) if viewer.is_carer else false()
        theirs = select(Person.id).where(by_home_today(Person.home_id, viewer))
        return or_(is_key(cls.person_id, viewer.person_id), cls.person_id.in_(theirs))
