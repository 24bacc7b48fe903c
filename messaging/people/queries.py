"""Who is in a conversation at this moment, and with whom one may begin one."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Subquery, and_, or_, select, true, union_all

from constellations.access import Viewer, covering, find, is_key
from constellations.core.database import session
from constellations.models import LiaisonAssignment, Membership, Person, holds_on
from constellations.permissions import CARERS, SERVICE_WIDE, Role
from constellations.rules import HomeRole
from messaging.declaration import circles
from messaging.models import Conversation, ConversationMember, is_paired, is_tied
from messaging.nearness.queries import TALKING
from messaging.rules import BY_NAME, OF_CONSTELLATION, ConversationKind
from messaging.window.queries import homes_from

SYSTEM = Viewer.system


def people_in(conversation: Conversation, said_at: dt.datetime | None = None) -> dict[uuid.UUID, Person]:
    """Everybody who is in a conversation at this moment, and may read what was said there at an earlier one."""
    people = select(Person).where(
        Person.left_at.is_(None),
        Person.service_id == conversation.service_id,
        Person.role.in_(TALKING),
        _is_in(conversation, said_at),
    )
    return {person.id: person for person in session().scalars(covering(SYSTEM(), people))}


def present_in(conversations: Collection[Conversation]) -> Mapping[uuid.UUID, Mapping[uuid.UUID, uuid.UUID | None]]:
    """Everybody who is in each of these conversations at this moment, as `people_in` says of one, with their homes.

    Of all that belong to constellations it is one query; the others are asked about one by one.
    """
    present: dict[uuid.UUID, dict[uuid.UUID, uuid.UUID | None]] = defaultdict(dict)
    around = {one.id for one in conversations if one.kind in OF_CONSTELLATION}
    if around:
        here = people_around(around)
        for conversation_id, person_id, home_id in session().execute(covering(SYSTEM(), select(here))):
            present[conversation_id][person_id] = home_id
    for one in conversations:
        if one.kind not in OF_CONSTELLATION:
            present[one.id] = {person.id: person.home_id for person in people_in(one).values()}
    return present


def people_around(conversation_ids: Collection[uuid.UUID]) -> Subquery:
    """Who is in some conversations of constellations, as rows: `conversation_id`, `person_id`, `home_id`.

    Carers of the homes of today, of the hubs alone where it is hub and liaison; and who looks after them today.
    """
    care, today = LiaisonAssignment, SYSTEM().today
    row = select(Conversation.id.label("conversation_id"), Person.id.label("person_id"), Person.home_id)
    is_here = and_(Conversation.id.in_(conversation_ids), Person.left_at.is_(None), Person.role.in_(TALKING))
    carers = (
        row.join(Membership, Membership.constellation_id == Conversation.subject_id)
        .join(Person, and_(Person.home_id == Membership.home_id, Person.service_id == Conversation.service_id))
        .where(
            is_here,
            Person.role.in_(CARERS),
            holds_on(Membership, today),
            or_(Conversation.kind != ConversationKind.HUB_AND_LIAISON, Membership.role == HomeRole.HUB),
        )
    )
    liaison = (
        row.join(care, care.constellation_id == Conversation.subject_id)
        .join(Person, and_(Person.id == care.person_id, Person.service_id == Conversation.service_id))
        .where(is_here, Person.role == Role.LIAISON, holds_on(care, today))
    )
    return union_all(carers, liaison).subquery()


def people_of(viewer: Viewer, conversation_id: uuid.UUID) -> list[Person]:
    """Who is in a conversation that the viewer is in, by name; raises NotFound."""
    people = people_in(find(viewer, Conversation, conversation_id))
    return sorted(people.values(), key=lambda person: (person.name, person.id))


def partners(viewer: Viewer) -> list[Person]:
    """Everybody the viewer may begin a conversation with: who shares a constellation, looks after one, or is staff.

    A carer reaches the people of their constellations and whoever looks after them; staff the people of their service.
    """
    people = select(Person).where(
        Person.left_at.is_(None),
        Person.role.in_(TALKING),
        is_key(Person.service_id, viewer.service_id),
        Person.id != viewer.person_id,
    )
    if viewer.is_carer:
        near = [around_constellation(one) for one in sorted(viewer.constellation_ids)]
        people = people.where(or_(_any_of(near), is_key(Person.home_id, viewer.home_id)))
    elif viewer.own_role not in SERVICE_WIDE:
        near = [around_constellation(one) for one in sorted(viewer.constellation_ids)]
        staff = Person.role.not_in(CARERS)
        people = people.where(or_(_any_of(near), staff))
    return list(session().scalars(covering(SYSTEM(), people.order_by(Person.name, Person.id))))


def around_constellation(
    constellation_id: uuid.UUID, hub_alone: bool = False, without: Collection[uuid.UUID] = ()
) -> ColumnElement[bool]:
    """Whether a person belongs to a constellation's homes of today, or of its hub alone, or looks after it.

    Some homes may be left out: those that do not read as far back as what is told.
    """
    today = Viewer.system().today
    home = select(Membership.home_id).where(
        Membership.constellation_id == constellation_id,
        holds_on(Membership, today),
        Membership.role == HomeRole.HUB if hub_alone else true(),
        Membership.home_id.not_in(without) if without else true(),
    )
    liaison = select(LiaisonAssignment.person_id).where(
        LiaisonAssignment.constellation_id == constellation_id, holds_on(LiaisonAssignment, today)
    )
    return or_(
        and_(Person.role.in_(CARERS), Person.home_id.in_(home)),
        and_(Person.role == Role.LIAISON, Person.id.in_(liaison)),
    )


def hub_homes(home_ids: Collection[uuid.UUID], constellation_id: uuid.UUID | None = None) -> frozenset[uuid.UUID]:
    """Which of these homes are today's hub of a constellation, or of any."""
    hubs = select(Membership.home_id).where(
        Membership.home_id.in_(home_ids),
        Membership.role == HomeRole.HUB,
        holds_on(Membership, SYSTEM().today),
        true() if constellation_id is None else Membership.constellation_id == constellation_id,
    )
    return frozenset(session().scalars(covering(SYSTEM(), hubs)))


def _is_in(conversation: Conversation, said_at: dt.datetime | None) -> ColumnElement[bool]:
    if conversation.kind in BY_NAME:
        is_pair, today = conversation.kind is ConversationKind.DIRECT, SYSTEM().today
        named = select(ConversationMember.person_id).where(
            ConversationMember.conversation_id == conversation.id,
            ConversationMember.person_id == Person.id,
            ConversationMember.left_at.is_(None),
            is_paired(today) if is_pair else is_tied(today),
        )
        if said_at and conversation.kind is ConversationKind.GROUP:
            named = named.where(ConversationMember.joined_at <= said_at)
        return named.correlate(Person).exists()
    subject = conversation.subject_id
    if conversation.kind in OF_CONSTELLATION and subject is not None:
        late = homes_from({subject})[subject] if said_at else {}
        without = [home_id for home_id, moment in late.items() if said_at and moment > said_at]
        return around_constellation(subject, conversation.kind is ConversationKind.HUB_AND_LIAISON, without)
    return Person.id.in_(circles()[conversation.kind].people(subject) if subject else ())


def _any_of(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Any of some conditions; none of none."""
    return or_(*conditions) if conditions else ~true()
