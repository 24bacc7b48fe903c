"""The constellations that somebody sees, and who belongs to each."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import and_, case, select

from constellations.access import Viewer, covering, find, visible
from constellations.children.queries import NamedChild, children_of
from constellations.core.database import session
from constellations.models import (
    Constellation,
    Home,
    HomeTerms,
    LiaisonAssignment,
    Membership,
    Person,
    holds_on,
    since_when,
)
from constellations.permissions import Permission
from constellations.rules import ConstellationKind, FidelityPoint, HomeRole, HomeStatus, fidelity


@dataclass(frozen=True, slots=True)
class Member:
    """A home in a constellation today; `since` is none where it has always been one.

    `review_on`, for staff alone, is when its hold is looked at again.
    """

    home_id: uuid.UUID
    home: str
    role: HomeRole
    since: dt.date | None
    beds: int
    status: HomeStatus
    review_on: dt.date | None = None

    @property
    def is_hub(self) -> bool:
        """Whether it is the hub home."""
        return self.role is HomeRole.HUB


@dataclass(frozen=True, slots=True)
class Gathered:
    """A constellation and its homes of today, the hub first."""

    constellation_id: uuid.UUID
    name: str
    kind: ConstellationKind
    members: tuple[Member, ...]
    closed_on: dt.date | None = None

    @property
    def hub(self) -> Member | None:
        """The hub home, where there is one."""
        return next((member for member in self.members if member.is_hub), None)

    @property
    def satellites(self) -> tuple[Member, ...]:
        """The homes around it."""
        return tuple(member for member in self.members if not member.is_hub)

    def stands_on(self, day: dt.date) -> bool:
        """Whether it is not closed on a day."""
        return self.closed_on is None or self.closed_on > day

    @property
    def fidelity(self) -> tuple[FidelityPoint, ...]:
        """What differs from the model; of one that closes nothing is asked any more."""
        if self.closed_on is not None:
            return ()
        return fidelity(self.kind, self.hub.beds if self.hub else None, len(self.satellites))


@dataclass(frozen=True, slots=True)
class PastMember:
    """A home that belonged to a constellation before."""

    home_id: uuid.UUID
    home: str
    role: HomeRole
    since: dt.date | None
    until: dt.date


@dataclass(frozen=True, slots=True)
class ComingMember:
    """A home that will belong to a constellation, or will in another role."""

    home_id: uuid.UUID
    home: str
    role: HomeRole
    first_day: dt.date


@dataclass(frozen=True, slots=True)
class LiaisonWorker:
    """Who looks after a constellation for the service."""

    name: str
    is_cover: bool


@dataclass(frozen=True, slots=True)
class ConstellationPage:
    """A constellation, and what the viewer may know of who belongs to it."""

    gathered: Gathered
    carers: dict[uuid.UUID, list[str]]
    children: dict[uuid.UUID, list[NamedChild]]
    liaison_workers: tuple[LiaisonWorker, ...]
    coming_members: tuple[ComingMember, ...]
    past_members: tuple[PastMember, ...]
    shows_fidelity: bool
    may_correct: bool
    may_settle: bool


def constellations(viewer: Viewer) -> list[Gathered]:
    """Every constellation that the viewer sees, by name, in two queries."""
    rows = list(session().scalars(visible(viewer, Constellation).order_by(Constellation.name)))
    return _gathered(viewer, rows)


def constellation_page(viewer: Viewer, constellation_id: uuid.UUID) -> ConstellationPage:
    """One constellation; raises NotFound where the viewer does not see it."""
    (gathered,) = _gathered(viewer, [find(viewer, Constellation, constellation_id)])
    homes = [member.home_id for member in gathered.members]
    return ConstellationPage(
        gathered,
        carers=carers_of(viewer, homes),
        children=children_of(viewer, homes),
        liaison_workers=_liaison_workers(viewer, constellation_id),
        coming_members=_coming_members(viewer, constellation_id) if viewer.is_staff else (),
        past_members=_past_members(viewer, constellation_id) if viewer.is_staff else (),
        shows_fidelity=viewer.is_staff or constellation_id in viewer.hub_of,
        may_correct=viewer.may(Permission.KEEP_REGISTER),
        may_settle=viewer.may(Permission.SETTLE_REGISTER),
    )


def carers_of(viewer: Viewer, homes: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The names of the carers of some homes, by home; those whose access ended are left out."""
    asked = (
        select(Person.home_id, Person.name)
        .where(Person.home_id.in_(homes), Person.left_at.is_(None))
        .order_by(Person.name)
    )
    found: dict[uuid.UUID, list[str]] = {}
    for home_id, name in session().execute(covering(viewer, asked, Person)):
        if home_id is not None:
            found.setdefault(home_id, []).append(name)
    return found


