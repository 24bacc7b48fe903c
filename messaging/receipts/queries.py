"""Who has seen what somebody said, and who is around today; only among those who let others see it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find
from constellations.accounts.queries import active_on
from constellations.core.database import session
from constellations.notices.alerts.queries import wishes_of
from messaging.messages.queries import messages_in
from messaging.models import Conversation, Message, ReadMark
from messaging.people.queries import people_in
from messaging.rules import MOST_FOR_SEEN_BY, short_names


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the viewer's own, and who has seen it."""

    message_id: uuid.UUID
    names: tuple[str, ...]


def sharing(people: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these people who let others see what they have read and whether they are around, as all do at first."""
    wishes = wishes_of(Viewer.system(), people)
    return {person_id for person_id, wish in wishes.items() if wish.shares_reading}


def around_today(viewer: Viewer, people: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these people who have used Roost today and let others see it; none for a viewer who does not."""
    if viewer.person_id is None or not sharing([viewer.person_id]):
        return set()
    return sharing(people) & active_on(Viewer.system(), people, viewer.today)


def seen_by(viewer: Viewer, message: Message) -> tuple[str, ...]:
    """Who has read as far as a message of the viewer's own, by name.

    Nobody's where it is another's, where many are in the conversation, and for a viewer who does not let others see.
    """
    conversation = find(viewer, Conversation, message.conversation_id)
    present = people_in(conversation)
    if message.sender_id != viewer.person_id or len(present) > MOST_FOR_SEEN_BY:
        return ()
    open_ones = sharing(present)
    if viewer.person_id not in open_ones:
        return ()
    read = select(ReadMark.person_id).where(
        ReadMark.conversation_id == conversation.id,
        ReadMark.seq >= message.seq,
        ReadMark.person_id.in_(open_ones - {viewer.person_id}),
    )
    readers = set(session().scalars(covering(Viewer.system(), read)))
    may_read = people_in(conversation, message.created_at)
    return short_names([person.name for person_id, person in may_read.items() if person_id in readers])


def seen_last(viewer: Viewer, conversation_id: uuid.UUID) -> Seen | None:
    """Who has seen what the viewer said last; none where they said nothing that is still there. Raises NotFound."""
    find(viewer, Conversation, conversation_id)
    own = messages_in(viewer, conversation_id).where(
        Message.sender_id == viewer.person_id, Message.removed_at.is_(None)
    )
    last = session().scalars(own.order_by(Message.seq.desc()).limit(1)).one_or_none()
    return Seen(last.id, seen_by(viewer, last)) if last else None
