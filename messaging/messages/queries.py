"""Messages as they are shown: the same for everybody who may read them."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, Select, select

from constellations.access import Viewer, covering, find
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Person
from constellations.permissions import Role
from messaging.attachments.queries import AttachmentShown, attachments_of
from messaging.messages.quotes.queries import Quoted, quotes_in
from messaging.models import Conversation, ConversationMember, Mention, Message, Reaction
from messaging.polls.queries import PollShown, polls_shown
from messaging.rules import HUB, LIAISON, Piece, pieces, place_of, snippet, ways_to_mention
from messaging.window.queries import within_window
from messaging.words import WITHOUT_WORDS

PAGE = 50
"""Messages on one page."""

MOST_TO_SYNC = 200
"""Messages that one answer brings; who lacks more asks again."""


@dataclass(frozen=True, slots=True)
class Reacted:
    """One picture under a message, and by whom."""

    emoji: str
    people: tuple[str, ...]
    person_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True, slots=True)
class MessageShown:
    """A message as everybody reads it; removed, or hidden for a while, it is a stub without words."""

    message_id: uuid.UUID
    conversation_id: uuid.UUID
    seq: int
    change: int
    client_id: uuid.UUID
    sender_id: uuid.UUID
    sender: str
    sender_role: Role
    body: str
    at: dt.datetime
    edited: bool
    removed: bool
    hidden: bool
    pinned: bool
    reply_to: Quoted | None
    reactions: tuple[Reacted, ...]
    mentions: tuple[str, ...]
    attachments: tuple[AttachmentShown, ...]
    poll: PollShown | None

    @property
    def on(self) -> dt.date:
        """The day in London on which it was said."""
        return clock.london(self.at).date()

    @property
    def path(self) -> str:
        """The way to it in its conversation."""
        return place_of(self.conversation_id, self.seq, self.message_id)

    @property
    def quoted(self) -> str:
        """Its words as an answer shows them."""
        return snippet(self.body) or str(WITHOUT_WORDS)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its words, cut at links and mentions."""
        ways = [HUB, LIAISON, *(way for name in self.mentions for way in ways_to_mention(name))]
        return pieces(self.body, ways)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The last number and the last change of a conversation, and the number from which on it is kept."""

    seq: int
    change: int
    kept_from: int


class Sender(Protocol):
    """Whoever said something."""

    @property
    def name(self) -> str:
        """Their name."""
        ...

    @property
    def role(self) -> Role:
        """What they are."""
        ...


@dataclass(frozen=True, slots=True)
class Fresh:
    """What is known of messages that were stored a moment ago: their senders, by id, and which of them carry files."""

    senders: Mapping[uuid.UUID, Sender]
    with_files: Collection[uuid.UUID]


def messages_before(
    viewer: Viewer, conversation_id: uuid.UUID, before: int | None = None, most: int = PAGE
) -> list[MessageShown]:
    """The last messages before a number, or of all, in order: a page, or as many as are asked for."""
    asked = messages_in(viewer, conversation_id)
    if before is not None:
        asked = asked.where(Message.seq < before)
    rows = session().scalars(asked.order_by(Message.seq.desc()).limit(most)).all()
    return shown(list(reversed(rows)))


def messages_since(viewer: Viewer, conversation_id: uuid.UUID, seq: int, change: int) -> list[MessageShown]:
    """What was changed after a change, then what came after a number, each in its order: at most `MOST_TO_SYNC`.

    Changes come first and by their numbers, so that who asks again after the last one lacks none; each half is found
    by its own index, however long the conversation is.
    """
    of_both = messages_in(viewer, conversation_id)
    changed = of_both.where(Message.change > change, Message.seq <= seq).order_by(Message.change).limit(MOST_TO_SYNC)
    rows = list(session().scalars(changed))
    if len(rows) < MOST_TO_SYNC:
        came = of_both.where(Message.seq > seq).order_by(Message.seq).limit(MOST_TO_SYNC - len(rows))
        rows += session().scalars(came)
    return shown(rows)


def pinned_messages(viewer: Viewer, conversation_id: uuid.UUID) -> list[MessageShown]:
    """What was pinned, the latest pin first."""
    asked = messages_in(viewer, conversation_id).where(Message.pinned_at.is_not(None), Message.hidden_at.is_(None))
    return shown(session().scalars(asked.order_by(Message.pinned_at.desc()).limit(PAGE)).all())


def last_numbers(viewer: Viewer, conversation_id: uuid.UUID) -> Numbers:
    """The last number and change of a conversation that the viewer is in; raises NotFound."""
    found = find(viewer, Conversation, conversation_id)
    return Numbers(found.last_seq, found.last_change, found.kept_from_seq)


def message_of(viewer: Viewer, message_id: uuid.UUID) -> Message:
    """A message that the viewer may read; raises NotFound alike for not there and not theirs."""
    found = session().scalars(readable(viewer, Message.id == message_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def message_shown(viewer: Viewer, message_id: uuid.UUID) -> MessageShown:
    """One message as everybody reads it; raises NotFound."""
    return shown([message_of(viewer, message_id)])[0]


def shown(rows: Sequence[Message], fresh: Fresh | None = None) -> list[MessageShown]:
    """Messages with their senders, quotes, reactions, mentions and files; a fixed number of queries.

    Of messages to which nothing can have happened yet, what is known need not be asked for. Whether somebody may read
    them is asked before.
    """
    if not rows:
        return []
    ids = [row.id for row in rows]
    quoted = quotes_in(rows)
    reactions = _reactions(() if fresh else ids)
    mentions = _mentions([row.id for row in rows if "@" in row.body])
    there = [row for row in rows if row.removed_at is None and row.hidden_at is None]
    attachments = attachments_of([row.id for row in there if fresh is None or row.id in fresh.with_files])
    senders = fresh.senders if fresh else _people({row.sender_id for row in rows})
    polls = polls_shown([row.id for row in there if row.carries_poll])
    return [
        MessageShown(
            message_id=row.id,
            conversation_id=row.conversation_id,
            seq=row.seq,
            change=row.change,
            client_id=row.client_id,
            sender_id=row.sender_id,
            sender=senders[row.sender_id].name,
            sender_role=senders[row.sender_id].role,
            body="" if row.hidden_at else row.body,
            at=row.created_at,
            edited=row.edited_at is not None,
            removed=row.removed_at is not None,
            hidden=row.hidden_at is not None,
            pinned=row.pinned_at is not None and row.hidden_at is None,
            reply_to=quoted.get(row.id),
            reactions=reactions[row.id],
            mentions=mentions[row.id],
            attachments=attachments[row.id],
            poll=polls.get(row.id),
        )
        for row in rows
    ]


def messages_in(viewer: Viewer, conversation_id: uuid.UUID) -> Select[Message]:
    """Selects the messages of a conversation that the viewer may read."""
    return readable(viewer, Message.conversation_id == conversation_id)


def readable(viewer: Viewer, which: ColumnElement[bool]) -> Select[Message]:
    """Selects messages, joined to their conversations, that the viewer may read today."""
    asked = select(Message).join(Conversation, Conversation.id == Message.conversation_id)
    narrowed = asked.where(which, Message.seq >= Conversation.kept_from_seq, within_window(viewer))
    return covering(viewer, narrowed, Conversation, through=(Message, ConversationMember))


def _people(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Person]:
    people = select(Person).where(Person.id.in_(ids))
    return {person.id: person for person in session().scalars(covering(Viewer.system(), people))}


def _reactions(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Reacted, ...]]:
    if not ids:
        return defaultdict(tuple)
    asked = (
        select(Reaction.message_id, Reaction.emoji, Person.id, Person.name)
        .join(Person, Person.id == Reaction.person_id)
        .where(Reaction.message_id.in_(ids))
        .order_by(Reaction.created_at, Person.name)
    )
    found: dict[uuid.UUID, dict[str, list[tuple[uuid.UUID, str]]]] = defaultdict(lambda: defaultdict(list))
    for message_id, emoji, person_id, name in session().execute(covering(Viewer.system(), asked)):
        found[message_id][emoji].append((person_id, name))
    return defaultdict(
        tuple,
        {
            message_id: tuple(
                Reacted(emoji, tuple(name for _, name in who), tuple(person for person, _ in who))
                for emoji, who in pictures.items()
            )
            for message_id, pictures in found.items()
        },
    )


def _mentions(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    if not ids:
        return defaultdict(tuple)
    asked = (
        select(Mention.message_id, Person.name)
        .join(Person, Person.id == Mention.person_id)
        .where(Mention.message_id.in_(ids))
        .order_by(Person.name)
    )
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for message_id, name in session().execute(covering(Viewer.system(), asked)):
        found[message_id].append(name)
    return defaultdict(tuple, {message_id: tuple(names) for message_id, names in found.items()})
