"""What one person did in conversations beside writing; of others it says that they are another person, and no more."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.sockets import Json
from messaging.announcements.models import Announcement, GotIt
from messaging.keeping.own_words.queries import places
from messaging.models import Conversation, Mention, Message, Reaction, ReadMark
from messaging.polls.models import PollAnswer, Vote
from messaging.safeguarding.models import Concern, Look
from messaging.safeguarding.opening.queries import opened
from messaging.safeguarding.words import LOCKED

SYSTEM = Viewer.system

OWN, ANOTHERS = "a message of their own", "a message of another person"


@dataclass(frozen=True, slots=True)
class Deeds:
    """One kind of thing that somebody did: the word for it, and each, as facts with names."""

    name: str
    rows: list[Json]


def deeds_of(person_id: uuid.UUID, with_concerns: bool) -> list[Deeds]:
    """All that somebody did, by kind and in order.

    The words of concerns that they raised are for them alone: who may read a concern is decided for each.
    """
    kinds: dict[str, Callable[[uuid.UUID], list[Json]]] = {
        "reactions": _reactions,
        "votes": _votes,
        "named": _mentions,
        "read": _read,
        "announcements": _announcements,
        "got_it": _got_it,
        "looks": _looks,
    }
    if with_concerns:
        kinds["concerns"] = _concerns
    return [Deeds(name, read(person_id)) for name, read in kinds.items()]


def _reactions(person_id: uuid.UUID) -> list[Json]:
    asked = select(Message.conversation_id, Reaction.created_at, Reaction.emoji, Message.sender_id)
    rows = _rows(_of_message(asked.join(Message, Message.id == Reaction.message_id), Reaction.person_id == person_id))
    rows.sort(key=lambda row: row[1])
    where = _places(rows)
    return [
        {"where": where[row[0]], "at": row[1].isoformat(), "reaction": row[2], "to": _whose(row[3], person_id)}
        for row in rows
    ]


def _votes(person_id: uuid.UUID) -> list[Json]:
    """Of a poll of one's own also its answers in words; of another's the number of the answer, or its day."""
    asked = (
        select(
            Message.conversation_id,
            Vote.at,
            Vote.says,
            Vote.number,
            PollAnswer.words,
            PollAnswer.day,
            Message.sender_id,
        )
        .join(Message, Message.id == Vote.message_id)
        .join(PollAnswer, and_(PollAnswer.message_id == Vote.message_id, PollAnswer.number == Vote.number))
    )
    rows = _rows(_of_message(asked, Vote.person_id == person_id))
    rows.sort(key=lambda row: row[1])
    where = _places(rows)
    return [
        {
            "where": where[row[0]],
            "at": row[1].isoformat(),
            "says": row[2].value,
            "number": row[3],
            "answer": row[4] if row[6] == person_id else None,
            "day": row[5].isoformat() if row[5] else None,
            "to": _whose(row[6], person_id),
        }
        for row in rows
    ]


def _mentions(person_id: uuid.UUID) -> list[Json]:
    asked = select(Message.conversation_id, Message.created_at).join(Mention, Mention.message_id == Message.id)
    rows = _rows(_of_message(asked, Mention.person_id == person_id))
    rows.sort(key=lambda row: row[1])
    where = _places(rows)
    return [{"where": where[row[0]], "at": row[1].isoformat(), "words": "You were named."} for row in rows]


def _read(person_id: uuid.UUID) -> list[Json]:
    asked = select(ReadMark.conversation_id, ReadMark.at, ReadMark.seq).where(ReadMark.person_id == person_id)
    rows = _rows(asked.order_by(ReadMark.at))
    where = _places(rows)
    return [{"where": where[row[0]], "at": row[1].isoformat(), "up_to_number": row[2]} for row in rows]


def _announcements(person_id: uuid.UUID) -> list[Json]:
    asked = select(Announcement.created_at, Announcement.title, Announcement.body)
    rows = _rows(asked.where(Announcement.author_id == person_id).order_by(Announcement.created_at))
    return [{"at": row[0].isoformat(), "title": row[1], "words": row[2]} for row in rows]


def _got_it(person_id: uuid.UUID) -> list[Json]:
    asked = select(GotIt.at).where(GotIt.person_id == person_id).order_by(GotIt.at)
    return [{"at": row[0].isoformat(), "words": "Got it."} for row in _rows(asked)]


def _looks(person_id: uuid.UUID) -> list[Json]:
    asked = select(Look.conversation_id, Look.at, Look.reason).where(Look.person_id == person_id).order_by(Look.at)
    rows = _rows(asked)
    where = _places(rows)
    return [{"where": where[row[0]], "at": row[1].isoformat(), "reason": row[2]} for row in rows]


def _concerns(person_id: uuid.UUID) -> list[Json]:
    asked = select(Concern.raised_at, Concern.id).where(Concern.raised_by == person_id).order_by(Concern.raised_at)
    rows = _rows(asked)
    words = opened(Concern.words, [row[1] for row in rows])
    return [{"at": row[0].isoformat(), "words": words[row[1]] or str(LOCKED)} for row in rows]


def _of_message(asked: Select[*tuple[Any, ...]], which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Of messages that are kept still."""
    return asked.join(Conversation, Conversation.id == Message.conversation_id).where(
        which, Message.seq >= Conversation.kept_from_seq
    )


def _rows(asked: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session().execute(covering(SYSTEM(), asked))]


def _places(rows: Iterable[tuple[Any, ...]]) -> dict[uuid.UUID, str]:
    return places({row[0] for row in rows})


def _whose(sender_id: uuid.UUID, person_id: uuid.UUID) -> str:
    return OWN if sender_id == person_id else ANOTHERS
