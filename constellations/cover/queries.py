"""Who covers for the hub of a constellation, today and on other days."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, find
from constellations.core.database import session
from constellations.cover.models import HubCover
from constellations.models import Constellation, Home, LiaisonAssignment, Membership, Person, holds_on
from constellations.permissions import CARERS
from constellations.rules import HomeRole, Span

MOST_PAST = 10
"""How many covers that are over the page still shows."""


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A home that covers, its days (half-open), who named it, and whether the reader may end it.

    A home that `has_left` the constellation covers no more, whatever was named.
    """

    cover_id: uuid.UUID
    constellation_id: uuid.UUID
    home_id: uuid.UUID
    home: str
    starts_on: dt.date
    ends_on: dt.date
    named_by: str | None
    may_end: bool
    has_left: bool


@dataclass(frozen=True, slots=True)
class CoverPage:
    """Who covers in a constellation from today on, in order; who did, the latest first; and who could be named."""

    constellation: Constellation
    hubs: tuple[str, ...]
    ahead: tuple[CoverLine, ...]
    past: tuple[CoverLine, ...]
    homes: dict[str, str]
    may_name: bool


def may_name_cover(viewer: Viewer, constellation_id: uuid.UUID) -> bool:
    """Whether the viewer may say who covers: its hub, and staff who see it."""
    return viewer.is_staff or constellation_id in viewer.hub_of


def cover_page(viewer: Viewer, constellation_id: uuid.UUID) -> CoverPage:
    """The page of who covers; raises NotFound."""
    constellation = find(viewer, Constellation, constellation_id)
    lines = _lines(viewer, [constellation_id])
    past = sorted((one for one in lines if one.ends_on <= viewer.today), key=lambda one: one.ends_on, reverse=True)
    members = _members(viewer, constellation_id)
    return CoverPage(
        constellation=constellation,
        hubs=tuple(name for _, name, role in members if role is HomeRole.HUB),
        ahead=tuple(one for one in lines if one.ends_on > viewer.today),
        past=tuple(past[:MOST_PAST]),
        homes={str(home_id): name for home_id, name, role in members if role is not HomeRole.HUB},
        may_name=may_name_cover(viewer, constellation_id),
    )


def covers_today(viewer: Viewer, constellation_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, CoverLine]:
    """By constellation the home that covers for its hub today; one query."""
    found = (one for one in _lines(viewer, constellation_ids) if not one.has_left)
    return {one.constellation_id: one for one in found if viewer.today in Span(one.starts_on, one.ends_on)}


def homes_covering(home_ids: Collection[uuid.UUID], today: dt.date) -> set[uuid.UUID]:
    """The homes that cover today for those of some homes that are hubs."""
    asked = (
        select(HubCover.home_id)
        .join(Membership, Membership.constellation_id == HubCover.constellation_id)
        .where(
            Membership.home_id.in_(home_ids),
            Membership.role == HomeRole.HUB,
            holds_on(Membership, today),
            holds_on(HubCover, today),
            _belongs(today),
        )
    )
    return set(session().scalars(covering(Viewer.system(), asked))) if home_ids else set()


def covers_of(constellation_id: uuid.UUID) -> list[tuple[str, Span]]:
    """All covers of a constellation, each by the name of its home: facts, for who names another one."""
    asked = select(Home.name, HubCover.starts_on, HubCover.ends_on).join(Home, Home.id == HubCover.home_id)
    rows = session().execute(covering(Viewer.system(), asked.where(HubCover.constellation_id == constellation_id)))
    return [(name, Span(starts_on, ends_on)) for name, starts_on, ends_on in rows]


def satellite_spans(constellation_id: uuid.UUID, home_id: uuid.UUID) -> list[Span]:
    """When a home is a satellite of a constellation."""
    asked = select(Membership.starts_on, Membership.ends_on).where(
        Membership.constellation_id == constellation_id,
        Membership.home_id == home_id,
        Membership.role == HomeRole.SATELLITE,
    )
    return [Span(*row) for row in session().execute(covering(Viewer.system(), asked))]


def people_to_tell(constellation_id: uuid.UUID, home_id: uuid.UUID, today: dt.date) -> set[uuid.UUID]:
    """Who hears of a cover: the carers of the home and of the hub, and the liaison workers of today."""
    hubs = select(Membership.home_id).where(
        Membership.constellation_id == constellation_id,
        Membership.role == HomeRole.HUB,
        holds_on(Membership, today),
    )
    carers = select(Person.id).where(or_(Person.home_id == home_id, Person.home_id.in_(hubs)), Person.role.in_(CARERS))
    workers = select(LiaisonAssignment.person_id).where(
        LiaisonAssignment.constellation_id == constellation_id, holds_on(LiaisonAssignment, today)
    )
    everything = Viewer.system()
    return {one for asked in (carers, workers) for one in session().scalars(covering(everything, asked))}


def _lines(viewer: Viewer, constellation_ids: Collection[uuid.UUID]) -> list[CoverLine]:
    rows = (
        select(HubCover, Home.name, Person.name, _belongs(viewer.today))
        .join(Home, Home.id == HubCover.home_id)
        .outerjoin(Person, Person.id == HubCover.named_by)
        .where(HubCover.constellation_id.in_(constellation_ids))
        .order_by(HubCover.starts_on)
    )
    return [
        CoverLine(
            cover_id=row.id,
            constellation_id=row.constellation_id,
            home_id=row.home_id,
            home=home,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            named_by=who,
            may_end=may_name_cover(viewer, row.constellation_id) or viewer.home_id == row.home_id,
            has_left=row.starts_on <= viewer.today and not belongs,
        )
        for row, home, who, belongs in session().execute(
            covering(viewer, rows, HubCover, through=(Home, Person, Membership))
        )
    ]


def _belongs(day: dt.date) -> ColumnElement[bool]:
    """Whether the home that covers belongs to the constellation on a day: one that moved on hears nothing any more."""
    own = aliased(Membership)
    return exists().where(
        own.home_id == HubCover.home_id, own.constellation_id == HubCover.constellation_id, holds_on(own, day)
    )


def _members(viewer: Viewer, constellation_id: uuid.UUID) -> list[tuple[uuid.UUID, str, HomeRole]]:
    rows = (
        select(Home.id, Home.name, Membership.role)
        .join(Membership, Membership.home_id == Home.id)
        .where(Membership.constellation_id == constellation_id, holds_on(Membership, viewer.today))
        .order_by(Home.name)
    )
    found = session().execute(covering(viewer, rows, Membership, through=(Home,)))
    return [(home_id, name, role) for home_id, name, role in found]
