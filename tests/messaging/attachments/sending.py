"""Sending photos and documents among Moira, the Patels and the Okafors."""

import shutil
import uuid
from collections.abc import Sequence

from sqlalchemy import update

from constellations.access import Viewer, covering
from constellations.core.database import transaction
from constellations.core.files.laying import SentFile
from constellations.core.files.shelf import Shelf
from constellations.core.ids import new_id
from constellations.core.settings import current_settings
from constellations.models import Person, Service
from messaging.attachments.actions import Chosen, post_with_files
from messaging.attachments.queries import AttachmentShown
from messaging.models import Conversation, Message
from messaging.posting.actions import Written
from tests.messaging.talking import Talk, make_talk, reads
from tests.photos import PDF, jpeg
from tests.sleepovers.households import sees

NAMED = "Jane Doe in the garden.jpg"
"""A file name that must be nowhere afterwards."""

PHOTO = SentFile(NAMED, jpeg())
DOCUMENT = SentFile("../Outing programme.pdf", PDF)


def make_talk_with_files() -> Talk:
    """Both conversations, in a service that has turned everything on; nothing lies on the shelf."""
    talk = make_talk()
    allow(photos=True, documents=True)
    shutil.rmtree(shelf().folder, ignore_errors=True)
    return talk


def allow(photos: bool, documents: bool) -> None:
    """Let every service send this, and nothing else."""
    with transaction() as session:
        turned = update(Service).values(photos_allowed=photos, documents_allowed=documents)
        session.execute(covering(Viewer.system(), turned))


def send(
    person: Person,
    conversation: Conversation,
    *files: SentFile,
    body: str = "",
    is_consented: bool = True,
    description: str = "",
    client_id: uuid.UUID | None = None,
) -> Message:
    """Send some files as a person."""
    chosen = Chosen(files, is_consented, description)
    return post_with_files(sees(person), conversation.id, Written(client_id or new_id(), body), chosen)


def files_read(person: Person, conversation: Conversation) -> list[AttachmentShown]:
    """The files that a person reads of, in order."""
    return [one for message in reads(person, conversation) for one in message.attachments]


def shelf() -> Shelf:
    """Where the files lie."""
    return Shelf.below(current_settings().data_folder, "messages")


def names_on_disk() -> Sequence[str]:
    """What the files on the disk are called."""
    return sorted(path.name for path in shelf().folder.rglob("*") if path.is_file())
