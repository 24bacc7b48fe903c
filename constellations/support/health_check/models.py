"""The health check: when it is open, its sentences, how often each answer was given, and who has answered.

An answer has no row of its own: it adds one to a number that stands there since the check was opened. So there is no
order, no time and no id that could be laid beside those who have answered.
"""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, false, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import by_service
from constellations.permissions import Permission
from constellations.support.health_check.rules import Agrees


class HealthQuestion(Base):
    """A sentence of a service's next health check."""

    __tablename__ = "health_question"
    __table_args__ = ({"info": GUARDED_TABLE},)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """All of the service."""
        return by_service(cls.service_id, viewer)


class HealthCheck(Base):
    """One health check of a service, from a day up to, but without, a day."""

    __tablename__ = "health_check"
    __table_args__ = (
        UniqueConstraint("service_id", "opens_on"),
        CheckConstraint("ends_on > opens_on", name="ends_after_it_opens"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    opens_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """All of the service."""
        return by_service(cls.service_id, viewer)


class HealthTally(Base):
    """How often an answer was given to a sentence in a constellation, or by carers of none."""

    __tablename__ = "health_tally"
    __table_args__ = (
        Index("ix_health_tally_check", "check_id", "constellation_id"),
        CheckConstraint("given >= 0", name="given"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    check_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("health_check.id"))
    constellation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("constellation.id"))
    number: Mapped[int]
    question: Mapped[str]
    answer: Mapped[Agrees] = mapped_column(word(Agrees, "answer"))
    given: Mapped[int] = mapped_column(default=0)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """All of the service, of a check that is over, for those who read results; before that nobody."""
        if not viewer.may(Permission.SEE_HEALTH_CHECK):
            return false()
        over = select(HealthCheck.id).where(HealthCheck.seen_by(viewer), HealthCheck.ends_on <= viewer.today)
        return cls.check_id.in_(over)


class HealthMark(Base):
    """That somebody has answered; no time, and removed once the check is over."""

    __tablename__ = "health_mark"
    __table_args__ = ({"info": GUARDED_TABLE},)
    check_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("health_check.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return is_key(cls.person_id, viewer.person_id)
