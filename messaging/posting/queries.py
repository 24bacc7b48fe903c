"""What those who say something at the same time are checked against; in a fixed number of queries for all of them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.models import Constellation, Person
from constellations.permissions import Role
from messaging.models import Conversation, Message

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is in a conversation at this moment, as far as a mention asks."""

    id: uuid.UUID
    name: str
    role: Role
    home_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Held:
    """Conversations by their ids, and which of them belong to a constellation that has closed."""

    by_id: Mapping[uuid.UUID, Conversation]
    of_closed: frozenset[uuid.UUID]


def held_together(ids: Collection[uuid.UUID]) -> Held:
    """Several conversations, held until the commit, in the order of their ids so that nobody waits in a circle."""
    which = (
        select(Conversation, Constellation.closed_on)
        .outerjoin(Constellation, Constellation.id == Conversation.subject_id)
        .where(Conversation.id.in_(ids))
        .order_by(Conversation.id)
    )
    held = which.with_for_update(of=Conversation).execution_options(populate_existing=True)
    rows, today = session().execute(covering(SYSTEM(), held)).all(), SYSTEM().today
    return Held(
        {row.id: row for row, _ in rows},
        frozenset(row.id for row, closed_on in rows if closed_on is not None and closed_on <= today),
    )


def sent_before(names: Collection[tuple[uuid.UUID, uuid.UUID]]) -> dict[tuple[uuid.UUID, uuid.UUID], Message]:
    """Those of these messages that are stored, by who sent each and the name that the browser gave it."""
    same = select(Message).where(tuple_(Message.sender_id, Message.client_id).in_(names))
    return {(row.sender_id, row.client_id): row for row in session().scalars(covering(SYSTEM(), same))}


def named_in(present: Mapping[uuid.UUID, Collection[uuid.UUID]]) -> Mapping[uuid.UUID, Sequence[Present]]:
    """Those who are in some conversations, with what a mention asks about them; one query."""
    who = select(Person.id, Person.name, Person.role, Person.home_id).where(
        Person.id.in_(set().union(*present.values()))
    )
    people = {row[0]: Present(*row) for row in session().execute(covering(SYSTEM(), who))}
    return {conversation: [people[one] for one in ids] for conversation, ids in present.items()}
