"""Signed-in devices, invitations and password resets; of every token only a hash is kept."""

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.columns import HASH
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.models import Person


class SignedInDevice(Base):
    """One browser on which somebody is signed in, until it is signed out, revoked or too old.

    `second_step_at` says when a second step was given on it; none where the password alone was asked for.
    """

    __tablename__ = "signed_in_device"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(HASH, unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    browser: Mapped[str]
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[dt.datetime | None]
    second_step_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return is_key(cls.person_id, viewer.person_id)


class MailedLink(Base):
    """A link that was mailed to one person, good once and for a while: an invitation or a password reset."""

    __tablename__ = "mailed_link"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(HASH, unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[str]
    is_invitation: Mapped[bool]
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    good_until: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As the person to whom it was sent."""
        return cls.person_id.in_(select(Person.id).where(Person.seen_by(viewer)))
