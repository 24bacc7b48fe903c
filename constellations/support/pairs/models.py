"""Pairs of carers, and what they wrote down of their talks."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Dated, Person, by_home_today, by_service, half_open
from constellations.permissions import Role
from constellations.support.pairs.rules import PairKind


class Pair(Dated, Base):
    """A buddy or mentor, the helper, and the carer who has one: from a day, perhaps to a day."""

    __tablename__ = "support_pair"
    __table_args__ = (
        half_open(),
        CheckConstraint("helper_id <> carer_id", name="two_people"),
        Index("ix_support_pair_helper", "helper_id"),
        Index("ix_support_pair_carer", "carer_id"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    kind: Mapped[PairKind] = mapped_column(word(PairKind, "kind"))
    helper_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    carer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    goals: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Both of the pair; those who see the whole service, and a liaison worker where one of the two is theirs."""
        if viewer.sees_whole_service:
            return by_service(cls.service_id, viewer)
        if viewer.role is Role.LIAISON:
            theirs = select(Person.id).where(by_home_today(Person.home_id, viewer))
            return or_(cls.helper_id.in_(theirs), cls.carer_id.in_(theirs))
        if not viewer.is_carer:
            return false()
        return or_(is_key(cls.helper_id, viewer.person_id), is_key(cls.carer_id, viewer.person_id))


class CheckIn(Base):
    """That a pair talked on a day, and for how long; taken back it stays, and counts no more."""

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("pair_id", "met_on"),
        CheckConstraint("minutes between 1 and 720", name="minutes"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    pair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("support_pair.id"))
    met_on: Mapped[dt.date]
    minutes: Mapped[int]
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    taken_back_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its pair."""
        return cls.pair_id.in_(select(Pair.id).where(Pair.seen_by(viewer)))
