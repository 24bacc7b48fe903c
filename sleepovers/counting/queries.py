"""The month's count in SQL: how many nights each home hosted, and how many of them count towards the sixteen."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Home, Membership, holds_on
from sleepovers.claims.models import Claim
from sleepovers.counting.nights.queries import (
    READ_OF_A_HOME,
    has_role,
    hosted_in,
    is_countable,
    number_of,
    whose_count_is_seen,
    worked_counts,
)
from sleepovers.models import StayNight
from sleepovers.policies.queries import InForce
from sleepovers.uplift import ClaimStatus, MonthCount, Policy

BEFORE_THRESHOLD = 4
"""How many nights before its threshold a home is first noticed: at 12 of 16."""


@dataclass(frozen=True, slots=True)
class HomeMonth:
    """One home's count of one month, its amount where one is due, and its claim where there is one."""

    home_id: uuid.UUID
    home: str
    home_name: str
    service_id: uuid.UUID
    service: str
    month: Month
    policy: Policy
    child_nights: int
    nights: int
    counted: int
    status: ClaimStatus | None
    snapshot: dict[str, object] | None
    amount_pence: int | None = None
    amount_reason: str | None = None

    @property
    def beyond(self) -> int:
        """How many of the counted nights lie beyond the threshold (register format, report)."""
        return max(0, self.counted - self.policy.threshold)

    @property
    def due(self) -> bool:
        """Whether an uplift is due: exactly the threshold is not (register format, rule 8)."""
        return self.counted > self.policy.threshold


def month_counts(viewer: Viewer, month: Month, services: Iterable[InForce]) -> list[HomeMonth]:
    """The count of every home that hosted a night that happened, by service, then home (register format, report).

    The database does the counting, in one statement for each policy that differs; only the nights of homes beyond
    their threshold are looked at one by one.
    """
    found = [home for same in _by_policy(services) for home in _counted_alike(viewer, month, same)]
    found.sort(key=lambda home: (home.service, home.home))
    due = {home.home_id: InForce(home.service_id, home.service, home.policy) for home in found if home.due}
    counts = worked_counts(viewer, month, due)
    return [_priced(home, counts.get(home.home_id)) for home in found]


@dataclass(frozen=True, slots=True)
class Reached:
    """A home that comes near its threshold, or beyond it, and how many nights it counted."""

    home_id: uuid.UUID
    counted: int
    by: InForce


def homes_near_threshold(viewer: Viewer, month: Month, services: Iterable[InForce]) -> list[Reached]:
    """The homes whose count has reached the first notice level of their policy; the others never leave the database."""
    return [home for same in _by_policy(services) for home in _near_alike(viewer, month, same)]


def _by_policy(services: Iterable[InForce]) -> Iterable[list[InForce]]:
    """The services that count alike, together: from when a policy holds makes no difference."""
    alike: dict[Policy, list[InForce]] = defaultdict(list)
    for each in services:
        alike[replace(each.policy, valid_from=None)].append(each)
    return alike.values()


def _near_alike(viewer: Viewer, month: Month, services: list[InForce]) -> Iterator[Reached]:
    """Those near the threshold among homes whose services follow the same policy."""
    by_id, policy = {each.service_id: each for each in services}, services[0].policy
    held = aliased(Membership)
    eligible = and_(
        held.home_id == StayNight.home_id, held.role.in_(policy.eligible_roles), holds_on(held, StayNight.night)
    )
    # Each night once, also of a home that has its role in two constellations.
    nights = (
        hosted_in(month, select(Home.id, Home.service_id, StayNight.child_id, StayNight.night).distinct())
        .join(held, eligible)
        .where(Home.service_id.in_(by_id), is_countable(policy), whose_count_is_seen(viewer, month))
    )
    each = covering(viewer, nights, Home, through=READ_OF_A_HOME).subquery()
    counted = number_of(each.c.night, policy)
    asked = (
        select(each.c.id, each.c.service_id, counted.label("counted"))
        .group_by(each.c.id, each.c.service_id)
        .having(counted >= max(1, policy.threshold - BEFORE_THRESHOLD))
    )
    for row in session().execute(covering(viewer, asked, through=(Home, *READ_OF_A_HOME))):
        yield Reached(row.id, row.counted, by_id[row.service_id])


def _counted_alike(viewer: Viewer, month: Month, services: list[InForce]) -> Iterator[HomeMonth]:
    """The counts of homes whose services follow the same policy, their amounts still open."""
    by_id = {each.service_id: each for each in services}
    figures = _figures(month, services[0].policy, by_id)
    asked = (
        select(Home.id, Home.key, Home.name, Home.service_id, figures, Claim.status, Claim.snapshot)
        .join_from(figures, Home, Home.id == figures.c.home_id)
        .outerjoin(Claim, and_(Claim.home_id == Home.id, Claim.month == month))
        .where(whose_count_is_seen(viewer, month))
    )
    for row in session().execute(covering(viewer, asked, Home, through=READ_OF_A_HOME)):
        yield HomeMonth(
            home_id=row.id,
            home=row.key,
            home_name=row.name,
            service_id=row.service_id,
            service=by_id[row.service_id].service,
            month=month,
            policy=by_id[row.service_id].policy,
            child_nights=row.child_nights,
            nights=row.nights,
            counted=row.counted,
            status=row.status,
            snapshot=row.snapshot,
        )


def _figures(month: Month, policy: Policy, services: Collection[uuid.UUID]) -> Subquery:
    """The figures of each home under one policy (register format, rules 5, 6 and 8)."""
    columns = select(
        StayNight.home_id,
        StayNight.night,
        is_countable(policy).label("countable"),
        has_role(policy.eligible_roles).label("eligible"),
    )
    hosted = hosted_in(month, columns).where(Home.service_id.in_(services)).subquery("hosted")
    return (
        select(
            hosted.c.home_id,
            func.count().filter(hosted.c.countable).label("child_nights"),
            func.count(hosted.c.night.distinct()).filter(hosted.c.countable).label("nights"),
            number_of(hosted.c.night, policy).filter(hosted.c.countable, hosted.c.eligible).label("counted"),
        )
        .group_by(hosted.c.home_id)
        .subquery("figures")
    )


def _priced(home: HomeMonth, count: MonthCount | None) -> HomeMonth:
    if count is None:
        return home
    return replace(home, amount_pence=count.amount_pence, amount_reason=count.amount_reason)
