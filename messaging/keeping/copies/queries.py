"""What stands in a copy of a conversation: for who is in it what they may read, for staff all its words."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.core.sockets import Json
from messaging.attachments.models import Attachment
from messaging.conversations.queries import conversation_line
from messaging.keeping.copies.rules import file_name
from messaging.messages.queries import PAGE, last_numbers, messages_in, shown
from messaging.models import Conversation, Message
from messaging.rules import ConversationKind
from messaging.safeguarding.looks.queries import Whole, conversation_of_service, open_look, whole
from messaging.words import KIND_WORDS

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """A photo or a document of a message: where it lies in the copy, and on the shelf."""

    path: str
    key: str
    name: str | None
    description: str | None


@dataclass(frozen=True, slots=True)
class CopiedMessage:
    """A message as a copy has it; `words` none where it was removed."""

    whole: Whole
    files: tuple[CopiedFile, ...]

    @property
    def as_json(self) -> Json:
        """The same for programs."""
        message = self.whole.message
        answered = message.reply_to
        return {
            "number": message.seq,
            "id": str(message.message_id),
            "at": message.at.isoformat(),
            "writer": message.sender,
            "role": message.sender_role.value,
            "words": self.whole.words,
            "earlier": list(self.whole.earlier),
            "changed": message.edited,
            "removed": message.removed,
            "hidden": message.hidden,
            "pinned": message.pinned,
            "answers": str(answered.message_id) if answered else None,
            "reactions": {one.emoji: list(one.people) for one in message.reactions},
            "files": [{"path": one.path, "name": one.name, "description": one.description} for one in self.files],
            "poll": message.poll.as_json if message.poll else None,
        }


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy says of itself: of which conversation, whose, when and why; it ends with the message `last_seq`."""

    conversation_id: uuid.UUID
    kind: ConversationKind
    title: str
    taken_by: str
    taken_at: dt.datetime
    last_seq: int
    reason: str | None = None
    people: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is one of staff, with the earlier words of what was changed and removed."""
        return self.reason is not None

    @property
    def as_json(self) -> Json:
        """The same for programs."""
        return {
            "conversation": str(self.conversation_id),
            "kind": self.kind.value,
            "title": self.title,
            "people": list(self.people),
            "taken_by": self.taken_by,
            "taken_at": self.taken_at.isoformat(),
            "reason": self.reason,
        }


def copied_by_member(viewer: Viewer, conversation_id: uuid.UUID) -> Copied:
    """A copy of what somebody who is in a conversation may read of it; raises NotFound."""
    line = conversation_line(viewer, conversation_id)
    last = last_numbers(viewer, conversation_id).seq
    return Copied(line.conversation_id, line.kind, line.full_title, viewer.name, clock.now(), last)


def copied_by_staff(viewer: Viewer, look_id: uuid.UUID) -> Copied:
    """A copy for who has given a reason for it within the hour; raises LookOver, NotFound."""
    look, _ = open_look(viewer, look_id)
    if not look.is_copy:
        raise NotFound
    looked = conversation_of_service(viewer, look.conversation_id)
    name = looked.title or str(KIND_WORDS[looked.kind])
    return Copied(
        conversation_id=looked.conversation_id,
        kind=looked.kind,
        title=f"{name}, {looked.constellation}" if looked.constellation else name,
        taken_by=viewer.name,
        taken_at=clock.now(),
        last_seq=find(SYSTEM(), Conversation, looked.conversation_id).last_seq,
        reason=look.reason,
        people=looked.people,
    )


def copied_messages(viewer: Viewer, copied: Copied) -> Iterator[CopiedMessage]:
    """The messages of a copy in order, a page at a time; no transaction is open between two pages."""
    reader = SYSTEM() if copied.is_whole else viewer
    after = 0
    while True:
        asked = messages_in(reader, copied.conversation_id).where(Message.seq > after, Message.seq <= copied.last_seq)
        rows = session().scalars(asked.order_by(Message.seq).limit(PAGE)).all()
        page = _copied(rows, copied.is_whole)
        after = rows[-1].seq if rows else after
        session().rollback()
        yield from page
        if len(page) < PAGE:
            return


def files_of(numbers: Mapping[uuid.UUID, int]) -> dict[uuid.UUID, tuple[CopiedFile, ...]]:
    """What some messages carry, by message, given their numbers; whether somebody may read those is asked before."""
    asked = select(Attachment).where(Attachment.message_id.in_(numbers)).order_by(Attachment.number)
    found: dict[uuid.UUID, tuple[CopiedFile, ...]] = {}
    for row in session().scalars(covering(SYSTEM(), asked)):
        path = file_name(numbers[row.message_id], row.number, row.name)
        copied = CopiedFile(path, row.key, row.name, row.description)
        found[row.message_id] = (*found.get(row.message_id, ()), copied)
    return found


def _copied(rows: Sequence[Message], is_whole: bool) -> list[CopiedMessage]:
    if is_whole:
        read = whole(rows)
    else:
        read = [Whole(one, None if one.removed or one.hidden else one.body, ()) for one in shown(rows)]
    there = [one.message for one in read if is_whole or not (one.message.removed or one.message.hidden)]
    files = files_of({one.message_id: one.seq for one in there})
    return [CopiedMessage(one, files.get(one.message.message_id, ())) for one in read]
