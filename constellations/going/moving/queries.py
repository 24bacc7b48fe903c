"""A family that may move, where it may move to, and what changes for it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import or_, select

from constellations.access import Viewer, covering, find
from constellations.actions import span_of
from constellations.core.database import session
from constellations.corrections import check_day
from constellations.going.declaration import Effect, Going, effects_of
from constellations.going.moving.rules import SameConstellation, check_move
from constellations.homes.rules import NotAMember
from constellations.models import Constellation, Home, LiaisonAssignment, Membership, Person, holds_on
from constellations.rules import HomeRole, Span, size_of


@dataclass(frozen=True, slots=True)
class FamilyToMove:
    """A family in the constellation that it would leave, and the constellations it could go to, by id."""

    membership_id: uuid.UUID
    home_id: uuid.UUID
    home: str
    version: int
    constellation_id: uuid.UUID
    constellation: str
    role: HomeRole
    span: Span
    choices: dict[str, str]


@dataclass(frozen=True, slots=True)
class Around:
    """A constellation on the day of the move: its hub, who looks after it, how many satellites it has then."""

    name: str
    hubs: tuple[str, ...]
    workers: tuple[str, ...]
    satellites: int
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What is otherwise for a family from a day on: which constellation it leaves, which it joins, what is touched."""

    day: dt.date
    old: Around
    new: Around
    effects: tuple[Effect, ...]


def family_to_move(viewer: Viewer, membership_id: uuid.UUID) -> FamilyToMove:
    """The family of a membership; raises NotFound."""
    membership = find(viewer, Membership, membership_id)
    home, constellation = (
        find(viewer, Home, membership.home_id),
        find(viewer, Constellation, membership.constellation_id),
    )
    return FamilyToMove(
        membership_id=membership.id,
        home_id=home.id,
        home=home.name,
        version=home.version,
        constellation_id=constellation.id,
        constellation=constellation.name,
        role=membership.role,
        span=span_of(membership),
        choices=_others(viewer, constellation),
    )


def what_changes(viewer: Viewer, family: FamilyToMove, to: uuid.UUID, day: dt.date) -> Changes:
    """What a move would change; nothing is stored.

    Raises SameConstellation, HubStays, NotAMember, DayOutOfReach, NotFound.
    """
    check_day(day, viewer.today)
    if to == family.constellation_id:
        raise SameConstellation(family.constellation)
    if day not in family.span:
        raise NotAMember(family.home)
    check_move(family.home, family.role)
    going = Going(frozenset({family.home_id}), family.constellation_id, day)
    return Changes(
        day=day,
        old=_around(viewer, find(viewer, Constellation, family.constellation_id), day, -1),
        new=_around(viewer, find(viewer, Constellation, to), day, 1),
        effects=tuple(effects_of(viewer, going)),
    )


def _others(viewer: Viewer, constellation: Constellation) -> dict[str, str]:
    """The other constellations of the service that the viewer sees and that are open, by name."""
    asked = (
        select(Constellation.id, Constellation.name)
        .where(
            Constellation.service_id == constellation.service_id,
            Constellation.id != constellation.id,
            or_(Constellation.closed_on.is_(None), Constellation.closed_on > viewer.today),
        )
        .order_by(Constellation.name)
    )
    return {str(key): name for key, name in session().execute(covering(viewer, asked, Constellation))}


def _around(viewer: Viewer, constellation: Constellation, day: dt.date, by: int) -> Around:
    members = (
        select(Home.name, Membership.role)
        .join(Home, Home.id == Membership.home_id)
        .where(Membership.constellation_id == constellation.id, holds_on(Membership, day))
        .order_by(Home.name)
    )
    workers = (
        select(Person.name)
        .join(LiaisonAssignment, LiaisonAssignment.person_id == Person.id)
        .where(
            LiaisonAssignment.constellation_id == constellation.id,
            holds_on(LiaisonAssignment, day),
            Person.left_at.is_(None),
        )
        .order_by(Person.name)
    )
    found = session().execute(covering(viewer, members, Membership, through=(Home,))).all()
    satellites = sum(role is HomeRole.SATELLITE for _, role in found) + by
    return Around(
        name=constellation.name,
        hubs=tuple(name for name, role in found if role is HomeRole.HUB),
        workers=tuple(session().scalars(covering(viewer, workers, LiaisonAssignment, through=(Person,)))),
        satellites=satellites,
        is_meant=satellites in size_of(constellation.kind),
    )
