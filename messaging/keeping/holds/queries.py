"""Legal holds as the managers of a service read them, and the conversations that may be held."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, is_key, visible
from constellations.core.database import session
from constellations.core.paging import Paged, paged
from constellations.models import Constellation, Person
from constellations.permissions import Permission
from messaging.keeping.models import LegalHold
from messaging.models import Conversation, ConversationMember
from messaging.rules import BY_NAME, ConversationKind

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class Named:
    """A conversation as somebody knows it who is not in it: of what it is, by its name, or by its people."""

    conversation_id: uuid.UUID
    kind: ConversationKind
    title: str | None
    constellation: str | None
    people: tuple[str, ...]
    last_at: dt.datetime | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A legal hold: on what, why, and who gave and lifted it when."""

    hold_id: uuid.UUID
    conversation: Named
    reason: str
    given_by: str
    given_at: dt.datetime
    lifted_by: str | None
    lifted_at: dt.datetime | None


def holds_of_service(viewer: Viewer) -> tuple[HoldLine, ...]:
    """The holds of the viewer's service, those that stand first; of these, and of those lifted, the latest first."""
    viewer.must(Permission.LOOK_INTO_TALK)
    return _lines(visible(viewer, LegalHold))


def holds_on(viewer: Viewer, conversation_id: uuid.UUID) -> tuple[HoldLine, ...]:
    """The holds of one conversation, for who reads holds; for others none."""
    return _lines(visible(viewer, LegalHold).where(LegalHold.conversation_id == conversation_id))


def conversations_of_service(viewer: Viewer, page: int = 1) -> Paged[Conversation]:
    """A page of all conversations of the viewer's service, those with the latest word first; no word of any."""
    viewer.must(Permission.LOOK_INTO_TALK)
    theirs = select(Conversation).where(is_key(Conversation.service_id, viewer.service_id))
    latest = (Conversation.last_at.is_(None), Conversation.last_at.desc(), Conversation.id)
    return paged(covering(SYSTEM(), theirs.order_by(*latest)), page)


def named(rows: Sequence[Conversation]) -> dict[uuid.UUID, Named]:
    """What some conversations are called; whether somebody may know of them is asked before."""
    ids = [row.id for row in rows]
    held = select(LegalHold.conversation_id).where(LegalHold.conversation_id.in_(ids), LegalHold.lifted_at.is_(None))
    are_held = set(session().scalars(covering(SYSTEM(), held)))
    subjects = {row.subject_id for row in rows if row.subject_id}
    of = select(Constellation.id, Constellation.name).where(Constellation.id.in_(subjects))
    constellations = {row[0]: row[1] for row in session().execute(covering(SYSTEM(), of))}
    people = _members([row.id for row in rows if row.kind in BY_NAME])
    return {
        row.id: Named(
            conversation_id=row.id,
            kind=row.kind,
            title=row.title,
            constellation=constellations.get(row.subject_id) if row.subject_id else None,
            people=people[row.id],
            last_at=row.last_at,
            is_held=row.id in are_held,
        )
        for row in rows
    }


def _members(ids: Sequence[uuid.UUID]) -> defaultdict[uuid.UUID, tuple[str, ...]]:
    asked = (
        select(ConversationMember.conversation_id, Person.name)
        .join(Person, Person.id == ConversationMember.person_id)
        .where(ConversationMember.conversation_id.in_(ids), ConversationMember.left_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    found: defaultdict[uuid.UUID, tuple[str, ...]] = defaultdict(tuple)
    for conversation_id, name in session().execute(covering(SYSTEM(), asked)):
        found[conversation_id] += (name,)
    return found


def _lines(holds: Select[LegalHold]) -> tuple[HoldLine, ...]:
    order = (LegalHold.lifted_at.is_not(None), LegalHold.given_at.desc(), LegalHold.id)
    rows = session().scalars(holds.order_by(*order)).all()
    giver, lifter = aliased(Person), aliased(Person)
    by = (
        select(LegalHold.id, giver.name, lifter.name)
        .join(giver, giver.id == LegalHold.given_by)
        .outerjoin(lifter, lifter.id == LegalHold.lifted_by)
        .where(LegalHold.id.in_([row.id for row in rows]))
    )
    names = {row[0]: (row[1], row[2]) for row in session().execute(covering(SYSTEM(), by))}
    held = select(Conversation).where(Conversation.id.in_({row.conversation_id for row in rows}))
    called = named(session().scalars(covering(SYSTEM(), held)).all())
    return tuple(
        HoldLine(
            hold_id=row.id,
            conversation=called[row.conversation_id],
            reason=row.reason,
            given_by=names[row.id][0],
            given_at=row.given_at,
            lifted_by=names[row.id][1],
            lifted_at=row.lifted_at,
        )
        for row in rows
    )
