"""What of the service a person belongs to."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import Date, Select, and_, bindparam, cast, false, null, select

from constellations.access import StandsIn, Viewer, covering
from constellations.core import clock
from constellations.core.database import asked_often
from constellations.cover.models import HubCover
from constellations.deputies.models import Deputy
from constellations.deputies.rules import acting_role, may_stand_in
from constellations.models import LiaisonAssignment, Membership, Person, holds_on
from constellations.permissions import STAFF, Role
from constellations.rules import HomeRole

Ts = TypeVarTuple("Ts")


def viewer_for(person: Person) -> Viewer:
    """The viewer that a person is today: their role, and the constellations that are theirs."""
    return viewers_for([person])[person.id]


def viewers_for(people: Collection[Person]) -> Mapping[uuid.UUID, Viewer]:
    """The same of several people, by their ids; three queries at most."""
    liaison = {person.id for person in people if person.role is Role.LIAISON}
    homes = {person.home_id for person in people if person.home_id and person.id not in liaison}
    of_homes, of_liaison = _found(_OF_HOMES, homes), _found(_OF_LIAISON, liaison)
    deputies = _deputies(person for person in people if person.role in STAFF)
    return {
        person.id: _viewer(
            person, of_liaison[person.id] if person.id in liaison else of_homes[person.home_id], deputies[person.id]
        )
        for person in people
    }


@dataclass(frozen=True, slots=True)
class Who:
    """A person, as far as a viewer is one."""

    role: Role
    id: uuid.UUID
    name: str
    service_id: uuid.UUID | None
    region_id: uuid.UUID | None
    home_id: uuid.UUID | None


WHO = (Person.role, Person.id, Person.name, Person.service_id, Person.region_id, Person.home_id)
"""The columns of `Who`, for who is asked about somebody together with something else."""

Places = set[tuple[uuid.UUID, HomeRole | None, bool]]
"""Constellations, each with what a home is in it (none where somebody looks after it), and whether it covers there."""

Place = tuple[uuid.UUID | None, HomeRole | None, bool | None]
"""One of them as it is asked for; none where there is none."""


def viewer_at(person: Who, of_home: Iterable[Place]) -> Viewer:
    """The same of somebody whose home was asked about already; a liaison worker's constellations are asked for here."""
    deputies = _deputies([person] if person.role in STAFF else [])
    if person.role is Role.LIAISON:
        return _viewer(person, _found(_OF_LIAISON, {person.id})[person.id], deputies[person.id])
    return _viewer(
        person, {(key, role, bool(is_cover)) for key, role, is_cover in of_home if key is not None}, deputies[person.id]
    )


def _viewer(person: Person | Who, places: Places, stands_in: frozenset[StandsIn]) -> Viewer:
    return Viewer(
        role=acting_role(person.role, (one.role for one in stands_in)),
        stands_in=stands_in,
        today=clock.today(),
        person_id=person.id,
        name=person.name,
        service_id=person.service_id,
        region_id=person.region_id,
        home_id=person.home_id,
        constellation_ids=frozenset(constellation_id for constellation_id, _, _ in places),
        hub_of=frozenset(constellation_id for constellation_id, role, _ in places if role is HomeRole.HUB),
        covers=frozenset(constellation_id for constellation_id, _, is_cover in places if is_cover),
    )


# Whoever asks for a page is asked about first: these two are put together once, not each time.
_TODAY = bindparam("today", type_=Date())
_COVERED = and_(
    HubCover.constellation_id == Membership.constellation_id,
    HubCover.home_id == Membership.home_id,
    holds_on(HubCover, _TODAY),
)
PLACES = (Membership.constellation_id, Membership.role, HubCover.id.is_not(None))
"""The columns of a place of a carer's home."""


def with_places(asked: Select[*Ts]) -> Select[*Ts]:
    """A question about people, each once for every place that the home of theirs has on a day, which is given as
    `today`; or once without one."""
    is_theirs = and_(Membership.home_id == Person.home_id, holds_on(Membership, _TODAY))
    return asked.outerjoin(Membership, is_theirs).outerjoin(HubCover, _COVERED)


_OF_HOMES = covering(
    Viewer.system(),
    select(Membership.home_id, *PLACES)
    .outerjoin(HubCover, _COVERED)
    .where(Membership.home_id.in_(bindparam("keys", expanding=True)), holds_on(Membership, _TODAY)),
)
_OF_LIAISON = covering(
    Viewer.system(),
    select(
        LiaisonAssignment.person_id, LiaisonAssignment.constellation_id, cast(null(), Membership.role.type), false()
    ).where(LiaisonAssignment.person_id.in_(bindparam("keys", expanding=True)), holds_on(LiaisonAssignment, _TODAY)),
)


_DEPUTIES = covering(
    Viewer.system(),
    select(Deputy.person_id, Person.id, Person.name, Person.role)
    .join(Person, Person.id == Deputy.for_id)
    .where(Deputy.person_id.in_(bindparam("keys", expanding=True)), holds_on(Deputy, _TODAY), Person.left_at.is_(None)),
)


def _deputies(people: Iterable[Person | Who]) -> defaultdict[uuid.UUID, frozenset[StandsIn]]:
    """For whom each of these people stands in today, as far as what both are allows it."""
    roles = {person.id: person.role for person in people}
    found: defaultdict[uuid.UUID, frozenset[StandsIn]] = defaultdict(frozenset)
    if roles:
        for key, for_id, name, role in asked_often(_DEPUTIES, {"keys": list(roles), "today": clock.today()}):
            if may_stand_in(roles[key], role):
                found[key] |= {StandsIn(for_id, name, role, roles[key])}
    return found


def _found(
    asked: Select[uuid.UUID, uuid.UUID, HomeRole, bool], keys: Collection[uuid.UUID]
) -> defaultdict[uuid.UUID | None, Places]:
    """The places of each key; nothing is asked where there is nobody to ask about."""
    found: defaultdict[uuid.UUID | None, Places] = defaultdict(set)
    if keys:
        rows = asked_often(asked, {"keys": list(keys), "today": clock.today()})
        for key, constellation_id, role, is_cover in rows:
            found[key].add((constellation_id, role, bool(is_cover)))
    return found
