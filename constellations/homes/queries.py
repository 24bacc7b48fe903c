"""The page of a home, and what may be chosen where it is corrected."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, visible
from constellations.children.queries import NamedChild, children_of
from constellations.core.database import session
from constellations.directory.queries import carers_of
from constellations.homes.exemptions.queries import ExemptionLine, exemptions_of
from constellations.homes.rules import Terms
from constellations.models import Constellation, Home, HomeTerms, Membership, by_home_today, holds_on, since_when
from constellations.permissions import Permission
from constellations.rules import HomeRole, HomeStatus, Span


@dataclass(frozen=True, slots=True)
class DatedTerms:
    """What a home is ready for, and when; `since` is none for since ever."""

    terms: Terms
    since: dt.date | None
    until: dt.date | None
    is_present: bool


@dataclass(frozen=True, slots=True)
class MembershipLine:
    """A home's place in a constellation, now, before, or to come."""

    membership_id: uuid.UUID
    constellation_id: uuid.UUID
    constellation: str
    role: HomeRole
    since: dt.date | None
    until: dt.date | None
    is_present: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    """A home as the viewer may know it; history is for staff alone, the area for staff, its own carers and its hub.

    The day on which its carers were approved is for staff and for them. `may_follow`: whether staff look after it now.
    """

    home_id: uuid.UUID
    key: str
    name: str
    area: str | None
    approved_on: dt.date | None
    version: int
    is_own: bool
    terms: tuple[DatedTerms, ...]
    memberships: tuple[MembershipLine, ...]
    carers: tuple[str, ...]
    children: tuple[NamedChild, ...]
    exemptions: tuple[ExemptionLine, ...]
    may_follow: bool
    may_correct: bool
    may_settle: bool

    @property
    def present_terms(self) -> Terms | None:
        """What the home is ready for today."""
        return next((dated.terms for dated in self.terms if dated.is_present), None)


def home_page(viewer: Viewer, home_id: uuid.UUID) -> HomePage:
    """One home; raises NotFound where the viewer does not see it."""
    home = find(viewer, Home, home_id)
    memberships = _memberships(viewer, home_id)
    around = viewer.hub_of & {line.constellation_id for line in memberships if line.is_present}
    is_own = viewer.home_id == home_id
    return HomePage(
        home_id=home.id,
        key=home.key,
        name=home.name,
        area=home.area if viewer.is_staff or is_own or around else None,
        approved_on=home.approved_on if viewer.is_staff or is_own else None,
        version=home.version,
        is_own=is_own,
        terms=_terms(viewer, home_id),
        memberships=memberships,
        carers=tuple(carers_of(viewer, [home_id]).get(home_id, ())),
        children=tuple(children_of(viewer, [home_id]).get(home_id, ())),
        exemptions=exemptions_of(viewer, home_id),
        may_follow=viewer.is_staff and _is_followed(viewer, home_id),
        may_correct=viewer.may(Permission.KEEP_REGISTER),
        may_settle=viewer.may(Permission.SETTLE_REGISTER),
    )


def _is_followed(viewer: Viewer, home_id: uuid.UUID) -> bool:
    asked = select(Home.id).where(Home.id == home_id, by_home_today(Home.id, viewer))
    return session().scalar(covering(viewer, asked, Home, through=(Membership,))) is not None


def found_membership(viewer: Viewer, membership_id: uuid.UUID) -> tuple[Membership, str, str]:
    """A membership with the names of its home and constellation; raises NotFound."""
    membership = find(viewer, Membership, membership_id)
    home = find(viewer, Home, membership.home_id)
    return membership, home.name, find(viewer, Constellation, membership.constellation_id).name


