"""The photos and documents of messages as everybody reads them, what a service lets one send, and what lies unused."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find
from constellations.core.database import session
from constellations.core.files.rules import PREVIEW_SIDE, FileKind, fitted, size_words
from constellations.models import Service
from messaging.attachments.models import Attachment
from messaging.attachments.rules import MaySend
from messaging.keeping.queries import is_held
from messaging.models import Message


@dataclass(frozen=True, slots=True)
class AttachmentShown:
    """A photo or a document as everybody reads it; `of` is how many its message has."""

    attachment_id: uuid.UUID
    kind: FileKind
    number: int
    of: int
    name: str | None
    size: str
    width: int | None
    height: int | None
    description: str | None

    @property
    def is_photo(self) -> bool:
        """Whether it is looked at, and not opened by another program."""
        return self.kind is FileKind.PHOTO

    @property
    def preview_size(self) -> tuple[int, int]:
        """Width and height, in pixels, of the small picture of a photo."""
        return fitted(self.width or 0, self.height or 0, PREVIEW_SIDE)

    @property
    def as_json(self) -> dict[str, str | int | None]:
        """The same for other clients (docs/messaging.md)."""
        return {
            "id": str(self.attachment_id),
            "kind": self.kind.value,
            "name": self.name,
            "width": self.width,
            "height": self.height,
            "description": self.description,
        }


def may_send(viewer: Viewer) -> MaySend:
    """What the viewer's service lets its people send; nothing for a viewer of none."""
    if viewer.service_id is None:
        return MaySend(photos=False, documents=False)
    service = find(viewer, Service, viewer.service_id)
    return MaySend(service.photos_allowed, service.documents_allowed)


def attachments_of(message_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, tuple[AttachmentShown, ...]]:
    """What these messages carry, in order; the messages are ones that their reader may read, and not removed."""
    if not message_ids:
        return defaultdict(tuple)
    rows = select(Attachment).where(Attachment.message_id.in_(message_ids)).order_by(Attachment.number)
    found: dict[uuid.UUID, list[Attachment]] = defaultdict(list)
    for row in session().scalars(covering(Viewer.system(), rows)):
        found[row.message_id].append(row)
    return defaultdict(tuple, {key: tuple(_shown(row, len(all_)) for row in all_) for key, all_ in found.items()})


def keys_in_use(viewer: Viewer, keys: Collection[str]) -> set[str]:
    """Which of these keys a message speaks of; the viewer must be the system."""
    return set(session().scalars(covering(viewer, select(Attachment.key).where(Attachment.key.in_(keys)))))


def removed_before(viewer: Viewer, moment: dt.datetime) -> list[Attachment]:
    """What messages carried that were removed before a moment, and are not held; the viewer must be the system."""
    removed = select(Message.id).where(Message.removed_at < moment, ~is_held(Message.conversation_id))
    rows = select(Attachment).where(Attachment.message_id.in_(removed)).order_by(Attachment.id)
    return list(session().scalars(covering(viewer, rows)))


def _shown(row: Attachment, of: int) -> AttachmentShown:
    return AttachmentShown(
        attachment_id=row.id,
        kind=row.kind,
        number=row.number,
        of=of,
        name=row.name,
        size=size_words(row.bytes),
        width=row.width,
        height=row.height,
        description=row.description,
    )
