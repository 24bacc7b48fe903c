"""What those who say something at the same time are checked against; in a fixed number of queries for all of them."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select, tuple_

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.models import LiaisonAssignment, Membership, Person, holds_on
from constellations.permissions import CARERS, Role
from constellations.rules import HomeRole
from messaging.models import Conversation, Message
from messaging.nearness.queries import TALKING
from messaging.people.queries import people_in
from messaging.rules import OF_CONSTELLATION, ConversationKind

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is in a conversation at this moment."""

    id: uuid.UUID
    name: str
    role: Role
    home_id: uuid.UUID | None


def held_together(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Conversation]:
    """Several conversations, held until the commit, in the order of their ids so that nobody waits in a circle."""
    which = select(Conversation).where(Conversation.id.in_(ids)).order_by(Conversation.id)
    held = which.with_for_update(of=Conversation).execution_options(populate_existing=True)
    return {row.id: row for row in session().scalars(covering(SYSTEM(), held))}


def present_in(conversations: Collection[Conversation]) -> Mapping[uuid.UUID, Mapping[uuid.UUID, Present]]:
    """Everybody who is in each of these conversations at this moment, as `people_in` says of one of them.

    Of all that belong to constellations it is two queries; the others are asked about one by one.
    """
    found: dict[uuid.UUID, dict[uuid.UUID, Present]] = defaultdict(dict)
    around = {one.id for one in conversations if one.kind in OF_CONSTELLATION}
    for ways in (_carers_around(), _liaison_around()) if around else ():
        here = ways.where(Conversation.id.in_(around), Person.left_at.is_(None), Person.role.in_(TALKING))
        for row in session().execute(covering(SYSTEM(), here)):
            found[row[0]][row[1]] = Present(*row[1:])
    for one in conversations:
        if one.kind not in OF_CONSTELLATION:
            people = people_in(one).values()
            found[one.id] = {each.id: Present(each.id, each.name, each.role, each.home_id) for each in people}
    return found


def sent_before(names: Collection[tuple[uuid.UUID, uuid.UUID]]) -> dict[tuple[uuid.UUID, uuid.UUID], Message]:
    """Those of these messages that are stored, by who sent each and the name that the browser gave it."""
    same = select(Message).where(tuple_(Message.sender_id, Message.client_id).in_(names))
    return {(row.sender_id, row.client_id): row for row in session().scalars(covering(SYSTEM(), same))}


PRESENT = select(Conversation.id, Person.id, Person.name, Person.role, Person.home_id)


def _carers_around() -> Select[uuid.UUID, uuid.UUID, str, Role, uuid.UUID | None]:
    """Selects the carers in conversations of constellations: of their homes of today, or of their hubs."""
    return (
        PRESENT.join(Membership, Membership.constellation_id == Conversation.subject_id)
        .join(Person, and_(Person.home_id == Membership.home_id, Person.service_id == Conversation.service_id))
        .where(
            Person.role.in_(CARERS),
            holds_on(Membership, SYSTEM().today),
            or_(Conversation.kind != ConversationKind.HUB_AND_LIAISON, Membership.role == HomeRole.HUB),
        )
    )


def _liaison_around() -> Select[uuid.UUID, uuid.UUID, str, Role, uuid.UUID | None]:
    """Selects the liaison workers in conversations of constellations: who looks after them today."""
    care = LiaisonAssignment
    return (
        PRESENT.join(care, care.constellation_id == Conversation.subject_id)
        .join(Person, and_(Person.id == care.person_id, Person.service_id == Conversation.service_id))
        .where(Person.role == Role.LIAISON, holds_on(care, SYSTEM().today))
    )