def constellations_to_join(viewer: Viewer, home_id: uuid.UUID) -> dict[str, str]:
    """The constellations, by name, that a home does not belong to today."""
    members = select(Membership.constellation_id).where(
        Membership.home_id == home_id, holds_on(Membership, viewer.today)
    )
    asked = (
        select(Constellation.id, Constellation.name)
        .where(Constellation.id.not_in(members), Constellation.closed_on.is_(None))
        .order_by(Constellation.name)
    )
    return {
        str(row.id): row.name
        for row in session().execute(covering(viewer, asked, Constellation, through=(Membership,)))
    }


def homes_to_lead(viewer: Viewer, constellation_id: uuid.UUID) -> dict[str, str]:
    """The homes, by name, that may become the hub: satellites first, then others of the same service that are there."""
    constellation = find(viewer, Constellation, constellation_id)
    here = select(Membership.home_id, Membership.role).where(
        Membership.constellation_id == constellation_id, holds_on(Membership, viewer.today)
    )
    roles = {row.home_id: row.role for row in session().execute(covering(viewer, here, Membership))}
    asked = (
        select(Home.id, Home.name)
        .join(HomeTerms, HomeTerms.home_id == Home.id)
        .where(
            Home.service_id == constellation.service_id,
            holds_on(HomeTerms, viewer.today),
            HomeTerms.status != HomeStatus.LEFT,
        )
        .order_by(Home.name)
    )
    found = [(row.id, row.name) for row in session().execute(covering(viewer, asked, Home, through=(HomeTerms,)))]
    may = [(key, name) for key, name in found if roles.get(key) is not HomeRole.HUB]
    return {str(key): name for key, name in sorted(may, key=lambda home: home[0] not in roles)}


def holds_to_review(viewer: Viewer) -> list[tuple[uuid.UUID, str]]:
    """The homes on hold whose review has come, by id and name; a liaison worker's are those that are members today."""
    asked = (
        select(Home.id, Home.name)
        .join(HomeTerms, HomeTerms.home_id == Home.id)
        .where(
            holds_on(HomeTerms, viewer.today),
            HomeTerms.status == HomeStatus.ON_HOLD,
            HomeTerms.review_on <= viewer.today,
        )
        .order_by(Home.name)
    )
    if not viewer.sees_whole_service:
        members = select(Membership.home_id).where(
            Membership.constellation_id.in_(viewer.constellation_ids), holds_on(Membership, viewer.today)
        )
        asked = asked.where(Home.id.in_(members))
    rows = session().execute(covering(viewer, asked, Home, through=(HomeTerms, Membership)))
    return [(home_id, home) for home_id, home in rows]


def _terms(viewer: Viewer, home_id: uuid.UUID) -> tuple[DatedTerms, ...]:
    asked = visible(viewer, HomeTerms).where(HomeTerms.home_id == home_id).order_by(HomeTerms.starts_on.desc())
    if not viewer.is_staff:
        asked = asked.where(holds_on(HomeTerms, viewer.today))
    return tuple(
        DatedTerms(
            Terms(row.beds, row.approved_children, row.status, row.review_on if viewer.is_staff else None),
            since_when(row.starts_on),
            row.ends_on,
            is_present=viewer.today in Span(row.starts_on, row.ends_on),
        )
        for row in session().scalars(asked)
    )


def _memberships(viewer: Viewer, home_id: uuid.UUID) -> tuple[MembershipLine, ...]:
    asked = (
        select(Membership, Constellation.name)
        .join(Constellation, Constellation.id == Membership.constellation_id)
        .where(Membership.home_id == home_id)
        .order_by(Membership.starts_on.desc())
    )
    if not viewer.is_staff:
        asked = asked.where(holds_on(Membership, viewer.today))
    rows = session().execute(covering(viewer, asked, Membership, through=(Constellation,)))
    return tuple(
        MembershipLine(
            membership_id=row.id,
            constellation_id=row.constellation_id,
            constellation=name,
            role=row.role,
            since=since_when(row.starts_on),
            until=row.ends_on,
            is_present=viewer.today in Span(row.starts_on, row.ends_on),
            is_over=row.ends_on is not None and row.ends_on <= viewer.today,
        )
        for row, name in rows
    )
