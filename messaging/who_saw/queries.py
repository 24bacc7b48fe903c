"""Lines of a report from conversations: reading with a reason, copies, concerns, and how far members read.

Who reads or takes something they are not in, or a concern, is a link of the audit trail.
"""

import uuid
from collections.abc import Iterator

from sqlalchemy import Select, or_, select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.who_saw.queries import audited
from constellations.who_saw.rules import About, Asked, Sighting
from messaging.keeping.models import LegalHold
from messaging.models import Conversation, ConversationMember, Message, ReadMark
from messaging.rules import ConversationKind
from messaging.safeguarding.models import Concern, ConcernChild

SYSTEM = Viewer.system


def from_trail_of_talk(viewer: Viewer, asked: Asked) -> Iterator[Sighting]:
    """What the audit trail says of concerns that name them, or a note of a child, and of the conversations that they
    are or were in.

    Of a concern it tells its readers alone, and nothing where it is about what the viewer wrote, or somebody in whose
    name they act: who raised one is told to nobody less. Who runs the machine is told of all.
    """
    of_child = select(ConcernChild.concern_id).where(ConcernChild.child_id == asked.key)
    names = (Concern.author_id == asked.key, Concern.raised_by == asked.key, Concern.id.in_(of_child))
    concerns = select(Concern.id).where(or_(*names))
    if not viewer.is_system:
        concerns = concerns.where(Concern.read_by(viewer), Concern.author_id.not_in(viewer.names))
    yield from audited(asked, concerns)
    if asked.about is About.CHILD:
        return
    if asked.about is About.PERSON:
        yield from audited(asked, _conversations_of(asked.key), only_looks=True)
    else:
        yield from audited(asked, select(LegalHold.id).where(LegalHold.conversation_id == asked.key))


def from_members(_viewer: Viewer, asked: Asked) -> Iterator[Sighting]:
    """Who is or was in the conversation, and when they last read in it."""
    if asked.about is not About.CONVERSATION:
        return
    members = select(ConversationMember).where(ConversationMember.conversation_id == asked.key)
    for member in session().scalars(covering(SYSTEM(), members)):
        for at, what in ((member.joined_at, "came into the conversation"), (member.left_at, "left the conversation")):
            if at is not None and asked.begins <= at < asked.ends:
                yield Sighting(at, member.person_id, what, "conversation", asked.key, "members")
    yield from last_read(asked, select(Conversation.id).where(Conversation.id == asked.key))


def of_talk_about(asked: Asked, subject_ids: Select[uuid.UUID], kind: ConversationKind) -> Iterator[Sighting]:
    """Who looked into, took or last read the conversations about some asks or stays."""
    about = select(Conversation.id).where(Conversation.kind == kind, Conversation.subject_id.in_(subject_ids))
    yield from audited(asked, about, only_looks=True)
    yield from last_read(asked, about)


def last_read(asked: Asked, conversation_ids: Select[uuid.UUID]) -> Iterator[Sighting]:
    """How far people have read in some conversations, and when they last did."""
    within = (ReadMark.at >= asked.begins, ReadMark.at < asked.ends)
    marks = select(ReadMark).where(ReadMark.conversation_id.in_(conversation_ids), *within)
    for mark in session().scalars(covering(SYSTEM(), marks)):
        what = f"last read, up to message {mark.seq}"
        yield Sighting(mark.at, mark.person_id, what, "conversation", mark.conversation_id, "read marks")


def _conversations_of(person_id: uuid.UUID) -> Select[uuid.UUID]:
    """Selects the conversations that somebody was added to, wrote in, or read in: of a constellation's no row says
    who is in it."""
    added = select(ConversationMember.conversation_id).where(ConversationMember.person_id == person_id)
    wrote = select(Message.conversation_id).where(Message.sender_id == person_id)
    read = select(ReadMark.conversation_id).where(ReadMark.person_id == person_id)
    of_theirs = or_(*(Conversation.id.in_(which) for which in (added, wrote, read)))
    return select(Conversation.id).where(of_theirs)


SOURCES = (from_trail_of_talk, from_members)
"""What brings.py hands over."""
