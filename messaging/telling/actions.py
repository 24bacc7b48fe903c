"""Telling people by notice that somebody names them, or writes to them alone; the words stay in the conversation."""

import uuid
from collections.abc import Collection

from flask_babel import gettext
from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.notices.actions import News, tell
from messaging.models import Conversation, ConversationMember, Message, ReadMark
from messaging.rules import ConversationKind, place_of


def tell_of_message(viewer: Viewer, conversation: Conversation, message: Message, named: Collection[uuid.UUID]) -> None:
    """Tell who is named; of two people, tell the other one, once until they have read. Within the transaction."""
    path = place_of(conversation.id, message.seq, message.id)
    if conversation.kind is ConversationKind.DIRECT:
        words = gettext("%(name)s has written to you.", name=viewer.name)
        for person_id, read in _others(conversation, message.sender_id):
            tell([person_id], News(f"talk {conversation.id} {read}", words, path))
    elif named:
        words = gettext("%(name)s names you in a conversation.", name=viewer.name)
        tell(named, News(f"mention {message.id}", words, path))


def _others(conversation: Conversation, sender_id: uuid.UUID) -> list[tuple[uuid.UUID, int]]:
    """The others of a conversation of two, each with how far they have read."""
    mark = (ReadMark.conversation_id == conversation.id) & (ReadMark.person_id == ConversationMember.person_id)
    asked = (
        select(ConversationMember.person_id, func.coalesce(ReadMark.seq, 0))
        .outerjoin(ReadMark, mark)
        .where(
            ConversationMember.conversation_id == conversation.id,
            ConversationMember.person_id != sender_id,
            ConversationMember.left_at.is_(None),
        )
    )
    return [(row[0], row[1]) for row in session().execute(covering(Viewer.system(), asked))]
