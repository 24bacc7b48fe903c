"""One photo or document with its message, and its file, for who may read the message at this moment."""

import uuid
from dataclasses import dataclass

from constellations.access import Viewer, find
from constellations.core import clock
from constellations.core.errors import NotFound
from constellations.core.files.giving import FileFound
from constellations.core.files.rules import ENDINGS, MEDIA_TYPES, FileKind
from constellations.core.files.shelf import Shelf
from constellations.core.settings import current_settings
from messaging.attachments.models import Attachment
from messaging.attachments.queries import AttachmentShown
from messaging.attachments.rules import SHELF
from messaging.conversations.queries import ConversationLine, conversation_line
from messaging.messages.queries import MessageShown, message_of, shown


@dataclass(frozen=True, slots=True)
class AttachmentPage:
    """A photo or a document, the message that carries it, and the conversation."""

    attachment: AttachmentShown
    message: MessageShown
    line: ConversationLine


def attachment_page(viewer: Viewer, attachment_id: uuid.UUID) -> AttachmentPage:
    """One photo or document; raises NotFound alike for not there, not theirs, and of a removed message."""
    message = shown([message_of(viewer, _readable(viewer, attachment_id).message_id)])[0]
    attachment = next(one for one in message.attachments if one.attachment_id == attachment_id)
    return AttachmentPage(attachment, message, conversation_line(viewer, message.conversation_id))


def attachment_file(viewer: Viewer, attachment_id: uuid.UUID, is_preview: bool = False) -> FileFound:
    """Its file, or the small picture of a photo; raises NotFound as above, and where the file is gone."""
    found = _readable(viewer, attachment_id)
    content = Shelf.below(current_settings().data_folder, SHELF).read(found.key, is_preview)
    if content is None:
        raise NotFound
    said_on = clock.london(message_of(viewer, found.message_id).created_at).date()
    name = found.name or f"photo-{said_on}-{found.number}{ENDINGS[FileKind.PHOTO]}"
    return FileFound(content, MEDIA_TYPES[found.kind], name)


def _readable(viewer: Viewer, attachment_id: uuid.UUID) -> Attachment:
    found = find(viewer, Attachment, attachment_id)
    # How far back the viewer reads is asked of the message.
    if message_of(viewer, found.message_id).removed_at is not None:
        raise NotFound
    return found
