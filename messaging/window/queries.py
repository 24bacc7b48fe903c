"""How far back each person reads: for one who reads, for all who are told, and for a picture that is the same for all.

A home that joins a constellation reads from thirty days before, one that comes back from the day on which it did. Who
joins a group reads from that moment on; whose home had left the constellation that ties them to it, from the day on
which it came back. Liaison workers take over with the whole history.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, and_, or_, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from constellations.access import Viewer, covering, is_key
from constellations.core.clock import LONDON
from constellations.core.database import session
from constellations.models import Membership, Person
from constellations.permissions import CARERS
from constellations.rules import Span
from messaging.models import Conversation, ConversationMember, Message
from messaging.rules import OF_CONSTELLATION, ConversationKind
from messaging.window.rules import came_back_on, reads_from

SYSTEM = Viewer.system

Moment = InstrumentedAttribute[dt.datetime]
"""A column that says when something was said or done."""

Places = Mapping[tuple[uuid.UUID, uuid.UUID], list[Span]]
"""When homes were members of constellations: by constellation and home."""


def within_window(viewer: Viewer, at: Moment = Message.created_at) -> ColumnElement[bool]:
    """Whether a message, or what else has a moment, joined to its conversation is not from before the viewer's time."""
    if viewer.is_system:
        return true()
    places: Places = _places_of(viewer) if viewer.is_carer else {}
    row = ConversationMember
    joined = select(row.conversation_id).where(
        row.conversation_id == Conversation.id,
        is_key(row.person_id, viewer.person_id),
        row.joined_at <= at,
        *_not_in_a_gap(row, {of: when for (of, _), when in _came_back(places).items()}, at),
    )
    in_time = or_(Conversation.kind != ConversationKind.GROUP, joined.exists())
    if not viewer.is_carer:
        return in_time
    since = [
        and_(Conversation.subject_id == constellation_id, at >= moment)
        for (constellation_id, _), moment in _starts(places).items()
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
            *(
                or_(Person.home_id != home, row.through.is_(None), row.through != of, Message.created_at >= moment)
                for (of, home), moment in _came_back(_places_through(conversation.id)).items()
            ),
        )
        return joined.correlate_except(row).exists()
    if conversation.kind not in OF_CONSTELLATION or conversation.subject_id is None:
        return true()
    late = homes_from({conversation.subject_id})[conversation.subject_id]
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
    homes = homes_from({one.subject_id for one in conversations if one.subject_id})
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
    """From when on some of those read who are in these conversations, and do not read all; at most four queries."""
    here = select(Conversation.id, Conversation.subject_id).where(
        Conversation.id.in_(conversation_ids), Conversation.kind.in_(OF_CONSTELLATION)
    )
    row = ConversationMember
    joined = (
        select(row.conversation_id, row.joined_at, row.through, Person.home_id)
        .join(Conversation, Conversation.id == row.conversation_id)
        .join(Person, Person.id == row.person_id)
        .where(
            Conversation.id.in_(conversation_ids), Conversation.kind == ConversationKind.GROUP, row.left_at.is_(None)
        )
    )
    starts: dict[uuid.UUID, list[dt.datetime]] = defaultdict(list)
    tied: dict[tuple[uuid.UUID, uuid.UUID], set[uuid.UUID]] = defaultdict(set)
    for conversation_id, moment, through, home_id in session().execute(covering(SYSTEM(), joined)):
        starts[conversation_id].append(moment)
        if through and home_id:
            tied[through, home_id].add(conversation_id)
    for place, moment in _came_back(_places_at(tied)).items():
        for conversation_id in tied[place]:
            starts[conversation_id].append(moment)
    of_constellation = {row[0]: row[1] for row in session().execute(covering(SYSTEM(), here))}
    late = homes_from({one for one in of_constellation.values() if one})
    for conversation_id, constellation_id in of_constellation.items():
        starts[conversation_id] += late[constellation_id].values() if constellation_id else ()
    return starts


def homes_from(constellation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, dt.datetime]]:
    """Of each constellation, the homes of today that do not read everything, and from when on they read."""
    found: dict[uuid.UUID, dict[uuid.UUID, dt.datetime]] = defaultdict(dict)
    for (constellation_id, home_id), moment in _starts(
        _places(Membership.constellation_id.in_(constellation_ids))
    ).items():
        if moment > EVER:
            found[constellation_id][home_id] = moment
    return found


EVER = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
"""Before the first message of all: homes that have been members since ever read everything."""


def _starts(places: Places) -> dict[tuple[uuid.UUID, uuid.UUID], dt.datetime]:
    """From when on each home reads what is said in each constellation; none where it is no member today."""
    today = SYSTEM().today
    days = {place: reads_from(spans, today) for place, spans in places.items()}
    return {place: _midnight(day) if day else EVER for place, day in days.items() if _is_here(places[place], today)}


def _came_back(places: Places) -> dict[tuple[uuid.UUID, uuid.UUID], dt.datetime]:
    """When each home came back to a constellation that it had left; the others are left out."""
    days = {place: came_back_on(spans, SYSTEM().today) for place, spans in places.items()}
    return {place: _midnight(day) for place, day in days.items() if day is not None}


def _not_in_a_gap(
    row: type[ConversationMember], came_back: Mapping[uuid.UUID, dt.datetime], at: Moment
) -> list[ColumnElement[bool]]:
    """Who is in a group through a constellation that their home had left reads there from its coming back on."""
    return [
        or_(row.through.is_(None), row.through != constellation_id, at >= moment)
        for constellation_id, moment in came_back.items()
    ]


def _is_here(spans: Collection[Span], today: dt.date) -> bool:
    return any(today in span for span in spans)


def _places_of(viewer: Viewer) -> Places:
    return _places(is_key(Membership.home_id, viewer.home_id))


def _places_through(group_id: uuid.UUID) -> Places:
    """Of the homes whose people are in a group, when they were members of what ties them to it."""
    row = ConversationMember
    tied = (
        select(row.person_id)
        .join(Person, Person.id == row.person_id)
        .where(
            row.conversation_id == group_id,
            row.through == Membership.constellation_id,
            Person.home_id == Membership.home_id,
        )
    )
    return _places(tied.correlate(Membership).exists())


def _places_at(places: Collection[tuple[uuid.UUID, uuid.UUID]]) -> Places:
    here = tuple_(Membership.constellation_id, Membership.home_id)
    return _places(here.in_(list(places))) if places else {}


def _places(which: ColumnElement[bool]) -> Places:
    asked = select(Membership.constellation_id, Membership.home_id, Membership.starts_on, Membership.ends_on)
    found: dict[tuple[uuid.UUID, uuid.UUID], list[Span]] = defaultdict(list)
    for constellation_id, home_id, starts_on, ends_on in session().execute(covering(SYSTEM(), asked.where(which))):
        found[constellation_id, home_id].append(Span(starts_on, ends_on))
    return found


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), LONDON)
