"""Taking a copy of a conversation: written down first, then made while nobody waits, and kept nowhere."""

import json
import tempfile
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from flask import current_app

from constellations.access import Viewer
from constellations.activity.actions import audit
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.core.files.shelf import Shelf
from constellations.core.settings import current_settings
from constellations.core.sockets import Json
from constellations.permissions import Permission
from messaging.attachments.rules import SHELF
from messaging.keeping.copies.queries import (
    Copied,
    CopiedFile,
    copied_by_member,
    copied_by_staff,
    copied_messages,
)
from messaging.keeping.copies.rules import JSON_NAME, PAGE_NAME, copy_name


@dataclass(frozen=True, slots=True)
class Made:
    """A copy that was made: an open file without a name, gone with whoever closes it, and what to call it."""

    file: IO[bytes]
    name: str


def take_own_copy(viewer: Viewer, conversation_id: uuid.UUID) -> Made:
    """A copy of what the viewer may read in a conversation that they are in; raises NotFound."""
    viewer.must(Permission.TALK)
    with transaction():
        copied = copied_by_member(viewer, conversation_id)
        audit(viewer, Change("took_own_copy", "conversation", conversation_id))
    return _made(viewer, copied)


def take_copy(viewer: Viewer, look_id: uuid.UUID) -> Made:
    """A copy of a conversation with all its words, for the hour after a reason was given; raises LookOver, NotFound."""
    viewer.must(Permission.LOOK_INTO_TALK)
    with transaction():
        copied = copied_by_staff(viewer, look_id)
        audit(viewer, Change("took_copy", "conversation", copied.conversation_id))
    return _made(viewer, copied)


def zipped(parts: Mapping[str, Iterable[str]], files: Iterable[CopiedFile]) -> IO[bytes]:
    """A file of texts, and of what lies on the shelf; it has no name, so that nothing is left when it is closed."""
    shelf = Shelf.below(current_settings().data_folder, SHELF)
    made = tempfile.TemporaryFile()  # noqa: SIM115  # whoever hands it over closes it
    try:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, chunks in parts.items():
                with archive.open(name, "w") as part:
                    for chunk in chunks:
                        part.write(chunk.encode())
            for file in files:
                content = shelf.read(file.key)
                if content is not None:
                    archive.writestr(file.path, content, zipfile.ZIP_STORED)
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


def as_json(head: Json, name: str, rows: Iterable[Json]) -> Iterator[str]:
    """Some facts and a list of rows as JSON, a row at a time."""
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + f',\n "{name}": ['
    separator = "\n"
    for row in rows:
        yield separator + json.dumps(row, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def _made(viewer: Viewer, copied: Copied) -> Made:
    """Each part reads the messages anew, for none of them may be held in memory as a whole."""
    page = current_app.jinja_env.get_template("keeping/copy.html")
    parts = {
        JSON_NAME: as_json(copied.as_json, "messages", (one.as_json for one in copied_messages(viewer, copied))),
        PAGE_NAME: page.generate(copied=copied, messages=copied_messages(viewer, copied)),
    }
    files = (file for one in copied_messages(viewer, copied) for file in one.files)
    return Made(zipped(parts, files), copy_name(copied.title, viewer.today))
