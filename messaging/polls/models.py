"""Polls, the answers that each offers, and who has chosen which; a poll is carried by its message."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, ForeignKeyConstraint, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from messaging.models import Message
from messaging.polls.rules import PollKind, Says


class Poll(Base):
    """What a message asks besides its words, which are the question.

    `closes_on` is the last day on which it is answered, `chosen` the number of the day that its author has chosen.
    `occurrence_id` is what stands in the calendar for that day, once somebody has put it there.
    """

    __tablename__ = "poll"
    __table_args__ = (Index("ix_poll_closes", "closed_at", "closes_on"), {"info": GUARDED_TABLE})
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("message.id"), primary_key=True)
    kind: Mapped[PollKind] = mapped_column(word(PollKind, "kind"))
    several: Mapped[bool]
    by_name: Mapped[bool]
    closes_on: Mapped[dt.date | None]
    closed_at: Mapped[dt.datetime | None]
    chosen: Mapped[int | None]
    occurrence_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("occurrence.id"), index=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its message."""
        return _with_message(cls.message_id, viewer)


class PollAnswer(Base):
    """One of the answers that a poll offers: words, or a day."""

    __tablename__ = "poll_answer"
    __table_args__ = (
        CheckConstraint("(words is null) <> (day is null)", name="words_or_day"),
        {"info": GUARDED_TABLE},
    )
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("poll.message_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str | None]
    day: Mapped[dt.date | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its message."""
        return _with_message(cls.message_id, viewer)


class Vote(Base):
    """What one person says to one answer; who has said it is shown to nobody where the poll is without names."""

    __tablename__ = "poll_vote"
    __table_args__ = (
        ForeignKeyConstraint(["message_id", "number"], ["poll_answer.message_id", "poll_answer.number"]),
        {"info": GUARDED_TABLE},
    )
    message_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    says: Mapped[Says] = mapped_column(word(Says, "says"))
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its message."""
        return _with_message(cls.message_id, viewer)


def _with_message(column: Mapped[uuid.UUID], viewer: Viewer) -> ColumnElement[bool]:
    return column.in_(select(Message.id).where(Message.seen_by(viewer)))
