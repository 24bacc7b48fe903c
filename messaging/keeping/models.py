"""Which conversations are held, and who took a copy of a person's words."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer, is_key
from constellations.core import clock
from constellations.core.database import Base
from constellations.core.ids import new_id
from constellations.permissions import Permission


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
