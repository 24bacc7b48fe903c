"""The photos and documents of messages."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from constellations.access import GUARDED_TABLE, Viewer
from constellations.core.columns import word
from constellations.core.database import Base
from constellations.core.files.rules import FileKind, KeptFile
from constellations.core.ids import new_id
from messaging.attachments.rules import MOST_PHOTOS
from messaging.models import Message


class Attachment(Base):
    """A photo or a document of a message; the file itself lies on the disk, under its key.

    Of a photo there is no name, and `consented_at` is when its sender said that everybody in it may be shown.
    """

    __tablename__ = "message_attachment"
    __table_args__ = (
        UniqueConstraint("message_id", "number"),
        UniqueConstraint("key"),
        CheckConstraint(f"number between 1 and {MOST_PHOTOS}", name="number"),
        CheckConstraint("kind = 'photo' or number = 1", name="one_document_alone"),
        CheckConstraint("(kind = 'photo') = (consented_at is not null)", name="photo_is_consented"),
        CheckConstraint("(kind = 'photo') = (name is null)", name="photo_has_no_name"),
        CheckConstraint("(kind = 'photo') = (width is not null and height is not null)", name="photo_has_a_size"),
        {"info": GUARDED_TABLE},
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("message.id"))
    number: Mapped[int]
    kind: Mapped[FileKind] = mapped_column(word(FileKind, "kind"))
    key: Mapped[str]
    bytes: Mapped[int]
    name: Mapped[str | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    description: Mapped[str | None]
    consented_at: Mapped[dt.datetime | None]

    @classmethod
    def seen_by(cls, viewer: Viewer) -> ColumnElement[bool]:
        """As its message, until that is removed or hidden; how far back is a further condition of the queries."""
        there = (Message.removed_at.is_(None), Message.hidden_at.is_(None))
        return cls.message_id.in_(select(Message.id).where(Message.seen_by(viewer), *there))

    @classmethod
    def of(cls, message: Message, number: int, file: KeptFile) -> "Attachment":
        """A file that lies on the disk, as one of a message."""
        return cls(
            message_id=message.id,
            number=number,
            kind=file.kind,
            key=file.key,
            bytes=file.bytes,
            name=file.name,
            width=file.width,
            height=file.height,
            description=file.description,
            consented_at=message.created_at if file.kind is FileKind.PHOTO else None,
        )
