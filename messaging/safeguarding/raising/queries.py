"""What stands where somebody raises a concern, and what they hear of it afterwards."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, is_key, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Membership, Person, Service, holds_on
from messaging.messages.queries import message_of
from messaging.models import Conversation, Message
from messaging.rules import OF_CONSTELLATION
from messaging.safeguarding.models import Concern
from messaging.safeguarding.opening.queries import opened
from messaging.safeguarding.readers.queries import Around, reached, readers_of
from messaging.safeguarding.rules import About, NobodyReadsIt, Route, route_of

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class Raised:
    """What who raised a concern knows of it: their words, who reads them, and that somebody has.

    Without words where no key opens them.
    """

    concern_id: uuid.UUID
    message_id: uuid.UUID
    conversation_id: uuid.UUID
    raised_at: dt.datetime
    words: str | None
    readers: tuple[str, ...]
    acknowledged_at: dt.datetime | None
    closed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Worrying:
    """A message that somebody worries about: whom to phone first, who would read that, and what one has raised.

    `readers` are the names of those who would read it, for each answer to whom it is about; none where nobody would.
    """

    message_id: uuid.UUID
    conversation_id: uuid.UUID
    author: str
    out_of_hours_phone: str | None
    readers: dict[About, tuple[str, ...]]
    raised: tuple[Raised, ...]


def worrying(viewer: Viewer, message_id: uuid.UUID) -> Worrying:
    """What stands beside the form of a message that the viewer may read; raises NotFound."""
    message = message_of(viewer, message_id)
    around = around_message(viewer, message)
    author = find(SYSTEM(), Person, message.sender_id)
    return Worrying(
        message_id=message.id,
        conversation_id=message.conversation_id,
        author=author.name,
        out_of_hours_phone=out_of_hours_phone(viewer),
        readers={about: _would_read(around, about) for about in About},
        raised=raised_about(viewer, message.id),
    )


def out_of_hours_phone(viewer: Viewer) -> str | None:
    """The number that the viewer's service has set for nights; none where it has set none."""
    return find(viewer, Service, viewer.service_id).out_of_hours_phone if viewer.service_id else None


def raised_about(viewer: Viewer, message_id: uuid.UUID) -> tuple[Raised, ...]:
    """The concerns that the viewer has raised about a message, in order."""
    mine = visible(viewer, Concern).where(Concern.message_id == message_id, is_key(Concern.raised_by, viewer.person_id))
    return tuple(map(_raised, session().scalars(mine.order_by(Concern.raised_at))))


def raised_concern(viewer: Viewer, concern_id: uuid.UUID) -> Raised:
    """A concern that the viewer has raised; raises NotFound."""
    mine = visible(viewer, Concern).where(Concern.id == concern_id, is_key(Concern.raised_by, viewer.person_id))
    found = session().scalars(mine).one_or_none()
    if found is None:
        raise NotFound
    return _raised(found)


def around_message(viewer: Viewer, message: Message) -> Around:
    """Where a concern belongs: the constellation of the conversation, else that of the author, else one's own."""
    conversation = find(SYSTEM(), Conversation, message.conversation_id)
    if conversation.kind in OF_CONSTELLATION:
        return Around(conversation.service_id, conversation.subject_id, message.sender_id)
    author = find(SYSTEM(), Person, message.sender_id)
    for home_id in filter(None, (author.home_id, viewer.home_id)):
        near = select(Membership.constellation_id).where(
            Membership.home_id == home_id, holds_on(Membership, viewer.today)
        )
        found = session().scalars(covering(SYSTEM(), near.order_by(Membership.starts_on))).first()
        if found is not None:
            return Around(conversation.service_id, found, author.id)
    return Around(conversation.service_id, None, author.id)


def route_from(around: Around, about: About) -> Route:
    """The way that a concern takes from there; raises NobodyReadsIt."""
    return route_of(about, {route: reached(around, route).keys() for route in Route})


def _would_read(around: Around, about: About) -> tuple[str, ...]:
    """The names of those who would read it; none where nobody would."""
    try:
        return _names(reached(around, route_from(around, about)).values())
    except NobodyReadsIt:
        return ()


def _raised(concern: Concern) -> Raised:
    return Raised(
        concern_id=concern.id,
        message_id=concern.message_id,
        conversation_id=_conversation_of(concern),
        raised_at=concern.raised_at,
        words=opened(Concern, [concern.id])[concern.id],
        readers=_names(readers_of(concern).values()),
        acknowledged_at=concern.acknowledged_at,
        closed_at=concern.closed_at,
    )


def _conversation_of(concern: Concern) -> uuid.UUID:
    where = select(Message.conversation_id).where(Message.id == concern.message_id)
    return session().scalars(covering(SYSTEM(), where)).one()


def _names(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(person.name for person in people)
