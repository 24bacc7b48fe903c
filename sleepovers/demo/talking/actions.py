"""Saying and announcing what the people of the demo service have said lately, at the times at which they did."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from constellations.access import Viewer, find, visible
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.ids import new_id
from constellations.models import Constellation, Person
from constellations.queries import viewer_for
from messaging.announcements.actions import Drafted, announce, say_got_it
from messaging.announcements.models import Announcement
from messaging.conversations.actions import begin, open_conversations
from messaging.conversations.queries import held_conversation
from messaging.groups.actions import join_group, make_group
from messaging.messages.actions import react
from messaging.models import Conversation, ConversationMember, Message
from messaging.polls.actions import ask_poll, vote
from messaging.polls.rules import Asking, PollKind
from messaging.posting.actions import Written, post_message
from messaging.rules import ConversationKind
from messaging.safeguarding.concerns.actions import acknowledge
from messaging.safeguarding.raising.actions import Worry, raise_concern
from messaging.safeguarding.rules import About
from sleepovers.demo.announcing import ANNOUNCED, DAYS_AHEAD, QUESTION, SUITS
from sleepovers.demo.talk import (
    DIRECT,
    EVERYONE,
    GROUP,
    HUB_AND_LIAISON,
    IN_GROUP,
    IN_THE_GROUP,
    LED_BY,
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
        _gather(viewer, people)
        direct = begin(viewer_for(people["Anita Patel"]), "", [people["Moira Kelly"].id])
        _say(viewer, direct, DIRECT, people)


def _gather(viewer: Viewer, people: Mapping[str, Person]) -> None:
    """A support group, and what is said in it by those who joined."""
    group = make_group(viewer_for(people[LED_BY]), *GROUP, is_open=True)
    for name in IN_GROUP:
        join_group(viewer_for(people[name]), group)
    for row in session().scalars(
        visible(viewer, ConversationMember).where(ConversationMember.conversation_id == group)
    ):
        row.joined_at = clock.now() - dt.timedelta(days=6)
    _say(viewer, group, IN_THE_GROUP, people)


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


def let_them_announce(viewer: Viewer) -> None:
    """Announce what the demo service announces, with those who have said “Got it”."""
    with transaction() as here:
        people = {person.name: person for person in here.scalars(visible(viewer, Person))}
        named = {row.name: row.id for row in here.scalars(visible(viewer, Constellation))}
        for one in ANNOUNCED:
            to = named[one.constellation] if one.constellation else None
            announced = announce(viewer_for(people[one.who]), Drafted(one.title, one.body, to))
            row = find(viewer, Announcement, announced)
            row.sent_at = clock.now() - dt.timedelta(minutes=one.minutes_ago)
            for who in one.got_it:
                say_got_it(viewer_for(people[who]), announced, row.version)


def let_them_find_a_day(viewer: Viewer) -> None:
    """Ask everyone of one constellation which day suits them, and let some say so."""
    who, minutes_ago, question = QUESTION
    with transaction() as here:
        people = {person.name: person for person in here.scalars(visible(viewer, Person))}
        constellation = here.scalars(visible(viewer, Constellation).where(Constellation.name == NORTHERN_LIGHTS)).one()
        theirs = visible(viewer, Conversation).where(
            Conversation.kind == ConversationKind.EVERYONE, Conversation.subject_id == constellation.id
        )
        days = tuple(clock.today() + dt.timedelta(days=ahead) for ahead in DAYS_AHEAD)
        asking = Asking(PollKind.DAYS, days=days)
        poll = ask_poll(viewer_for(people[who]), here.scalars(theirs).one().id, Written(new_id(), question), asking)
        for name, suits in SUITS.items():
            for number, says in enumerate(suits, 1):
                vote(viewer_for(people[name]), poll.id, number, says)
        poll.created_at = clock.now() - dt.timedelta(minutes=minutes_ago)
        held_conversation(viewer, poll.conversation_id).last_at = poll.created_at
