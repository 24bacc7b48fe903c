"""How much each person of a conversation has not read, and what they were told of it."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, and_, func, select

from constellations.access import Viewer, covering, find
from constellations.core.database import session
from constellations.models import Person
from constellations.notices.models import Notice
from constellations.notices.queries import unread_leading_to
from messaging.conversations.queries import last_old_in, read_until
from messaging.models import Conversation, Message, ReadMark
from messaging.people.queries import people_around, people_in
from messaging.rules import OF_CONSTELLATION, before_places
from messaging.window.queries import within_window_of_homes, within_window_of_person


def unread_in(conversation_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Mapping[uuid.UUID, int]]:
    """How much everybody in some conversations has not read there, as their lists count it.

    Of all that belong to constellations it is a fixed number of queries; the others are asked about one by one.
    """
    rows = select(Conversation).where(Conversation.id.in_(conversation_ids))
    conversations = session().scalars(covering(Viewer.system(), rows)).all()
    around = [one for one in conversations if one.kind in OF_CONSTELLATION]
    found: dict[uuid.UUID, dict[uuid.UUID, int]] = defaultdict(dict)
    if around:
        for conversation_id, person_id, count in session().execute(_unread_around(around)):
            found[conversation_id][person_id] = count
    for one in conversations:
        if one.kind not in OF_CONSTELLATION:
            found[one.id] = unread_by_person(Viewer.system(), one.id, people_in(one))
    return found


def _unread_around(conversations: Collection[Conversation]) -> Select[uuid.UUID, uuid.UUID, int]:
    """Counts the unread messages of each who is in these conversations, all of constellations."""
    ids = [one.id for one in conversations]
    here, old = people_around(ids), last_old_in(ids)
    mark = and_(ReadMark.conversation_id == here.c.conversation_id, ReadMark.person_id == here.c.person_id)
    new = and_(
        Message.conversation_id == here.c.conversation_id,
        Message.seq > func.coalesce(ReadMark.seq, old.c.seq, 0),
        Message.sender_id != here.c.person_id,
        Message.removed_at.is_(None),
        within_window_of_homes(conversations, here.c.conversation_id, here.c.home_id),
    )
    counted = (
        select(here.c.conversation_id, here.c.person_id, func.count(Message.seq))
        .join(old, old.c.conversation_id == here.c.conversation_id)
        .outerjoin(ReadMark, mark)
        .outerjoin(Message, new)
        .group_by(here.c.conversation_id, here.c.person_id)
    )
    return covering(Viewer.system(), counted)


def unread_by_person(viewer: Viewer, conversation_id: uuid.UUID, people: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many messages of others each of these people has not read, as their list counts them.

    The viewer must be the system.
    """
    conversation = find(viewer, Conversation, conversation_id)
    mark = and_(ReadMark.conversation_id == conversation_id, ReadMark.person_id == Person.id)
    counted = (
        select(Person.id, func.count(Message.seq))
        .outerjoin(ReadMark, mark)
        .outerjoin(
            Message,
            and_(
                Message.conversation_id == conversation_id,
                Message.seq > read_until(conversation_id),
                Message.sender_id != Person.id,
                Message.removed_at.is_(None),
                within_window_of_person(conversation),
            ),
        )
        .where(Person.id.in_(people))
        .group_by(Person.id)
    )
    return {row[0]: int(row[1]) for row in session().execute(covering(viewer, counted))}


def unread_news(
    people: Collection[uuid.UUID], conversation_ids: Collection[uuid.UUID], held: bool = False
) -> Sequence[Notice]:
    """The notices of messages in some conversations that these people have not read; perhaps held until the commit."""
    asked = unread_leading_to(people, [before_places(one) for one in conversation_ids])
    return session().scalars(asked.with_for_update() if held else asked).all()
