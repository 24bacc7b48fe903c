"""What is kept of resets of second steps: who asked and why, who decided, and when."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, column, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Person, by_home
from constellations.people.step_resets.rules import ResetState
from constellations.permissions import Role


class StepReset(Base):
    """That one member of staff asked to reset somebody's second step, and what another decided.

    `service_id` is that of who asked. At most one of a person waits.
    """

    __tablename__ = "step_reset"
    __table_args__ = (
        CheckConstraint("asked_by <> person_id", name="not_own"),
        CheckConstraint("decided_by <> person_id", name="not_decided_by_own"),
        CheckConstraint("state <> 'confirmed' or decided_by <> asked_by", name="two_people"),
        CheckConstraint("(state in ('confirmed', 'refused')) = (decided_by is not null)", name="decided"),
        Index(
            "uq_step_reset_waiting",
            "person_id",
            unique=True,
            sqlite_where=column("state") == "asked",
            postgresql_where=column("state") == "asked",
        ),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str]
    state: Mapped[ResetState] = mapped_column(word(ResetState, "state"), default=ResetState.ASKED)
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Who sees all of the service; a liaison worker those that they asked for, and those of their homes."""
        if viewer.sees_whole_service:
            return is_key(cls.service_id, viewer.service_id)
        if viewer.role is not Role.LIAISON:
            return false()
        theirs = select(Person.id).where(by_home(Person.home_id, viewer))
        return or_(is_key(cls.asked_by, viewer.person_id), cls.person_id.in_(theirs))
