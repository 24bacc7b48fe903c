"""Telling people by notice that somebody names them, or writes to them alone; the words stay in the conversation.

Who has read what was said has read the notice of it too, so that nobody is alerted to it any more.
"""

import uuid
from collections.abc import Collection

from flask_babel import gettext
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.notices.actions import News, note_read, tell
from constellations.notices.models import Notice
from messaging.models import Conversation, ConversationMember, Message
from messaging.rules import ConversationKind, place_in, place_of
from messaging.telling.queries import unread_news


def tell_of_message(viewer: Viewer, conversation: Conversation, message: Message, named: Collection[uuid.UUID]) -> None:
    """Tell who is named; of two people, tell the other one, unless they have not read what they were told before.

    Within the transaction, in which the conversation is held.
    """
    path = place_of(conversation.id, message.seq, message.id)
    if conversation.kind is ConversationKind.DIRECT:
        words = gettext("%(name)s has written to you.", name=viewer.name)
        others = _others(conversation, message.sender_id)
        # Held, so that who reads it at this moment is led to this message too, or told of it.
        know = {one.person_id for one in unread_news(others, [conversation.id], held=True)}
        tell(others - know, News(f"talk {message.id}", words, path))
    elif named:
        words = gettext("%(name)s names you in a conversation.", name=viewer.name)
        tell(named, News(f"mention {message.id}", words, path))


def read_news(conversation: Conversation, news: Collection[Notice], seq: int) -> None:
    """Note that somebody has read the notices of messages up to a number; the conversation is held.

    Of two people one notice stands for all that follows, so that it is read with the last message.
    """
    is_direct = conversation.kind is ConversationKind.DIRECT
    ends = {one: conversation.last_seq if is_direct else place_in(one.path)[1] for one in news}
    note_read([one for one, end in ends.items() if end <= seq])


def who_speaks_has_read(said: Collection[tuple[uuid.UUID, uuid.UUID]]) -> None:
    """Note that people who say something, each with the conversation, have read the notices of what came before."""
    news = unread_news({person_id for person_id, _ in said}, {conversation_id for _, conversation_id in said})
    note_read([one for one in news if (one.person_id, place_in(one.path)[0]) in said])


def _others(conversation: Conversation, sender_id: uuid.UUID) -> set[uuid.UUID]:
    """The others of a conversation of two."""
    asked = select(ConversationMember.person_id).where(
        ConversationMember.conversation_id == conversation.id,
        ConversationMember.person_id != sender_id,
        ConversationMember.left_at.is_(None),
    )
    return set(session().scalars(covering(Viewer.system(), asked)))