def _gathered(viewer: Viewer, rows: Iterable[Constellation]) -> list[Gathered]:
    by_id = {row.id: row for row in rows}
    members: dict[uuid.UUID, list[Member]] = {key: [] for key in by_id}
    for constellation_id, member in _members(viewer, by_id):
        members[constellation_id].append(member)
    return [Gathered(row.id, row.name, row.kind, tuple(members[row.id]), row.closed_on) for row in by_id.values()]


def _members(viewer: Viewer, constellation_ids: Collection[uuid.UUID]) -> list[tuple[uuid.UUID, Member]]:
    hub_first = case((Membership.role == HomeRole.HUB, 0), else_=1)
    asked = (
        select(Membership, Home.name, HomeTerms)
        .join(Home, Home.id == Membership.home_id)
        .join(HomeTerms, and_(HomeTerms.home_id == Home.id, holds_on(HomeTerms, viewer.today)))
        .where(Membership.constellation_id.in_(constellation_ids), holds_on(Membership, viewer.today))
        .order_by(hub_first, Home.name)
    )
    rows = session().execute(covering(viewer, asked, Membership, through=(Home, HomeTerms)))
    return [
        (
            row.constellation_id,
            Member(
                row.home_id,
                name,
                row.role,
                since_when(row.starts_on),
                terms.beds,
                terms.status,
                terms.review_on if viewer.is_staff else None,
            ),
        )
        for row, name, terms in rows
    ]


def _liaison_workers(viewer: Viewer, constellation_id: uuid.UUID) -> tuple[LiaisonWorker, ...]:
    asked = (
        select(Person.name, LiaisonAssignment.is_cover)
        .join(Person, Person.id == LiaisonAssignment.person_id)
        .where(
            LiaisonAssignment.constellation_id == constellation_id,
            holds_on(LiaisonAssignment, viewer.today),
            Person.left_at.is_(None),
        )
        .order_by(LiaisonAssignment.is_cover, Person.name)
    )
    rows = session().execute(covering(viewer, asked, LiaisonAssignment, through=(Person,)))
    return tuple(LiaisonWorker(name, is_cover) for name, is_cover in rows)


def _coming_members(viewer: Viewer, constellation_id: uuid.UUID) -> tuple[ComingMember, ...]:
    asked = (
        select(Membership, Home.name)
        .join(Home, Home.id == Membership.home_id)
        .where(Membership.constellation_id == constellation_id, Membership.starts_on > viewer.today)
        .order_by(Membership.starts_on, Home.name)
    )
    rows = session().execute(covering(viewer, asked, Membership, through=(Home,)))
    return tuple(ComingMember(row.home_id, name, row.role, row.starts_on) for row, name in rows)


def _past_members(viewer: Viewer, constellation_id: uuid.UUID) -> tuple[PastMember, ...]:
    asked = (
        select(Membership, Home.name)
        .join(Home, Home.id == Membership.home_id)
        .where(Membership.constellation_id == constellation_id, Membership.ends_on <= viewer.today)
        .order_by(Membership.ends_on.desc(), Home.name)
    )
    rows = session().execute(covering(viewer, asked, Membership, through=(Home,)))
    return tuple(
        PastMember(row.home_id, name, row.role, since_when(row.starts_on), row.ends_on)
        for row, name in rows
        if row.ends_on is not None
    )
