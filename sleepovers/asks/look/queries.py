"""How some nights look at a home: what speaks against them, and where they would bring its month."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.children.models import Child, Placement
from constellations.core.database import session
from constellations.cover.queries import homes_covering
from constellations.models import Home, HomeTerms, Membership, holds_on
from constellations.permissions import Permission
from constellations.rules import HomeRole, HomeStatus
from sleepovers.asks.rules import FURTHEST_DAYS
from sleepovers.asks.wanted import Wanted
from sleepovers.booking.free.queries import homes_with_beds
from sleepovers.booking.queries import Proposal, wish_of
from sleepovers.booking.rules import BEYOND_REASON, Finding, Light, check, reds, stops_ask
from sleepovers.booking.words import finding_words, others_free_words
from sleepovers.counting.loads.queries import forecasts
from sleepovers.nights_off.balances.queries import balance_of
from sleepovers.nights_off.rules import Balance
from sleepovers.rest.hints.queries import rest_hints
from sleepovers.rules import departs_before_arriving, how_many_nights, is_new_placement, nights_of


@dataclass(frozen=True, slots=True)
class HomeLook:
    """What a reader is told of some nights at a home: each light with its words, the forecast, and who else has a bed.

    `stops_ask` says that it cannot even be asked for, `is_red` that only staff may agree, `is_fixed` that nobody may.
    `hints` say where another home could have a turn.
    """

    home: str
    lights: tuple[tuple[Light, str], ...]
    forecast: tuple[str, ...]
    others: str
    stops_ask: bool
    is_red: bool
    is_fixed: bool
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose in the form of an ask, and how it is called."""

    key: uuid.UUID
    words: str


@dataclass(frozen=True, slots=True)
class Family:
    """For whom is asked: the home whose children are to sleep elsewhere, its children, and the homes around it."""

    home_id: uuid.UUID
    name: str
    children: tuple[Choice, ...]
    homes: tuple[Choice, ...]
    hub_ids: tuple[uuid.UUID, ...]
    nights_off: Balance | None = None


def look_at_home(viewer: Viewer, proposal: Proposal, home: str) -> HomeLook:
    """How a proposal looks to a viewer; a fixed number of queries for each month that it touches."""
    findings = check(wish_of(proposal))
    red = reds(findings)
    knows_limit = viewer.is_staff or viewer.home_id == proposal.home_id
    coming = forecasts(viewer, [proposal.home_id], proposal.child_ids, proposal.nights, proposal.kind)
    others = homes_with_beds(viewer, proposal, _families(proposal))
    return HomeLook(
        home=home,
        lights=_lights(findings, home, viewer.is_staff),
        forecast=tuple(one.words(knows_limit) for one in coming),
        others=others_free_words(others),
        stops_ask=bool(stops_ask(findings, viewer.is_staff)),
        is_red=bool(red),
        is_fixed=any(finding.point in BEYOND_REASON for finding in red),
        hints=rest_hints(viewer, proposal, home),
    )


def look_at_nights(viewer: Viewer, wanted: Wanted) -> tuple[HomeLook, ...]:
    """How the nights that somebody means to ask for look at each of the homes; none where there are no such nights."""
    if departs_before_arriving(wanted.arrive, wanted.depart) or not wanted.child_ids:
        return ()
    if wanted.arrive.on > viewer.today + dt.timedelta(days=FURTHEST_DAYS):
        return ()
    if is_new_placement(how_many_nights(wanted.arrive, wanted.depart)):
        return ()
    nights = nights_of(wanted.arrive, wanted.depart)
    if not nights:
        return ()
    asked = select(Home.id, Home.name).where(Home.id.in_(wanted.home_ids)).order_by(Home.name)
    homes = session().execute(covering(viewer, asked, Home)).all()
    return tuple(
        look_at_home(viewer, Proposal(wanted.child_ids, home_id, nights, wanted.kind), name) for home_id, name in homes
    )


