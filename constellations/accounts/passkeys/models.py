"""Passkeys, and the challenges that wait for an answer of one."""

import datetime as dt
import uuid

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.accounts.passkeys.rules import Purpose
from constellations.core import clock
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.ids import new_id


class Passkey(Base):
    """One passkey of a person: the public half of its key; the other half never leaves their device.

    `handle` is what their devices know them by: random, the same for all passkeys of one person, and nothing of them.
    Once `doubted_at`, there may be a copy of it, and it opens nothing any more.
    """

    __tablename__ = "passkey"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    handle: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    last_used_at: Mapped[dt.datetime | None]
    doubted_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own."""
        return is_key(cls.person_id, viewer.person_id)


class PasskeyChallenge(Base):
    """A challenge that was given out: good once, for five minutes, for one purpose, and where known for one person."""

    __tablename__ = "passkey_challenge"
    __table_args__ = ({"info": GUARDED_TABLE},)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    purpose: Mapped[Purpose] = mapped_column(word(Purpose, "purpose"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    challenge: Mapped[bytes]
    handle: Mapped[bytes | None]
    good_until: Mapped[dt.datetime] = mapped_column(index=True)

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:  # noqa: ARG003  # nobody is nobody, whoever asks
        """Nobody; it is found by the browser that it was given to."""
        return false()
