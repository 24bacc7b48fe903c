"""What was said and is found, the latest first, as far as the viewer may read it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.search import holds
from constellations.core.search_words import to_find
from constellations.models import Person
from messaging.conversations.queries import ConversationLine
from messaging.messages.queries import readable
from messaging.models import Conversation, ConversationMember, Message
from messaging.search.models import MessageWords
from messaging.search.rules import Part, shown, since, until
from messaging.window.queries import within_window

ROWS = 20
"""Messages on one page of what was found."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; each part narrows it. Nothing at all finds nothing, and so does a conversation alone,
    which is there to be read. Days are London days.
    """

    words: str = ""
    person_id: uuid.UUID | None = None
    conversation_id: uuid.UUID | None = None
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def is_something(self) -> bool:
        """Whether anything is looked for."""
        return any((self.words, self.person_id, self.first, self.last))


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """A message that was found: where, by whom, when, and the part of it in which the words stand."""

    message_id: uuid.UUID
    seq: int
    line: ConversationLine
    sender: str
    at: dt.datetime
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found; `earlier` is the message after which the next page begins, none on the last."""

    found: list[FoundMessage]
    earlier: uuid.UUID | None = None


def found_messages(
    viewer: Viewer, wanted: Wanted, lines: Mapping[uuid.UUID, ConversationLine], after: uuid.UUID | None = None
) -> Results:
    """A page of the messages that somebody looks for, the latest first, beginning after one of them.

    `lines` are the viewer's conversations; nothing is found outside them.
    """
    words = to_find(wanted.words)
    if not wanted.is_something or (wanted.words and not words):
        return Results([])
    asked = _after(viewer, _narrowed(_readable(viewer, words), wanted), after)
    latest = asked.order_by(Message.created_at.desc(), Message.conversation_id.desc(), Message.seq.desc())
    rows = session().execute(latest.limit(ROWS + 1)).all()
    page = rows[:ROWS]
    return Results(
        [
            FoundMessage(row.id, row.seq, lines[row.conversation_id], row.name, row.created_at, shown(row.body, words))
            for row in page
            if row.conversation_id in lines
        ],
        page[-1].id if len(rows) > ROWS else None,
    )


def writers(viewer: Viewer) -> dict[uuid.UUID, str]:
    """Everybody who said something that the viewer may read, by name."""
    said = (
        select(Person.id, Person.name)
        .join(Message, Message.sender_id == Person.id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.removed_at.is_(None), within_window(viewer))
        .distinct()
        .order_by(Person.name, Person.id)
    )
    through = (Message, ConversationMember, Person)
    return {row[0]: row[1] for row in session().execute(covering(viewer, said, Conversation, through=through))}


Row = tuple[uuid.UUID, int, uuid.UUID, str, dt.datetime, str]


def _readable(viewer: Viewer, words: tuple[str, ...]) -> Select[*Row]:
    """The messages that hold these words, of those that are there, not hidden, and the viewer may read."""
    there = and_(Message.removed_at.is_(None), Message.hidden_at.is_(None))
    asked = readable(viewer, there).join(Person, Person.id == Message.sender_id)
    if words:
        asked = asked.join(MessageWords, MessageWords.message_id == Message.id).where(holds(MessageWords, words))
    shown_of = (Message.id, Message.seq, Message.conversation_id, Message.body, Message.created_at, Person.name)
    return covering(viewer, asked.with_only_columns(*shown_of), through=(MessageWords, Person))


def _narrowed(asked: Select[*Row], wanted: Wanted) -> Select[*Row]:
    if wanted.person_id:
        asked = asked.where(Message.sender_id == wanted.person_id)
    if wanted.conversation_id:
        asked = asked.where(Message.conversation_id == wanted.conversation_id)
    if wanted.first:
        asked = asked.where(Message.created_at >= since(wanted.first))
    if wanted.last:
        asked = asked.where(Message.created_at < until(wanted.last))
    return asked


def _after(viewer: Viewer, asked: Select[*Row], message_id: uuid.UUID | None) -> Select[*Row]:
    """The rest, after a message that the viewer may read; all of it where there is none."""
    known = session().scalars(readable(viewer, Message.id == message_id)).one_or_none() if message_id else None
    if known is None:
        return asked
    here = and_(Message.conversation_id == known.conversation_id, Message.seq < known.seq)
    at_once = and_(Message.created_at == known.created_at, or_(Message.conversation_id < known.conversation_id, here))
    return asked.where(or_(Message.created_at < known.created_at, at_once))
