"""How far back each person reads: for one who reads, for all who are told, and for a picture that is the same for all.

A home that joins a constellation reads from thirty days before; who joins a group, from that moment on. Liaison workers
take over with the whole history.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, and_, func, or_, select, true, tuple_
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, is_key
from constellations.core.clock import LONDON
from constellations.core.database import session
from constellations.models import Membership, Person, holds_on
from constellations.permissions import CARERS
from messaging.models import Conversation, ConversationMember, Message
from messaging.rules import OF_CONSTELLATION, READ_BEFORE_JOINING, ConversationKind

SYSTEM = Viewer.system

LONG_AGO = dt.date(2000, 1, 1)
"""Before the first message of all: homes that have been members since ever read everything."""


def within_window(viewer: Viewer) -> ColumnElement[bool]:
    """Whether a message, joined to its conversation, is not from before the viewer's time in it."""
    if viewer.is_system:
        return true()
    joined = select(ConversationMember.conversation_id).where(
        ConversationMember.conversation_id == Conversation.id,
        is_key(ConversationMember.person_id, viewer.person_id),
        ConversationMember.joined_at <= Message.created_at,
    )
    in_time = or_(Conversation.kind != ConversationKind.GROUP, joined.exists())
    if not viewer.is_carer:
        return in_time
    since = [
        and_(Conversation.subject_id == constellation_id, Message.created_at >= moment)
        for constellation_id, moment in _reads_from(viewer).items()
    ]
    return and_(in_time, or_(Conversation.kind.not_in(OF_CONSTELLATION), *since))


def within_window_of_person(conversation: Conversation) -> ColumnElement[bool]:
    """The same of one conversation for whomever a statement names beside a message; they are in the conversation."""
    if conversation.kind is ConversationKind.GROUP:
        row = aliased(ConversationMember)
        joined = select(row.person_id).where(
            row.conversation_id == conversation.id,
            row.person_id == Person.id,
            row.joined_at <= Message.created_at,
        )
        return joined.correlate_except(row).exists()
    if conversation.kind not in OF_CONSTELLATION or conversation.subject_id is None:
        return true()
    late = _homes_from({conversation.subject_id})[conversation.subject_id]
    since = [and_(Person.home_id == home, Message.created_at >= moment) for home, moment in late.items()]
    return or_(Person.role.not_in(CARERS), Person.home_id.not_in(set(late)), *since)


def within_window_of_homes(
    conversations: Collection[Conversation],
    of_conversation: ColumnElement[uuid.UUID],
    of_home: ColumnElement[uuid.UUID],
) -> ColumnElement[bool]:
    """The same for several conversations of constellations: a statement's rows say which one, and of which home.

    Only homes that joined after a conversation was begun are named, for the others read all of it.
    """
    homes = _homes_from({one.subject_id for one in conversations if one.subject_id})
    late = [
        (one.id, home, moment)
        for one in conversations
        for home, moment in (homes[one.subject_id].items() if one.subject_id else ())
        if moment > one.created_at
    ]
    if not late:
        return true()
    since = [
        and_(of_conversation == conversation_id, of_home == home, Message.created_at >= moment)
        for conversation_id, home, moment in late
    ]
    pairs = [(conversation_id, home) for conversation_id, home, _ in late]
    return or_(of_home.is_(None), tuple_(of_conversation, of_home).not_in(pairs), *since)


def starts_in(conversation_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[dt.datetime]]:
    """From which moments on some of those read who are in these conversations, and do not read all; three queries."""
    here = select(Conversation.id, Conversation.subject_id).where(
        Conversation.id.in_(conversation_ids), Conversation.kind.in_(OF_CONSTELLATION)
    )
    joined = (
        select(ConversationMember.conversation_id, ConversationMember.joined_at)
        .join(Conversation, Conversation.id == ConversationMember.conversation_id)
        .where(
            Conversation.id.in_(conversation_ids),
            Conversation.kind == ConversationKind.GROUP,
            ConversationMember.left_at.is_(None),
        )
    )
    starts: dict[uuid.UUID, list[dt.datetime]] = defaultdict(list)
    for conversation_id, moment in session().execute(covering(SYSTEM(), joined)):
        starts[conversation_id].append(moment)
    of_constellation = {row[0]: row[1] for row in session().execute(covering(SYSTEM(), here))}
    late = _homes_from({one for one in of_constellation.values() if one})
    for conversation_id, constellation_id in of_constellation.items():
        starts[conversation_id] += late[constellation_id].values() if constellation_id else ()
    return starts


def _homes_from(constellation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, dt.datetime]]:
    """Of each constellation, the homes of today that do not read everything, and from when on they read."""
    joined = (
        select(Membership.constellation_id, Membership.home_id, func.min(Membership.starts_on))
        .where(Membership.constellation_id.in_(constellation_ids), holds_on(Membership, SYSTEM().today))
        .group_by(Membership.constellation_id, Membership.home_id)
    )
    found: dict[uuid.UUID, dict[uuid.UUID, dt.datetime]] = defaultdict(dict)
    for constellation_id, home_id, starts_on in session().execute(covering(SYSTEM(), joined)):
        if starts_on > LONG_AGO:
            found[constellation_id][home_id] = _midnight_before(starts_on)
    return found


def _reads_from(viewer: Viewer) -> dict[uuid.UUID, dt.datetime]:
    joined = select(Membership.constellation_id, func.min(Membership.starts_on)).where(
        is_key(Membership.home_id, viewer.home_id), holds_on(Membership, viewer.today)
    )
    rows = session().execute(covering(SYSTEM(), joined.group_by(Membership.constellation_id)))
    return {row[0]: _midnight_before(row[1]) for row in rows}


def _midnight_before(joined_on: dt.date) -> dt.datetime:
    first = max(joined_on, LONG_AGO) - READ_BEFORE_JOINING
    return dt.datetime.combine(first, dt.time(), LONDON)
