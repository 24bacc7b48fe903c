"""The words of each message, by which it is found; they go when the message goes."""

import uuid

from sqlalchemy import ColumnElement, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core.database import Base
from constellations.core.search import SearchWords, keep_index
from messaging.models import Message


class MessageWords(Base):
    """The words of a message that is there, once each; of one that was removed there is none."""

    __tablename__ = "message_words"
    __table_args__ = (
        Index("ix_message_words_words", "words", postgresql_using="gin").ddl_if(dialect="postgresql"),
        {"info": GUARDED_TABLE},
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("message.id"), unique=True)
    words: Mapped[str] = mapped_column(SearchWords())

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its message."""
        return cls.message_id.in_(select(Message.id).where(Message.seen_by(viewer)))


keep_index(MessageWords)
