"""Whose initials somebody reads, and what the page of a child shows to staff."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, or_, select, true
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, find, is_key, visible
from constellations.children.models import Child, ChildStatusFrom, NotTogether, Placement
from constellations.core.database import session
from constellations.models import Home, Membership, holds_on, since_when
from constellations.permissions import Permission
from constellations.rules import ChildStatus, Span


@dataclass(frozen=True, slots=True)
class NamedChild:
    """A child as those may read it who look after it: by initials alone."""

    child_id: uuid.UUID
    initials: str


def named_to(viewer: Viewer) -> ColumnElement[bool]:
    """Of placements that the viewer sees, those whose child's initials are for them to read.

    Carers read those of their own home, and where their home is the hub, of all its constellation; staff read all
    that they see at all.
    """
    if not viewer.is_carer:
        return true()
    around_the_hub = select(Membership.home_id).where(
        Membership.constellation_id.in_(viewer.hub_of), holds_on(Membership, viewer.today)
    )
    return or_(is_key(Placement.home_id, viewer.home_id), Placement.home_id.in_(around_the_hub))


def children_of(viewer: Viewer, homes: Collection[uuid.UUID]) -> dict[uuid.UUID, list[NamedChild]]:
    """The children who live with some homes today, by home, as far as the viewer may read of them."""
    asked = (
        select(Placement.home_id, Child.id, Child.initials)
        .join(Child, Child.id == Placement.child_id)
        .where(Placement.home_id.in_(homes), holds_on(Placement, viewer.today), named_to(viewer))
        .order_by(Child.initials, Child.key)
    )
    found: dict[uuid.UUID, list[NamedChild]] = {}
    for home_id, child_id, initials in session().execute(covering(viewer, asked, Placement, through=(Child,))):
        found.setdefault(home_id, []).append(NamedChild(child_id, initials))
    return found


@dataclass(frozen=True, slots=True)
class Sibling:
    """A sibling by initials, and the home it lives with today; none where no home is known."""

    child_id: uuid.UUID
    initials: str
    home: str | None


@dataclass(frozen=True, slots=True)
class DatedStatus:
    """Under which arrangement a child lives, and when; `since` is none for since ever."""

    status: ChildStatus
    since: dt.date | None
    until: dt.date | None
    is_present: bool


@dataclass(frozen=True, slots=True)
class DatedPlacement:
    """With which home a child lives, and when."""

    home_id: uuid.UUID
    home: str
    since: dt.date | None
    until: dt.date | None
    is_present: bool


@dataclass(frozen=True, slots=True)
class ChildPage:
    """A child as staff know it."""

    child: Child
    statuses: tuple[DatedStatus, ...]
    placements: tuple[DatedPlacement, ...]
    siblings: tuple[Sibling, ...]
    kept_apart: tuple[NamedChild, ...]
    may_correct: bool
    may_settle: bool
    may_answer: bool = False

    @property
    def present_status(self) -> ChildStatus | None:
        """The arrangement of today."""
        return next((dated.status for dated in self.statuses if dated.is_present), None)

    @property
    def present_home(self) -> DatedPlacement | None:
        """Where the child lives today."""
        return next((dated for dated in self.placements if dated.is_present), None)


def child_page(viewer: Viewer, child_id: uuid.UUID) -> ChildPage:
    """One child; raises NotFound where the viewer does not see it."""
    return ChildPage(
        child=find(viewer, Child, child_id),
        statuses=_statuses(viewer, child_id),
        placements=_placements(viewer, child_id),
        siblings=siblings_of(viewer, child_id),
        kept_apart=_kept_apart(viewer, child_id),
        may_correct=viewer.may(Permission.KEEP_REGISTER),
        may_answer=viewer.may(Permission.ANSWER_RIGHTS),
        may_settle=viewer.may(Permission.SETTLE_REGISTER),
    )


def children_to_choose(viewer: Viewer, without: uuid.UUID | None = None) -> dict[str, str]:
    """The (other) children that the viewer sees, told apart by where they live and their reference.

    Those who are still to be named are nobody whom one could choose.
    """
    asked = (
        select(Child.id, Child.initials, Child.key, Home.name)
        .outerjoin(Placement, and_(Placement.child_id == Child.id, holds_on(Placement, viewer.today)))
        .outerjoin(Home, Home.id == Placement.home_id)
        .where(Child.is_unnamed.is_(False))
        .order_by(Child.initials, Child.key)
    )
    rows = session().execute(covering(viewer, asked, Child, through=(Placement, Home)))
    return {
        str(key): f"{initials} ({home or '–'}, {reference})"
        for key, initials, reference, home in rows
        if key != without
    }


def siblings_of(viewer: Viewer, child_id: uuid.UUID) -> tuple[Sibling, ...]:
    """The siblings of a child that the viewer sees, wherever in the service they live."""
    sibling = aliased(Child)
    asked = (
        select(sibling.id, sibling.initials, Home.name)
        .join(Child, Child.sibling_group == sibling.sibling_group)
        .outerjoin(Placement, and_(Placement.child_id == sibling.id, holds_on(Placement, viewer.today)))
        .outerjoin(Home, Home.id == Placement.home_id)
        .where(Child.id == child_id, sibling.id != child_id)
        .order_by(sibling.initials, sibling.key)
    )
    rows = session().execute(covering(viewer, asked, Child, through=(Placement, Home)))
    return tuple(Sibling(key, initials, home) for key, initials, home in rows)


def siblings_to_choose(viewer: Viewer, child_id: uuid.UUID) -> dict[str, str]:
    """The children who may be said to be siblings of a child, those first who live in the same home today."""
    already = {str(sibling.child_id) for sibling in siblings_of(viewer, child_id)}
    choices = children_to_choose(viewer, child_id)
    here = {str(key) for key in _housemates(viewer, child_id)}
    return {key: choices[key] for key in sorted(choices, key=lambda key: key not in here) if key not in already}


def homes_to_choose(viewer: Viewer, service_id: uuid.UUID) -> dict[str, str]:
    """The homes of a service that the viewer sees, by name."""
    asked = select(Home.id, Home.name).where(Home.service_id == service_id).order_by(Home.name)
    return {str(key): name for key, name in session().execute(covering(viewer, asked, Home))}


def _statuses(viewer: Viewer, child_id: uuid.UUID) -> tuple[DatedStatus, ...]:
    asked = visible(viewer, ChildStatusFrom).where(ChildStatusFrom.child_id == child_id)
    return tuple(
        DatedStatus(
            row.status, since_when(row.starts_on), row.ends_on, viewer.today in Span(row.starts_on, row.ends_on)
        )
        for row in session().scalars(asked.order_by(ChildStatusFrom.starts_on.desc()))
    )


def _placements(viewer: Viewer, child_id: uuid.UUID) -> tuple[DatedPlacement, ...]:
    asked = (
        select(Placement, Home.name)
        .join(Home, Home.id == Placement.home_id)
        .where(Placement.child_id == child_id)
        .order_by(Placement.starts_on.desc())
    )
    rows = session().execute(covering(viewer, asked, Placement, through=(Home,)))
    return tuple(
        DatedPlacement(
            row.home_id,
            home,
            since_when(row.starts_on),
            row.ends_on,
            is_present=viewer.today in Span(row.starts_on, row.ends_on),
        )
        for row, home in rows
    )


def _housemates(viewer: Viewer, child_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The children of the home in which a child lives today, the child among them."""
    home = select(Placement.home_id).where(Placement.child_id == child_id, holds_on(Placement, viewer.today))
    asked = select(Placement.child_id).where(Placement.home_id.in_(home), holds_on(Placement, viewer.today))
    return session().scalars(covering(viewer, asked, Placement)).all()


def _kept_apart(viewer: Viewer, child_id: uuid.UUID) -> tuple[NamedChild, ...]:
    """The other halves of the pairs that a child is of, whichever way round they are stored."""
    other = case((NotTogether.first_id == child_id, NotTogether.second_id), else_=NotTogether.first_id)
    asked = (
        select(Child.id, Child.initials)
        .join(NotTogether, Child.id == other)
        .where(or_(NotTogether.first_id == child_id, NotTogether.second_id == child_id))
        .order_by(Child.initials, Child.key)
    )
    rows = session().execute(covering(viewer, asked, NotTogether, through=(Child,)))
    return tuple(NamedChild(key, initials) for key, initials in rows)
