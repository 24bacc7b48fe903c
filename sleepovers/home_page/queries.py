"""What the panels of the home page show that no other page asks for."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from constellations.access import Viewer, covering
from constellations.children.models import ChildStatusFrom
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Home, Membership, holds_on
from constellations.rules import HomeRole
from sleepovers.claims.models import Claim
from sleepovers.claims.words import STATUS_WORDS
from sleepovers.counting.nights.queries import has_role
from sleepovers.home_page.words import load_words, other_home_words
from sleepovers.models import Ask, Stay, StayNight
from sleepovers.policies.queries import policies_in_force
from sleepovers.rules import AskState, NightState
from sleepovers.uplift import DEFAULT_POLICY, Basis, ClaimStatus, Policy

MONTHS_SHOWN = 6
"""How many months of claims the home page goes back."""

AHEAD_OR_DONE = (NightState.HAPPENED, NightState.PLANNED)


@dataclass(frozen=True, slots=True)
class Load:
    """How far a hub home's month has come: nights counted, nights still planned, and the number that is the limit."""

    home_id: uuid.UUID
    home: str
    constellation_id: uuid.UUID
    month: Month
    counted: int
    planned: int
    threshold: int

    @property
    def words(self) -> str:
        """The same as a sentence for those whom the limit concerns."""
        return load_words(self.counted, self.planned, self.threshold, self.month)

    @property
    def words_for_others(self) -> str:
        """The same as a sentence for everybody else."""
        return other_home_words(self.home, self.counted, self.planned, self.month)


@dataclass(frozen=True, slots=True)
class ClaimMonth:
    """One month's claims: how many stand where, what they come to, and how many have no amount yet."""

    month: Month
    counts: dict[ClaimStatus, int]
    pence: int
    without_rate: int

    @property
    def standings(self) -> list[str]:
        """How many stand where, in the order of a claim's way."""
        return [f"{self.counts[each]} {STATUS_WORDS[each]}" for each in ClaimStatus if each in self.counts]


def hub_loads(viewer: Viewer, constellation_ids: Collection[uuid.UUID]) -> list[Load]:
    """The running month of the hub homes of some constellations, by name of the home; three queries."""
    month = Month.of(viewer.today)
    policy = _policy(viewer, month)
    hubs = (
        select(Membership.constellation_id, Home.id, Home.name)
        .join(Home, Home.id == Membership.home_id)
        .where(
            Membership.constellation_id.in_(constellation_ids),
            Membership.role == HomeRole.HUB,
            holds_on(Membership, viewer.today),
        )
        .order_by(Home.name)
    )
    found = session().execute(covering(viewer, hubs, Membership, through=(Home,))).all()
    nights = _nights(viewer, month, policy, {row[1] for row in found})
    return [
        Load(home_id, home, constellation_id, month, *nights.get(home_id, (0, 0)), policy.threshold)
        for constellation_id, home_id, home in found
    ]


def asks_waiting(viewer: Viewer) -> int:
    """How many asks nobody has answered yet."""
    asked = select(func.count()).select_from(Ask).where(Ask.state == AskState.OPEN)
    return session().execute(covering(viewer, asked, Ask)).scalar_one()


def claim_months(viewer: Viewer) -> list[ClaimMonth]:
    """The claims of the last months, the newest first, as far as the viewer sees them."""
    since = Month.of(viewer.today).shifted(1 - MONTHS_SHOWN)
    unset = and_(Claim.amount_pence.is_(None), Claim.status != ClaimStatus.VOID)
    pence = func.coalesce(func.sum(Claim.amount_pence).filter(Claim.status != ClaimStatus.VOID), 0)
    asked = (
        select(Claim.month, Claim.status, func.count(), pence, func.count().filter(unset))
        .where(Claim.month >= since)
        .group_by(Claim.month, Claim.status)
    )
    found: dict[Month, ClaimMonth] = {}
    for month, status, count, amount, without in session().execute(covering(viewer, asked, Claim)):
        before = found.get(month, ClaimMonth(month, {}, 0, 0))
        counts = {**before.counts, status: count}
        found[month] = ClaimMonth(month, counts, before.pence + (amount or 0), before.without_rate + without)
    return sorted(found.values(), key=lambda each: each.month, reverse=True)


def _policy(viewer: Viewer, month: Month) -> Policy:
    """The policy of the viewer's service."""
    return next((each.policy for each in policies_in_force(viewer, month, viewer.service_id)), DEFAULT_POLICY)


def _nights(
    viewer: Viewer, month: Month, policy: Policy, homes: Collection[uuid.UUID]
) -> dict[uuid.UUID, tuple[int, int]]:
    """By home, how many nights count (register format, rules 5, 6 and 8), and how many more would if they happen."""
    unit = StayNight.night.distinct() if policy.basis is Basis.NIGHTS else StayNight.night
    of_the_night = and_(ChildStatusFrom.child_id == StayNight.child_id, holds_on(ChildStatusFrom, StayNight.night))
    asked = (
        select(StayNight.home_id, func.count(unit).filter(StayNight.state == NightState.HAPPENED), func.count(unit))
        .join(Stay, Stay.id == StayNight.stay_id)
        .join(ChildStatusFrom, of_the_night)
        .where(
            StayNight.home_id.in_(homes),
            StayNight.night >= month.first,
            StayNight.night < month.end,
            StayNight.state.in_(AHEAD_OR_DONE),
            Stay.kind.in_(policy.counted_kinds),
            ChildStatusFrom.status.in_(policy.counted_statuses),
            has_role(policy.eligible_roles),
        )
        .group_by(StayNight.home_id)
    )
    rows = session().execute(covering(viewer, asked, StayNight, through=(Stay, ChildStatusFrom, Membership)))
    return {home_id: (counted, both - counted) for home_id, counted, both in rows}
