"""The contact log of families, the time for which one is left in peace, and who would rather be phoned."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, false, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Key, Viewer
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.engagement.contacts.rules import ContactKind, SnoozeReason
from constellations.models import Home, Membership, by_service, holds_on
from constellations.permissions import Permission, Role


def looked_after(column: Key, viewer: Viewer) -> ColumnElement[bool]:
    """Rows of homes that the viewer looks after today: a manager those of the service, others nobody's."""
    if not viewer.may(Permission.KEEP_IN_TOUCH):
        return false()
    if viewer.role is Role.MANAGER:
        return column.in_(select(Home.id).where(by_service(Home.service_id, viewer)))
    member = select(Membership.home_id).where(Membership.constellation_id.in_(viewer.constellation_ids))
    return column.in_(member.where(holds_on(Membership, viewer.today)))


class Contact(Base):
    """That somebody called a family, was there, or means to go on a day; the note is for staff alone."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint("length(note) between 1 and 280", name="note"),
        Index("ix_contact_home_day", "home_id", "day"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    kind: Mapped[ContactKind] = mapped_column(word(ContactKind, "kind"))
    day: Mapped[dt.date]
    note: Mapped[str | None]
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By whoever looks after the home today; its carers read the sign of life that a call is, and its day."""
        return looked_after(cls.home_id, viewer)


class Snooze(Base):
    """That a family is left in peace until a day, on which it comes back to the list; who is asked then, reads why."""

    __tablename__ = "snooze"
    __table_args__ = (
        CheckConstraint("until >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("reason <> 'other' or words is not null", name="words_of_one_s_own"),
        Index("ix_snooze_home_until", "home_id", "until"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"))
    reason: Mapped[SnoozeReason] = mapped_column(word(SnoozeReason, "reason"))
    words: Mapped[str | None]
    starts_on: Mapped[dt.date]
    until: Mapped[dt.date]
    said_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By whoever looks after the home today."""
        return looked_after(cls.home_id, viewer)


class PrefersPhone(Base):
    """A family that would rather be phoned than written to: a row says so, none says nothing."""

    __tablename__ = "prefers_phone"
    __table_args__ = ({"info": GUARDED_TABLE},)
    home_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("home.id"), primary_key=True)
    said_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[dt.datetime] = mapped_column(default=clock.now)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """By whoever looks after the home today."""
        return looked_after(cls.home_id, viewer)
