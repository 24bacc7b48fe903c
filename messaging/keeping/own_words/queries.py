"""All that one person wrote and did in conversations, without the words of anybody else."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select

from constellations.access import Viewer, covering, find, is_key, visible
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.core.sockets import Json
from constellations.models import Constellation, Person
from constellations.permissions import Permission, Role
from messaging.keeping.copies.queries import CopiedFile, files_of
from messaging.keeping.models import WordsTaken
from messaging.keeping.rules import CopyOver
from messaging.messages.queries import PAGE
from messaging.models import Conversation, EarlierWords, Message
from messaging.safeguarding.rules import is_open_look
from messaging.words import KIND_WORDS

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class TakenLine:
    """Somebody took a copy of the viewer's words, and why."""

    name: str
    at: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose words are copied, by whom and when; `reason` none where they do it themselves."""

    person_id: uuid.UUID
    name: str
    role: Role
    taken_by: str
    taken_at: dt.datetime
    reason: str | None = None

    @property
    def is_own(self) -> bool:
        """Whether it is the person themselves."""
        return self.reason is None

    @property
    def as_json(self) -> dict[str, Json]:
        """The same for programs."""
        return {
            "person": self.name,
            "role": self.role.value,
            "taken_by": self.taken_by,
            "taken_at": self.taken_at.isoformat(),
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """A message of the person; `words` none where it was removed.

    `answers_own` is none where it answers nothing, else whether what it answers is their own too.
    """

    conversation_id: uuid.UUID
    where: str
    seq: int
    at: dt.datetime
    words: str | None
    earlier: tuple[str, ...]
    changed: bool
    removed: bool
    answers_own: bool | None
    files: tuple[CopiedFile, ...]

    @property
    def as_json(self) -> Json:
        """The same for programs."""
        answers = {None: None, True: "a message of their own", False: "a message of another person"}
        return {
            "conversation": str(self.conversation_id),
            "where": self.where,
            "number": self.seq,
            "at": self.at.isoformat(),
            "words": self.words,
            "earlier": list(self.earlier),
            "changed": self.changed,
            "removed": self.removed,
            "answers": answers[self.answers_own],
            "files": [{"path": one.path, "name": one.name, "description": one.description} for one in self.files],
        }


def own_subject(viewer: Viewer) -> Subject:
    """The viewer, who takes a copy of their own words; raises NotFound for the system."""
    if viewer.person_id is None or viewer.role is None:
        raise NotFound
    return Subject(viewer.person_id, viewer.name, viewer.role, viewer.name, clock.now())


def person_of_service(viewer: Viewer, person_id: uuid.UUID) -> Person:
    """A person of the viewer's service, there still or not; raises NotFound."""
    viewer.must(Permission.LOOK_INTO_TALK)
    person = find(viewer, Person, person_id)
    if person.service_id is None or person.service_id != viewer.service_id:
        raise NotFound
    return person


def subject_taken(viewer: Viewer, taken_id: uuid.UUID) -> Subject:
    """Whose words the viewer has given a reason for, within the hour; raises CopyOver, NotFound."""
    viewer.must(Permission.LOOK_INTO_TALK)
    mine = visible(viewer, WordsTaken).where(WordsTaken.id == taken_id, is_key(WordsTaken.taken_by, viewer.person_id))
    taken = session().scalars(mine).one_or_none()
    if taken is None:
        raise NotFound
    if not is_open_look(taken.at, clock.now()):
        raise CopyOver
    person = person_of_service(viewer, taken.person_id)
    return Subject(person.id, person.name, person.role, viewer.name, clock.now(), taken.reason)


def taken_of(viewer: Viewer) -> list[TakenLine]:
    """Who took a copy of the viewer's words, the latest first."""
    asked = select(Person.name, WordsTaken.at, WordsTaken.reason).join(Person, Person.id == WordsTaken.taken_by)
    mine = asked.where(is_key(WordsTaken.person_id, viewer.person_id)).order_by(WordsTaken.at.desc())
    return [TakenLine(*row) for row in session().execute(covering(viewer, mine, WordsTaken, through=(Person,)))]


def own_messages(person_id: uuid.UUID) -> Iterator[OwnMessage]:
    """What somebody wrote, by conversation and in order, a page at a time; no transaction is open between two."""
    asked = kept_messages(Message.sender_id == person_id).order_by(Message.conversation_id, Message.seq).limit(PAGE)
    further = asked
    while True:
        rows = session().scalars(covering(SYSTEM(), further)).all()
        page = _shown(rows, person_id)
        if rows:
            further = asked.where(_after(rows[-1]))
        session().rollback()
        yield from page
        if len(page) < PAGE:
            return


def kept_messages(which: ColumnElement[bool]) -> Select[Message]:
    """Selects messages that are kept still, joined to their conversations."""
    joined = select(Message).join(Conversation, Conversation.id == Message.conversation_id)
    return joined.where(which, Message.seq >= Conversation.kept_from_seq)


def places(conversation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What some conversations are, without naming anybody in them."""
    asked = (
        select(Conversation.id, Conversation.kind, Conversation.title, Constellation.name)
        .outerjoin(Constellation, Constellation.id == Conversation.subject_id)
        .where(Conversation.id.in_(conversation_ids))
    )
    rows = session().execute(covering(SYSTEM(), asked))
    return {row[0]: ", ".join(filter(None, (row[2] or str(KIND_WORDS[row[1]]), row[3]))) for row in rows}


def _after(message: Message) -> ColumnElement[bool]:
    later = and_(Message.conversation_id == message.conversation_id, Message.seq > message.seq)
    return or_(Message.conversation_id > message.conversation_id, later)


def _shown(rows: Sequence[Message], person_id: uuid.UUID) -> list[OwnMessage]:
    where, files = places({row.conversation_id for row in rows}), files_of({row.id: row.seq for row in rows})
    said_before: dict[uuid.UUID, tuple[str, ...]] = defaultdict(tuple)
    earlier = select(EarlierWords).where(EarlierWords.message_id.in_([row.id for row in rows]))
    for words in session().scalars(covering(SYSTEM(), earlier.order_by(EarlierWords.number))):
        said_before[words.message_id] += (words.body,)
    answered = select(Message.id, Message.sender_id).where(
        Message.id.in_({row.reply_to for row in rows if row.reply_to})
    )
    senders = {row[0]: row[1] for row in session().execute(covering(SYSTEM(), answered))}
    return [
        OwnMessage(
            conversation_id=row.conversation_id,
            where=where[row.conversation_id],
            seq=row.seq,
            at=row.created_at,
            words=None if row.removed_at else row.body,
            changed=row.edited_at is not None,
            removed=row.removed_at is not None,
            earlier=said_before[row.id],
            answers_own=senders.get(row.reply_to) == person_id if row.reply_to else None,
            files=files.get(row.id, ()),
        )
        for row in rows
    ]
