"""A message or a note as something that may worry somebody: where that belongs, and which notes are hidden."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from constellations.access import Viewer, covering, find
from constellations.core.database import session
from constellations.models import Membership, Person, holds_on
from messaging.declaration import Note, note_read
from messaging.messages.queries import message_of
from messaging.models import Conversation, Message
from messaging.rules import OF_CONSTELLATION
from messaging.safeguarding.models import Concern
from messaging.safeguarding.readers.queries import Around
from messaging.safeguarding.rules import NoteKind

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class Subject:
    """What somebody may worry about: where a concern of it belongs, who wrote it, and the page on which it stands.

    `columns` are those of a concern that say which it is; `child_ids` whom a note is about.
    """

    around: Around
    author: str
    path: str
    is_note: bool
    columns: dict[str, object]
    child_ids: tuple[uuid.UUID, ...] = ()

    @property
    def is_it(self) -> ColumnElement[bool]:
        """The concerns about it."""
        column = Concern.note_id if self.is_note else Concern.message_id
        return column == self.columns[column.key]


def message_subject(viewer: Viewer, message_id: uuid.UUID) -> Subject:
    """A message that the viewer may read; raises NotFound."""
    message = message_of(viewer, message_id)
    conversation = find(SYSTEM(), Conversation, message.conversation_id)
    author = find(SYSTEM(), Person, message.sender_id)
    is_theirs = conversation.kind in OF_CONSTELLATION
    constellation_id = conversation.subject_id if is_theirs else _constellation_near(viewer, author)
    return Subject(
        around=Around(conversation.service_id, constellation_id, author.id),
        author=author.name,
        path=f"/messages/{message.id}",
        is_note=False,
        columns={"message_id": message.id},
    )


def note_subject(viewer: Viewer, kind: NoteKind, note_id: uuid.UUID) -> Subject:
    """A note that the viewer may read, and that is not hidden; raises NotFound, and what its source raises."""
    note: Note = note_read(viewer, kind, note_id)
    author = find(SYSTEM(), Person, note.author_id)
    return Subject(
        around=Around(note.service_id, _constellation_near(viewer, author), author.id),
        author=author.name,
        path=note.path,
        is_note=True,
        columns={
            "note_kind": kind,
            "note_id": note_id,
            "noted_at": note.written_at,
            "note_words": note.words,
        },
        child_ids=note.child_ids,
    )


def hidden_notes(note_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, bool]:
    """Those of some notes that are hidden, and whether for good: otherwise while somebody looks into a concern."""
    if not note_ids:
        return {}
    hidden = select(Concern.note_id, Concern.closed_at).where(Concern.note_id.in_(note_ids))
    rows = session().execute(covering(SYSTEM(), hidden.where(Concern.hidden_at.is_not(None)))).all()
    for_good = {note_id for note_id, closed_at in rows if closed_at is not None}
    return {note_id: note_id in for_good for note_id, _ in rows if note_id is not None}


def message_of_concern(concern: Concern) -> Message | None:
    """The message that a concern is about; none of a note."""
    if concern.message_id is None:
        return None
    return session().scalars(covering(SYSTEM(), select(Message).where(Message.id == concern.message_id))).one()


def _constellation_near(viewer: Viewer, author: Person) -> uuid.UUID | None:
    """The constellation of who wrote it, else one's own; none where both are of none."""
    for home_id in filter(None, (author.home_id, viewer.home_id)):
        near = select(Membership.constellation_id).where(
            Membership.home_id == home_id, holds_on(Membership, viewer.today)
        )
        found = session().scalars(covering(SYSTEM(), near.order_by(Membership.starts_on))).first()
        if found is not None:
            return found
    return None
