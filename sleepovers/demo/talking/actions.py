"""Saying what the people of the demo service have said to each other lately, at the times at which they did."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from constellations.access import Viewer, visible
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.ids import new_id
from constellations.models import Constellation, Person
from constellations.queries import viewer_for
from messaging.conversations.actions import begin, open_conversations
from messaging.conversations.queries import held_conversation
from messaging.messages.actions import Written, post_message, react
from messaging.models import Conversation, Message
from messaging.rules import ConversationKind
from messaging.safeguarding.concerns.actions import acknowledge
from messaging.safeguarding.raising.actions import Worry, raise_concern
from messaging.safeguarding.rules import About
from sleepovers.demo.talk import (
    DIRECT,
    EVERYONE,
    HUB_AND_LIAISON,
    NORTHERN_LIGHTS,
    SEEN_BY,
    WORRIED,
    WORRY,
    WORRYING,
    Said,
)


def let_them_talk(viewer: Viewer) -> None:
    """Fill the conversations of one constellation, and one of two carers."""
    with transaction() as here:
        people = {person.name: person for person in here.scalars(visible(viewer, Person))}
        named = visible(viewer, Constellation).where(Constellation.name == NORTHERN_LIGHTS)
        constellation = here.scalars(named).one()
        open_conversations(viewer_for(people["Moira Kelly"]))
        for kind, said in ((ConversationKind.EVERYONE, EVERYONE), (ConversationKind.HUB_AND_LIAISON, HUB_AND_LIAISON)):
            theirs = visible(viewer, Conversation).where(
                Conversation.kind == kind, Conversation.subject_id == constellation.id
            )
            _say(viewer, here.scalars(theirs).one().id, said, people)
        _worry(viewer, people)
        direct = begin(viewer_for(people["Anita Patel"]), "", [people["Moira Kelly"].id])
        _say(viewer, direct, DIRECT, people)


def _worry(viewer: Viewer, people: Mapping[str, Person]) -> None:
    """One carer worries about something that was said, and the liaison worker has seen that."""
    said = session().scalars(visible(viewer, Message).where(Message.body == WORRYING)).one()
    worry = Worry(WORRY, About.NOBODY)
    concern = raise_concern(viewer_for(people[WORRIED]), said.id, worry)
    acknowledge(viewer_for(people[SEEN_BY]), concern.id)
    concern.raised_at = clock.now() - dt.timedelta(hours=3)
    session().flush()


def _say(viewer: Viewer, conversation_id: uuid.UUID, said: Sequence[Said], people: Mapping[str, Person]) -> None:
    for one in said:
        message = post_message(viewer_for(people[one.who]), conversation_id, Written(new_id(), one.body))
        for emoji, who in one.reactions:
            react(viewer_for(people[who]), message.id, emoji, on=True)
        message.created_at = clock.now() - dt.timedelta(minutes=one.minutes_ago)
        held_conversation(viewer, conversation_id).last_at = message.created_at
        session().flush()
