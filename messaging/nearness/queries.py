"""Who is around which constellation, and near whom, as conditions: what says who reads says who is told, too."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from constellations.access import Viewer, covering, is_key
from constellations.core.database import session
from constellations.models import Constellation, LiaisonAssignment, Membership, Person, holds_on
from constellations.permissions import CARERS, ROLE_PERMISSIONS, SERVICE_WIDE, Permission, Role
from messaging.nearness.rules import Tie, tie_of

TALKING = frozenset(role for role, permissions in ROLE_PERMISSIONS.items() if Permission.TALK in permissions)
"""The roles that have conversations at all."""

Keys = InstrumentedAttribute[uuid.UUID] | InstrumentedAttribute[uuid.UUID | None]


_MEMBER, _CARE, _HERE = aliased(Membership), aliased(LiaisonAssignment), aliased(Constellation)
# Made once: each of them costs as much as the rest of a condition, and there is one in every statement.


def is_around(constellation: Keys, person: type[Person], today: dt.date) -> ColumnElement[bool]:
    """Whether somebody's home is in a constellation today, or they look after it; of columns of the statement."""
    homes = select(_MEMBER.home_id).where(_MEMBER.constellation_id == constellation, holds_on(_MEMBER, today))
    liaison = select(_CARE.person_id).where(_CARE.constellation_id == constellation, holds_on(_CARE, today))
    return or_(
        and_(person.role.in_(CARERS), person.home_id.in_(homes.correlate_except(_MEMBER))),
        and_(person.role == Role.LIAISON, person.id.in_(liaison.correlate_except(_CARE))),
    )


def is_near(one: type[Person], other: type[Person], today: dt.date) -> ColumnElement[bool]:
    """Whether two people may talk to each other: it says the same, whichever is named first.

    They share a constellation or a home, both are staff, or one serves the whole service; and both are there.
    """
    shared = select(_HERE.id).where(
        _HERE.service_id == one.service_id, is_around(_HERE.id, one, today), is_around(_HERE.id, other, today)
    )
    both_carers = and_(one.role.in_(CARERS), other.role.in_(CARERS))
    both_staff = and_(one.role.not_in(CARERS), other.role.not_in(CARERS))
    return and_(
        talks(one),
        talks(other),
        one.service_id == other.service_id,
        or_(
            one.role.in_(SERVICE_WIDE),
            other.role.in_(SERVICE_WIDE),
            both_staff,
            and_(both_carers, one.home_id == other.home_id),
            shared.correlate_except(_HERE).exists(),
        ),
    )


def is_near_viewer(viewer: Viewer, person: type[Person]) -> ColumnElement[bool]:
    """The same of the viewer, of whom everything is known: much less to ask, in every statement of theirs."""
    here = and_(talks(person), is_key(person.service_id, viewer.service_id))
    # As what they are: a deputy talks in nobody else's place.
    if viewer.own_role in SERVICE_WIDE:
        return here
    homes = select(_MEMBER.home_id).where(
        _MEMBER.constellation_id.in_(viewer.constellation_ids), holds_on(_MEMBER, viewer.today)
    )
    liaison = select(_CARE.person_id).where(
        _CARE.constellation_id.in_(viewer.constellation_ids), holds_on(_CARE, viewer.today)
    )
    at_home = and_(person.role.in_(CARERS), is_key(person.home_id, viewer.home_id))
    ways = (
        person.role.in_(SERVICE_WIDE),
        and_(person.role.in_(CARERS), person.home_id.in_(homes)),
        and_(person.role == Role.LIAISON, person.id.in_(liaison)),
        at_home if viewer.is_carer else person.role.not_in(CARERS),
    )
    return and_(here, or_(*ways))


def talks(person: type[Person]) -> ColumnElement[bool]:
    """Whether somebody is there and has conversations at all."""
    return and_(person.left_at.is_(None), person.role.in_(TALKING))


def constellations_of(viewer: Viewer, people: Collection[uuid.UUID]) -> Mapping[uuid.UUID, frozenset[uuid.UUID]]:
    """Around which constellations each of these people is today; the viewer must be the system."""
    here = (
        select(Person.id, Constellation.id)
        .join(Constellation, Constellation.service_id == Person.service_id)
        .where(Person.id.in_(people), is_around(Constellation.id, Person, viewer.today))
    )
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for person_id, constellation_id in session().execute(covering(viewer, here)):
        found[person_id].add(constellation_id)
    return {one: frozenset(found[one]) for one in people}


def ties_of(viewer: Viewer, people: Collection[Person], among: Collection[uuid.UUID] = ()) -> Mapping[uuid.UUID, Tie]:
    """What ties each of these people to a group of them and of some others; the viewer must be the system.

    Raises InNoConstellation.
    """
    everybody = {person.id for person in people} | set(among)
    around = constellations_of(viewer, everybody)
    return {
        person.id: tie_of(
            person.name,
            person.role,
            around[person.id],
            frozenset[uuid.UUID]().union(*(around[one] for one in everybody - {person.id})),
        )
        for person in people
    }