def family_of(viewer: Viewer, home_id: uuid.UUID | None) -> Family | None:
    """For whom the viewer asks: a carer for the own home, staff for one they see; none where nobody has said."""
    own = viewer.home_id if viewer.is_carer else home_id
    if own is None:
        return None
    asked = select(Home.id, Home.name).where(Home.id == own)
    found = session().execute(covering(viewer, asked, Home)).one_or_none()
    if found is None:
        return None
    homes = homes_around(viewer, own)
    return Family(
        own,
        found[1],
        _children_at(viewer, own),
        tuple(Choice(home_id, name) for home_id, name, _ in homes),
        _hubs_or_who_covers([home_id for home_id, _, role in homes if role is HomeRole.HUB], own, viewer.today),
        balance_of(viewer, own),
    )


def _hubs_or_who_covers(hub_ids: list[uuid.UUID], own: uuid.UUID, today: dt.date) -> tuple[uuid.UUID, ...]:
    """Whom one asks first: who covers for the hub today, then the hub."""
    return (*sorted(homes_covering(hub_ids, today) - {own}), *hub_ids)


def families(viewer: Viewer) -> dict[str, str]:
    """The homes for whose children staff may ask, by name."""
    lives = select(Placement.home_id).where(holds_on(Placement, viewer.today))
    asked = select(Home.id, Home.name).where(Home.id.in_(lives)).order_by(Home.name)
    rows = session().execute(covering(viewer, asked, Home, through=(Placement,)))
    return {str(home_id): name for home_id, name in rows} if viewer.may(Permission.SEE_CHILDREN) else {}


def _lights(findings: Sequence[Finding], home: str, for_staff: bool) -> tuple[tuple[Light, str], ...]:
    said = ((finding.light, finding_words(finding, home, for_staff)) for finding in findings)
    return tuple(dict.fromkeys(said))


def _families(proposal: Proposal) -> Collection[uuid.UUID]:
    first = min(proposal.nights, default=dt.date.min)
    asked = select(Placement.home_id).where(Placement.child_id.in_(proposal.child_ids), holds_on(Placement, first))
    return session().scalars(covering(Viewer.system(), asked)).all()


def _children_at(viewer: Viewer, home_id: uuid.UUID) -> tuple[Choice, ...]:
    asked = (
        select(Child.id, Child.initials)
        .join(Placement, Placement.child_id == Child.id)
        .where(Placement.home_id == home_id, holds_on(Placement, viewer.today))
        .order_by(Child.initials, Child.key)
    )
    rows = session().execute(covering(viewer, asked, Placement, through=(Child,)))
    return tuple(Choice(child_id, initials) for child_id, initials in rows)


def homes_around(viewer: Viewer, home_id: uuid.UUID) -> list[tuple[uuid.UUID, str, HomeRole]]:
    """The other homes of the constellations that a home belongs to today, hubs first; those that have left are not."""
    mine = select(Membership.constellation_id).where(Membership.home_id == home_id, holds_on(Membership, viewer.today))
    asked = (
        select(Home.id, Home.name, Membership.role)
        .join(Membership, Membership.home_id == Home.id)
        .join(HomeTerms, HomeTerms.home_id == Home.id)
        .where(
            Membership.constellation_id.in_(mine),
            holds_on(Membership, viewer.today),
            holds_on(HomeTerms, viewer.today),
            HomeTerms.status != HomeStatus.LEFT,
            Home.id != home_id,
        )
    )
    rows = session().execute(covering(viewer, asked, Home, through=(Membership, HomeTerms))).all()
    found: dict[uuid.UUID, tuple[uuid.UUID, str, HomeRole]] = {}
    for key, name, role in sorted(rows, key=lambda row: (row[2] is not HomeRole.HUB, row[1].casefold())):
        found.setdefault(key, (key, name, role))
    return list(found.values())
