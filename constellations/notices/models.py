"""Notices, how people are alerted to them, and the outbox from which mail is sent after the commit."""

import datetime as dt
import uuid
from typing import ClassVar

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.notices.rules import SHORT_WAITS, WAITS
from constellations.notices.texts.rules import TextKind


class Notice(Base):
    """One thing that one person is told inside Roost; told once for each `once`.

    While it has an `alert_at`, the person is still to be alerted to it by mail or push, at that instant.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "once"),
        Index("ix_notice_person_unread", "person_id", "read_at"),
        Index("ix_notice_alert_at", "alert_at"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    once: Mapped[str]
    words: Mapped[str]
    path: Mapped[str]
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    read_at: Mapped[dt.datetime | None]
    alert_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return is_key(cls.person_id, viewer.person_id)


class AlertSetting(Base):
    """How one person wants to be alerted, who has said so; quiet hours are London wall time, none where equal.

    And whether others see what they have read, and that they were around. A mobile number is kept as `+447…`; nothing
    but a code is sent there before its owner has proven that it is theirs (`texts/proving/`).
    """

    __tablename__ = "alert_setting"
    __table_args__ = ({"info": GUARDED_TABLE},)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    quiet_from: Mapped[dt.time]
    quiet_until: Mapped[dt.time]
    by_mail: Mapped[bool]
    by_push: Mapped[bool]
    morning_summary: Mapped[bool]
    monday_digest: Mapped[bool]
    shares_reading: Mapped[bool] = mapped_column(default=True)
    by_text: Mapped[bool] = mapped_column(default=False)
    mobile: Mapped[str | None]
    mobile_proven_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return is_key(cls.person_id, viewer.person_id)


class Digest(Base):
    """That one person's Monday has been seen to, whether anything waited for them or not."""

    __tablename__ = "digest"
    __table_args__ = ({"info": GUARDED_TABLE},)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    monday: Mapped[dt.date] = mapped_column(primary_key=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return is_key(cls.person_id, viewer.person_id)


class InOutbox:
    """What waits in an outbox has in common: written in the same transaction as its cause, and sent by a job.

    With a `person_id` it is kept back in that person's quiet hours; an ordinary alert, `until_read`, is dropped besides
    once they have read all. `waits` are how long it waits after the first attempt, the second, and so on.
    """

    waits: ClassVar[tuple[dt.timedelta, ...]] = SHORT_WAITS
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    until_read: Mapped[bool] = mapped_column(default=False)
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


class OutboxMail(InOutbox, Base):
    """A mail that is to be sent; with a service, by GOV.UK Notify where that has an account there.

    Once sent, or once the link that it carries is dead, its body is empty: whoever reads the database gets in nowhere.
    """

    waits = WAITS

    __tablename__ = "outbox_mail"
    __table_args__ = (Index("ix_outbox_mail_due", "sent_at", "parked_at", "due_at"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    link_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mailed_link.id"), index=True)
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("service.id"), index=True)


class PushSubscription(Base):
    """Where one browser listens for pushes, until it is switched off or somebody is signed out on it."""

    __tablename__ = "push_subscription"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    device_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("signed_in_device.id"), unique=True)
    endpoint: Mapped[str] = mapped_column(unique=True)
    p256dh: Mapped[str]
    auth: Mapped[str]
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return is_key(cls.person_id, viewer.person_id)


class OutboxPush(InOutbox, Base):
    """A push that is to be sent; it has no words of its own, and is urgent where no person can keep it back."""

    __tablename__ = "outbox_push"
    __table_args__ = (Index("ix_outbox_push_due", "sent_at", "parked_at", "due_at"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    subscription_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("push_subscription.id"), index=True)


class OutboxText(InOutbox, Base):
    """A text message that is to be sent by GOV.UK Notify; its words follow from its kind, its number from who gets it.

    One with a `person_id`, which is then also `to_id`, waits for the end of quiet hours.
    """

    __tablename__ = "outbox_text"
    __table_args__ = (Index("ix_outbox_text_due", "sent_at", "parked_at", "due_at"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    to_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), index=True)
    kind: Mapped[TextKind] = mapped_column(word(TextKind, "kind"))
