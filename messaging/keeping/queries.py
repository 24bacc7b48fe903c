"""What holds a conversation from losing anything of it."""

import uuid
from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from constellations.core import clock
from constellations.keeping.whose.queries import people_affected
from constellations.rights.holds.queries import held_child_ids
from messaging.declaration import circles
from messaging.keeping.models import LegalHold
from messaging.keeping.rules import concerns_hold_since
from messaging.models import Conversation, ConversationMember, Message
from messaging.safeguarding.models import Concern


def is_held(conversation_id: InstrumentedAttribute[uuid.UUID] | uuid.UUID) -> ColumnElement[bool]:
    """Whether nothing of a conversation goes: it has a legal hold, or a concern about one of its messages holds it, or
    somebody is or was in it, or wrote in it, who is held, or with whose home a held child lives or lived; or it is
    about a sleepover of a child who is held.

    A concern holds while it is open and for a year after. For statements that ask as the system: of concerns, nobody
    else is to learn in this way.
    """
    held = select(LegalHold.conversation_id).where(LegalHold.lifted_at.is_(None))
    about = aliased(Message)
    worried = (
        select(about.conversation_id)
        .join(Concern, Concern.message_id == about.id)
        .where(or_(Concern.closed_at.is_(None), Concern.closed_at > concerns_hold_since(clock.now())))
    )
    member, written = ConversationMember, aliased(Message)
    theirs = select(member.conversation_id).where(member.person_id.in_(people_affected()))
    wrote = select(written.conversation_id).where(written.sender_id.in_(people_affected()))
    here = aliased(Conversation)
    of_child = select(here.id).where(or_(false(), *_about_held(here)))
    if isinstance(conversation_id, uuid.UUID):
        return or_(
            held.where(LegalHold.conversation_id == conversation_id).exists(),
            worried.where(about.conversation_id == conversation_id).exists(),
            theirs.where(member.conversation_id == conversation_id).exists(),
            wrote.where(written.conversation_id == conversation_id).exists(),
            of_child.where(here.id == conversation_id).exists(),
        )
    return or_(*(conversation_id.in_(which) for which in (held, worried, theirs, wrote, of_child)))


def _about_held(here: type[Conversation]) -> Iterator[ColumnElement[bool]]:
    """Whether a conversation is about something of a child who is held, for each kind that may be."""
    for kind, circle in circles().items():
        if circle.about is not None:
            yield and_(here.kind == kind, here.subject_id.in_(circle.about(held_child_ids())))
