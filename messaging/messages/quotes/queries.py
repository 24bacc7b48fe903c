"""What an answer shows of what it answers: the same to everybody, so nothing that one of them may not read."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.models import Person
from messaging.models import Message
from messaging.rules import is_quote_for_all, place_of, snippet
from messaging.window.queries import starts_in
from messaging.words import WITHOUT_WORDS


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that another one answers; `words` none where it was removed, or is hidden.

    Where it `is_from_before` the time of somebody who reads the answer, nothing of it is here but its place.
    """

    message_id: uuid.UUID
    path: str
    sender: str
    words: str | None
    hidden: bool = False
    is_from_before: bool = False


def quotes_in(answers: Collection[Message]) -> Mapping[uuid.UUID, Quoted]:
    """What these messages show of those that they answer, by the id of the answer."""
    ids = [answer.id for answer in answers if answer.reply_to]
    if not ids:
        return {}
    answered = aliased(Message)
    asked = (
        select(Message.id, Message.created_at, answered, Person.name)
        .join(answered, answered.id == Message.reply_to)
        .join(Person, Person.id == answered.sender_id)
        .where(Message.id.in_(ids))
    )
    rows = session().execute(covering(Viewer.system(), asked)).all()
    starts = starts_in({row[2].conversation_id for row in rows})
    return {
        answer_id: _quoted(found, name, is_quote_for_all(found.created_at, at, starts[found.conversation_id]))
        for answer_id, at, found, name in rows
    }


def _quoted(found: Message, name: str, is_for_all: bool) -> Quoted:
    path = place_of(found.conversation_id, found.seq, found.id)
    if not is_for_all:
        return Quoted(found.id, path, "", None, is_from_before=True)
    return Quoted(found.id, path, name, _words(found.body, found.removed_at or found.hidden_at), bool(found.hidden_at))


def _words(body: str, gone_at: dt.datetime | None) -> str | None:
    return None if gone_at else snippet(body) or str(WITHOUT_WORDS)
