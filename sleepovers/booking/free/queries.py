"""The other homes of a constellation that have beds on some nights: what is said where one home has none."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.models import Home, HomeTerms, Membership, holds_on
from constellations.rules import HomeRole, HomeStatus, Span
from sleepovers.booking.queries import Proposal, wishes_of
from sleepovers.booking.rules import Point, check
from sleepovers.models import StayNight

TAKES_NOBODY = frozenset({Point.AWAY, Point.LIMIT, Point.APPROVAL, Point.NOT_USUAL})
"""For which a home is not named, whatever its beds; what is known to staff alone leaves a name out for nobody."""


def homes_with_beds(viewer: Viewer, proposal: Proposal, besides: Collection[uuid.UUID] = ()) -> list[str]:
    """The names of homes that could take these children in place of the one proposed, hubs first; a few queries.

    They belong to one of its constellations today, take visitors, have a bed for each child on all of the nights, and
    neither are away nor keep one of them for themselves nor have as many children as they may; none of `besides`.
    """
    near, nights, children = proposal.home_id, proposal.nights, len(proposal.child_ids)
    if not nights:
        return []
    there, beside = aliased(Membership), aliased(Membership)
    asked = (
        select(Home.id, Home.name, there.role, HomeTerms.starts_on, HomeTerms.ends_on, HomeTerms.beds)
        .join(there, there.home_id == Home.id)
        .join(beside, beside.constellation_id == there.constellation_id)
        .join(HomeTerms, HomeTerms.home_id == Home.id)
        .where(
            beside.home_id == near,
            holds_on(beside, viewer.today),
            holds_on(there, viewer.today),
            Home.id.not_in([near, *besides]),
            HomeTerms.status == HomeStatus.ACTIVE,
            HomeTerms.starts_on <= max(nights),
            or_(HomeTerms.ends_on.is_(None), HomeTerms.ends_on > min(nights)),
        )
    )
    beds: defaultdict[tuple[bool, str, uuid.UUID], Counter[dt.date]] = defaultdict(Counter)
    for home_id, name, role, starts_on, ends_on, number in session().execute(covering(Viewer.system(), asked)):
        held = {night: number for night in nights if night in Span(starts_on, ends_on)}
        beds[(role is not HomeRole.HUB, name, home_id)] |= Counter(held)
    taken = _taken([home_id for _, _, home_id in beds], nights)
    roomy = [
        (home_id, name)
        for (_, name, home_id), held in sorted(beds.items())
        if all(held[night] - taken[home_id, night] >= children for night in nights)
    ]
    if not roomy:
        return []
    wishes = wishes_of(proposal, [home_id for home_id, _ in roomy])
    return [name for home_id, name in roomy if not TAKES_NOBODY & {finding.point for finding in check(wishes[home_id])}]


def _taken(home_ids: Collection[uuid.UUID], nights: Collection[dt.date]) -> Counter[tuple[uuid.UUID, dt.date]]:
    """How many beds are taken, by home and night."""
    asked = (
        select(StayNight.home_id, StayNight.night, func.count(StayNight.bed))
        .where(StayNight.home_id.in_(home_ids), StayNight.night.in_(nights))
        .group_by(StayNight.home_id, StayNight.night)
    )
    rows = session().execute(covering(Viewer.system(), asked))
    return Counter({(home_id, night): number for home_id, night, number in rows})
