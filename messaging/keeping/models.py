"""How long a service keeps what is said, which conversations are held, and who took a copy of a person's words."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.permissions import Permission
from messaging.keeping.rules import MOST_MONTHS, Kept, KeptFor


class Retention(Base):
    """For how many months a service keeps each kind of record; none is for ever. A service without a row keeps all."""

    __tablename__ = "retention"
    __table_args__ = (
        *(CheckConstraint(f"{kept.value} between 1 and {MOST_MONTHS}", name=kept.value) for kept in Kept),
        {"info": GUARDED_TABLE},
    )
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"), primary_key=True)
    constellation: Mapped[int | None]
    about: Mapped[int | None]
    people: Mapped[int | None]
    earlier: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Everybody of the service: how long their words are kept is theirs to know."""
        return is_key(cls.service_id, viewer.service_id)

    @property
    def kept_for(self) -> KeptFor:
        """The same as plain values."""
        return KeptFor(self.constellation, self.about, self.people, self.earlier)


class LegalHold(Base):
    """Nothing of a conversation goes from when a hold is given until it is lifted; it may have several."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        CheckConstraint("(lifted_at is null) = (lifted_by is null)", name="lifted"),
        Index("ix_legal_hold_conversation", "conversation_id", "lifted_at"),
        Index("ix_legal_hold_service", "service_id", "given_at"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversation.id"))
    reason: Mapped[str]
    given_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    given_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[dt.datetime | None]
    lifted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The managers of the service; not who is in the conversation: a hold may be about one of them."""
        if not viewer.may(Permission.LOOK_INTO_TALK):
            return false()
        return is_key(cls.service_id, viewer.service_id)


class WordsTaken(Base):
    """A manager took a copy of all that one person wrote, and why; that person reads so."""

    __tablename__ = "words_taken"
    __table_args__ = (Index("ix_words_taken_person", "person_id", "at"), {"info": GUARDED_TABLE})
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    taken_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    reason: Mapped[str]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Who took it, while they may, and whose words they are."""
        may_take = viewer.may(Permission.LOOK_INTO_TALK)
        theirs = and_(is_key(cls.service_id, viewer.service_id), is_key(cls.taken_by, viewer.person_id))
        return or_(is_key(cls.person_id, viewer.person_id), theirs if may_take else false())
