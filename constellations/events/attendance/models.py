"""The register of an event: which families came, who of them, and the note afterwards."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.events.answers.models import carers_shown, guests_shown
from constellations.events.models import Occurrence


class EventRegister(Base):
    """That somebody wrote down who came to one date of an event; `thanks` is what those who came were told."""

    __tablename__ = "event_register"
    __table_args__ = ({"info": GUARDED_TABLE},)
    occurrence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("occurrence.id"), primary_key=True)
    kept_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    kept_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    thanks: Mapped[str] = mapped_column(default="")
    thanked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    thanked_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its event."""
        return cls.occurrence_id.in_(select(Occurrence.id).where(Occurrence.seen_by(viewer)))


class Attendance(Base):
    """A family that came, and how many; `more_adults` and `more_children` of them are known by nothing more."""

    __tablename__ = "event_attendance"
    __table_args__ = (
        UniqueConstraint("occurrence_id", "home_id"),
        CheckConstraint("adults >= more_adults and more_adults >= 0", name="adults"),
        CheckConstraint("children >= more_children and more_children >= 0", name="children"),
        CheckConstraint("adults + children > 0", name="somebody"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    occurrence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event_register.occurrence_id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), index=True)
    adults: Mapped[int]
    children: Mapped[int]
    more_adults: Mapped[int] = mapped_column(default=0)
    more_children: Mapped[int] = mapped_column(default=0)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its event: families and how many, never who."""
        return cls.occurrence_id.in_(select(Occurrence.id).where(Occurrence.seen_by(viewer)))


class Attended(Base):
    """Somebody who came with a family: a carer, or a child who lives there."""

    __tablename__ = "event_attended"
    __table_args__ = (
        CheckConstraint("(person_id is null) != (child_id is null)", name="one"),
        UniqueConstraint("attendance_id", "person_id"),
        UniqueConstraint("attendance_id", "child_id"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    attendance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event_attendance.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    child_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("child.id"), index=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The family itself, hosts and staff."""
        of = Attendance.home_id, Attendance.occurrence_id
        children = select(Attendance.id).where(guests_shown(*of, viewer))
        carers = select(Attendance.id).where(carers_shown(*of, viewer))
        return or_(cls.attendance_id.in_(children), cls.person_id.is_not(None) & cls.attendance_id.in_(carers))
