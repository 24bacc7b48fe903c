"""The wish to move stays to other homes, the stays it is about, and which homes have said yes."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from sleepovers.models import Stay
from sleepovers.stays.moving.rules import MoveState


class StayMove(Base):
    """The wish to move one stay, or to swap the homes of two; done once every home that it is about has said yes."""

    __tablename__ = "stay_move"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    state: Mapped[MoveState] = mapped_column(word(MoveState, "state"))
    reason: Mapped[str | None]
    asked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As one of its stays."""
        return cls.id.in_(select(MoveLeg.move_id).where(MoveLeg.seen_by(viewer)))


class MoveLeg(Base):
    """One stay that moves: from which home to which.

    Where it had begun, `next_stay_id` is the stay of the nights ahead; without it, the stay itself has moved.
    """

    __tablename__ = "stay_move_leg"
    __table_args__ = (Index("ix_stay_move_leg_stay", "stay_id"), {"info": GUARDED_TABLE})
    move_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stay_move.id"), primary_key=True)
    stay_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stay.id"), primary_key=True)
    from_home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    to_home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), index=True)
    next_stay_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stay.id"), index=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its stay."""
        return cls.stay_id.in_(select(Stay.id).where(Stay.seen_by(viewer)))


class MoveWord(Base):
    """The yes of one home: of a host, old or new, or of a child's own home."""

    __tablename__ = "stay_move_word"
    __table_args__ = ({"info": GUARDED_TABLE},)
    move_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stay_move.id"), primary_key=True)
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), primary_key=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As what it is said to."""
        return cls.move_id.in_(select(StayMove.id).where(StayMove.seen_by(viewer)))
