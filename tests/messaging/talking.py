"""Talking among Moira, the Patels and the Okafors, for the tests of conversations: to say things, and to read them."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.ids import new_id
from constellations.models import Person
from constellations.permissions import Role
from messaging.messages.queries import MessageShown, messages_before
from messaging.models import Conversation, Message
from messaging.posting.actions import Written, post_message
from messaging.rules import ConversationKind
from tests import factories
from tests.messaging.factories import create_conversation
from tests.sleepovers.households import Households, make_households, sees


@dataclass(frozen=True, slots=True)
class Talk:
    """The households, their two conversations, and a carer of another constellation."""

    homes: Households
    everyone: Conversation
    near_hub: Conversation
    outsider: Person


def make_talk() -> Talk:
    """Make both conversations; nothing is said yet."""
    homes = make_households()
    next_door = factories.create_home(homes.service, "Next door")
    factories.join(next_door, factories.create_constellation(homes.service, "Valley"))
    return Talk(
        homes,
        create_conversation(ConversationKind.EVERYONE, homes.service, homes.constellation),
        create_conversation(ConversationKind.HUB_AND_LIAISON, homes.service, homes.constellation),
        factories.create_person(Role.SATELLITE_CARER, home=next_door),
    )


def say(
    person: Person, conversation: Conversation, body: str = "Hello all.", reply_to: uuid.UUID | None = None
) -> Message:
    """Post something as a person."""
    return post_message(sees(person), conversation.id, Written(new_id(), body, reply_to))


def reads(person: Person, conversation: Conversation) -> list[MessageShown]:
    """What a person reads there."""
    session().rollback()
    return messages_before(sees(person), conversation.id)


def bodies(person: Person, conversation: Conversation) -> list[str]:
    """The words of it."""
    return [message.body for message in reads(person, conversation)]


def numbers(conversation: Conversation) -> list[int]:
    """The numbers of all messages, in order."""
    session().rollback()
    rows = select(Message.seq).where(Message.conversation_id == conversation.id).order_by(Message.seq)
    return list(session().scalars(covering(Viewer.system(), rows)))
