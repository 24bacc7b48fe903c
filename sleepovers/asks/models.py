"""Asks, the children they are for, the homes' answers, and what was done with each: who was asked, who said what."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Key, Viewer
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Dated, half_open
from sleepovers.asks.rules import AgreementState, StepTaken
from sleepovers.models import Journey, Stay, among_homes, in_order, placed_with_homes
from sleepovers.rules import AnswerState, AskState, StayKind


class Ask(Journey, Base):
    """A request for a sleepover; the homes that were asked answer it, and each child comes to at most one stay.

    `together` says that one home must take all its children. Asks that come again share a series. `wish` is what the
    children want themselves. By `words_id` both are known to who worries about them: asks of a series say the same, and
    so does one that is asked anew. `reason` is why nothing came of it; for a register's ask nobody is known to have
    asked.
    """

    __tablename__ = "ask"
    __table_args__ = (in_order(), Index("ix_ask_state_arrive", "state", "arrive_on"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(unique=True)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    kind: Mapped[StayKind] = mapped_column(word(StayKind, "kind"))
    state: Mapped[AskState] = mapped_column(word(AskState, "state"))
    together: Mapped[bool] = mapped_column(default=True)
    series_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ask_series.id"), index=True)
    asked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str | None]
    wish: Mapped[str | None]
    words_id: Mapped[uuid.UUID] = mapped_column(default=new_id, index=True)
    reason: Mapped[str | None]
    ended_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By the home a child lives with, or a home that was asked, in one's constellations."""
        asked = select(Answer.ask_id).where(among_homes(Answer.home_id, viewer))
        of_child = select(AskChild.ask_id).where(
            AskChild.ask_id == cls.id, placed_with_homes(AskChild.child_id, cls, viewer)
        )
        return or_(cls.id.in_(asked), of_child.exists())


class AskSeries(Dated, Base):
    """Sleepovers that come again every `every_weeks` weeks; its asks, each a row of its own, begin within its days.

    Changed from one of them on, it ends there, and another follows it.
    """

    __tablename__ = "ask_series"
    __table_args__ = (
        half_open(),
        CheckConstraint("every_weeks between 1 and 2", name="every_weeks"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    every_weeks: Mapped[int]
    starts_on: Mapped[dt.date] = mapped_column()
    ends_on: Mapped[dt.date] = mapped_column(nullable=False)
    follows_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ask_series.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its asks."""
        return cls.id.in_(select(Ask.series_id).where(Ask.seen_by(viewer)))


class AskChild(Base):
    """One of the children whom an ask is for."""

    __tablename__ = "ask_child"
    __table_args__ = ({"info": GUARDED_TABLE},)
    ask_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ask.id"), primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"), primary_key=True, index=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its ask."""
        return _as_ask(cls.ask_id, viewer)


class Answer(Base):
    """What one home that was asked says; `other_arrive_on` up to `other_depart_on` are the nights it offers instead.

    `suggested_by` is the home that named this one instead of itself.
    """

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint("other_depart_on > other_arrive_on", name="other_nights_in_order"),
        {"info": GUARDED_TABLE},
    )
    ask_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ask.id"), primary_key=True)
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), primary_key=True, index=True)
    state: Mapped[AnswerState] = mapped_column(word(AnswerState, "state"))
    reason: Mapped[str | None]
    other_arrive_on: Mapped[dt.date | None]
    other_depart_on: Mapped[dt.date | None]
    suggested_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("home.id"))
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its ask."""
        return _as_ask(cls.ask_id, viewer)


class Agreement(Base):
    """The word of whoever decides for a child that it may sleep elsewhere: a task of `owner_id` until it is settled.

    Of an emergency it is sought afterwards. It belongs to an ask, or to a stay that was recorded without one.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("ask_id", "child_id"),
        UniqueConstraint("stay_id"),
        CheckConstraint("ask_id is not null or stay_id is not null", name="of_an_ask_or_a_stay"),
        Index("ix_agreement_owner_state", "owner_id", "state"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"), index=True)
    ask_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ask.id"))
    stay_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stay.id"))
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[AgreementState] = mapped_column(word(AgreementState, "state"))
    is_afterwards: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    settled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its ask or its stay."""
        return or_(_as_ask(cls.ask_id, viewer), cls.stay_id.in_(select(Stay.id).where(Stay.seen_by(viewer))))


class Cancellation(Base):
    """Who called off an agreed stay, why, and how many hours before it was to begin."""

    __tablename__ = "cancellation"
    __table_args__ = (CheckConstraint("notice_hours >= 0", name="notice_hours"), {"info": GUARDED_TABLE})
    stay_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stay.id"), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    by_host: Mapped[bool]
    reason: Mapped[str]
    notice_hours: Mapped[int]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its stay."""
        return cls.stay_id.in_(select(Stay.id).where(Stay.seen_by(viewer)))


class Step(Base):
    """One thing that somebody did with an ask or with its stay: the line of a timeline.

    `home_id` is the home it is about, `for_somebody` says that staff did it in a carer's place.
    """

    __tablename__ = "sleepover_step"
    __table_args__ = (
        CheckConstraint("ask_id is not null or stay_id is not null", name="of_an_ask_or_a_stay"),
        Index("ix_sleepover_step_ask", "ask_id", "at"),
        Index("ix_sleepover_step_stay", "stay_id", "at"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    ask_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ask.id"))
    stay_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stay.id"))
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    taken: Mapped[StepTaken] = mapped_column(word(StepTaken, "taken"))
    home_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("home.id"))
    for_somebody: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its ask or its stay."""
        return or_(_as_ask(cls.ask_id, viewer), cls.stay_id.in_(select(Stay.id).where(Stay.seen_by(viewer))))


def _as_ask(column: Key, viewer: Viewer) -> ColumnElement[bool]:
    return column.in_(select(Ask.id).where(Ask.seen_by(viewer)))
