"""Who reads concerns: whom a service has named, whom it may name, and who is reached on each way."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, is_key
from constellations.core.database import session
from constellations.deputies.models import Deputy
from constellations.models import LiaisonAssignment, Person, holds_on
from constellations.permissions import Role
from messaging.safeguarding.models import Concern, SafeguardingReader
from messaging.safeguarding.rules import READING_ROLES, About, Route

SYSTEM = Viewer.system


@dataclass(frozen=True, slots=True)
class Around:
    """Where a concern belongs: the service, the constellation if it is of one, and who wrote the message."""

    service_id: uuid.UUID
    constellation_id: uuid.UUID | None
    author_id: uuid.UUID


def may_be_named(viewer: Viewer) -> list[Person]:
    """Whom the viewer's service may name as readers, by name."""
    people = select(Person).where(_is_here(viewer.service_id)).order_by(Person.name, Person.id)
    return list(session().scalars(covering(SYSTEM(), people)))


def named_readers(viewer: Viewer) -> frozenset[uuid.UUID]:
    """Whom the viewer's service has named."""
    rows = select(SafeguardingReader.person_id)
    return frozenset(session().scalars(covering(viewer, rows, SafeguardingReader)))


def reached(around: Around, route: Route) -> dict[uuid.UUID, Person]:
    """Who reads a concern that takes this way: the other side of `Concern.read_by`, never who wrote the message."""
    return _reached(around, _is_on(around, route))


def readers_of(concern: Concern) -> dict[uuid.UUID, Person]:
    """Who reads a concern at this moment, by name: with its route, managers too where it had waited too long.

    With them their deputies, unless it is about a liaison worker: they may be the one.
    """
    around = Around(concern.service_id, concern.constellation_id, concern.author_id)
    found = reached(around, concern.route)
    if concern.woken_at is not None:
        found |= reached(around, Route.MANAGERS)
        if concern.about is not About.LIAISON:
            found |= _reached(around, _deputies_of_managers())
    return dict(sorted(found.items(), key=lambda one: (one[1].name, one[0])))


def _reached(around: Around, who: ColumnElement[bool]) -> dict[uuid.UUID, Person]:
    people = select(Person).where(_is_here(around.service_id), Person.id != around.author_id, who)
    return {person.id: person for person in session().scalars(covering(SYSTEM(), people.order_by(Person.name)))}


def _is_here(service_id: uuid.UUID | None) -> ColumnElement[bool]:
    return and_(is_key(Person.service_id, service_id), Person.left_at.is_(None), Person.role.in_(READING_ROLES))


def _is_on(around: Around, route: Route) -> ColumnElement[bool]:
    managers = Person.role == Role.MANAGER
    assigned = select(LiaisonAssignment.person_id).where(
        is_key(LiaisonAssignment.constellation_id, around.constellation_id),
        holds_on(LiaisonAssignment, SYSTEM().today),
    )
    liaison = and_(Person.role == Role.LIAISON, Person.id.in_(assigned))
    if route is not Route.NAMED:
        return managers if route is Route.MANAGERS else liaison
    named = select(SafeguardingReader.person_id).join(Person, Person.id == SafeguardingReader.person_id)
    theirs = named.where(SafeguardingReader.service_id == around.service_id, _is_here(around.service_id))
    found = frozenset(session().scalars(covering(SYSTEM(), theirs)))
    return Person.id.in_(found) if found else or_(managers, _deputies_of_managers(), liaison)


def _deputies_of_managers() -> ColumnElement[bool]:
    """Whether a person stands in for a manager today."""
    away = aliased(Person)
    standing_in = (
        select(Deputy.person_id)
        .join(away, away.id == Deputy.for_id)
        .where(away.role == Role.MANAGER, away.left_at.is_(None), holds_on(Deputy, SYSTEM().today))
    )
    return Person.id.in_(standing_in)
