"""Notices, and the outbox from which mail is sent after the commit."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.ids import new_id


class Notice(Base):
    """One thing that one person is told inside Roost; told once for each `once`."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "once"),
        Index("ix_notice_person_unread", "person_id", "read_at"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    once: Mapped[str]
    words: Mapped[str]
    path: Mapped[str]
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    read_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return is_key(cls.person_id, viewer.person_id)


class OutboxMail(Base):
    """A mail that is to be sent, written in the same transaction as its cause, and sent by a job.

    Once sent, or once the link that it carries is dead, its body is empty: whoever reads the database gets in nowhere.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (Index("ix_outbox_mail_due", "sent_at", "parked_at", "due_at"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    link_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mailed_link.id"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    due_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[dt.datetime | None]
    parked_at: Mapped[dt.datetime | None]
    last_error: Mapped[str | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:  # noqa: ARG003  # nobody is nobody, whoever asks
        """Nobody; the job that sends is the system."""
        return false()
