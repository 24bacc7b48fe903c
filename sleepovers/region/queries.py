"""How far the beds of a region's services are used: one share for each service and month, and no night by itself."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from constellations.access import Viewer, covering
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Home, HomeTerms, Service
from constellations.region.rules import SMALLEST_SHOWN, may_be_shown, share
from constellations.rules import HomeStatus
from sleepovers.models import StayNight
from sleepovers.nights.rules import OCCUPYING


@dataclass(frozen=True, slots=True)
class BedsUsed:
    """Of a hundred beds kept for a night, how many were slept in; none where a number is too small to be shown."""

    service: str
    last_month: int | None
    this_month: int | None


def beds_used(viewer: Viewer) -> list[BedsUsed]:
    """The services that the viewer sees, by name, last month and in the nights of this month that are over."""
    services = session().execute(covering(viewer, select(Service.id, Service.name).order_by(Service.name), Service))
    names = {row.id: row.name for row in services}
    this = Month.of(viewer.today)
    before = _shares(viewer, names, this.shifted(-1).first, this.first)
    so_far = _shares(viewer, names, this.first, viewer.today)
    return [BedsUsed(name, before[service_id], so_far[service_id]) for service_id, name in names.items()]


def _shares(
    viewer: Viewer, services: Collection[uuid.UUID], first: dt.date, end: dt.date
) -> dict[uuid.UUID, int | None]:
    """From a first night up to, but without, an end."""
    (kept, keepers), (used, hosts) = _beds_kept(viewer, services, first, end), _beds_slept_in(services, first, end)
    return {
        key: share(used[key], kept[key]) if keepers[key] >= SMALLEST_SHOWN and may_be_shown(hosts[key]) else None
        for key in services
    }


Counted = tuple[Counter[uuid.UUID], Counter[uuid.UUID]]
"""Nights of beds by service, and how many homes stand behind them."""


def _beds_kept(viewer: Viewer, services: Collection[uuid.UUID], first: dt.date, end: dt.date) -> Counted:
    asked = (
        select(Home.service_id, Home.id, HomeTerms.starts_on, HomeTerms.ends_on, HomeTerms.beds)
        .join(Home, Home.id == HomeTerms.home_id)
        .where(
            Home.service_id.in_(services),
            HomeTerms.status == HomeStatus.ACTIVE,
            HomeTerms.beds > 0,
            HomeTerms.starts_on < end,
            or_(HomeTerms.ends_on.is_(None), HomeTerms.ends_on > first),
        )
    )
    kept: Counter[uuid.UUID] = Counter()
    keepers: set[tuple[uuid.UUID, uuid.UUID]] = set()
    for key, home, since, until, beds in session().execute(covering(viewer, asked, HomeTerms, through=(Home,))):
        kept[key] += beds * (min(until or end, end) - max(since, first)).days
        keepers.add((key, home))
    return kept, Counter(key for key, _ in keepers)


def _beds_slept_in(services: Collection[uuid.UUID], first: dt.date, end: dt.date) -> Counted:
    """Counted over all nights, since a regional viewer may read none of them: only the sums leave this function."""
    asked = (
        select(Home.service_id, func.count(), func.count(StayNight.home_id.distinct()))
        .select_from(StayNight)
        .join(Home, Home.id == StayNight.home_id)
        .where(
            Home.service_id.in_(services),
            StayNight.night >= first,
            StayNight.night < end,
            StayNight.state.in_(OCCUPYING),
            StayNight.over_capacity.is_(False),
        )
        .group_by(Home.service_id)
    )
    found = session().execute(covering(Viewer.system(), asked)).all()
    return Counter({row[0]: row[1] for row in found}), Counter({row[0]: row[2] for row in found})
