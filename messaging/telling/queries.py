"""How much each person of a conversation has not read."""

import uuid
from collections.abc import Collection

from sqlalchemy import and_, func, select

from constellations.access import Viewer, covering, find
from constellations.core.database import session
from constellations.models import Person
from messaging.conversations.queries import read_until
from messaging.models import Conversation, Message, ReadMark
from messaging.window.queries import within_window_of_person


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
