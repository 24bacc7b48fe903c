"""Which policy a service follows in a month, what it pays, and the history of both."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, select

from constellations.access import Viewer, covering, visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Service
from sleepovers.policies.models import UpliftPolicy, UpliftRate
from sleepovers.uplift import Policy, Rate, policy_for, rate_on


@dataclass(frozen=True, slots=True)
class InForce:
    """The policy that a service follows in a month."""

    service_id: uuid.UUID
    service: str
    policy: Policy


def policies_in_force(
    viewer: Viewer, month: Month, service_id: uuid.UUID | None = None, key: str | None = None
) -> list[InForce]:
    """The policy of each service the viewer sees, or of one, on the 1st of the month (register format, rule 9)."""
    started = and_(UpliftPolicy.service_id == Service.id, UpliftPolicy.valid_from <= month.first)
    asked = select(Service.id, Service.key, UpliftPolicy).outerjoin_from(Service, UpliftPolicy, started)
    if service_id is not None:
        asked = asked.where(Service.id == service_id)
    if key is not None:
        asked = asked.where(Service.key == key)
    asked = covering(viewer, asked.order_by(Service.key), Service, through=(UpliftPolicy,))
    found: dict[tuple[uuid.UUID, str], list[Policy]] = {}
    rows: Iterable[tuple[uuid.UUID, str, UpliftPolicy | None]] = session().execute(asked)
    for each, name, policy in rows:
        found.setdefault((each, name), []).extend([policy.terms] if policy is not None else [])
    return [InForce(each, name, policy_for(month, policies)) for (each, name), policies in found.items()]


def rates_of(viewer: Viewer, services: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Rate]]:
    """All rates of some services, by service, the oldest first."""
    asked = visible(viewer, UpliftRate).where(UpliftRate.service_id.in_(services)).order_by(UpliftRate.valid_from)
    found: dict[uuid.UUID, list[Rate]] = {}
    for rate in session().scalars(asked):
        found.setdefault(rate.service_id, []).append(rate.terms)
    return found


def policies_of(viewer: Viewer, service_id: uuid.UUID) -> list[UpliftPolicy]:
    """Every policy of a service, the newest first."""
    asked = visible(viewer, UpliftPolicy).where(UpliftPolicy.service_id == service_id)
    return list(session().scalars(asked.order_by(UpliftPolicy.valid_from.desc())))


def rate_history(viewer: Viewer, service_id: uuid.UUID) -> list[UpliftRate]:
    """Every rate of a service, the newest first."""
    asked = visible(viewer, UpliftRate).where(UpliftRate.service_id == service_id)
    return list(session().scalars(asked.order_by(UpliftRate.valid_from.desc())))


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """A service's policies and rates: `now` is the policy of this month, the lists are newest first."""

    now: Policy
    rate_now: Rate | None
    policies: list[UpliftPolicy]
    rates: list[UpliftRate]
    today: dt.date

    def is_to_come(self, row: UpliftPolicy | UpliftRate) -> bool:
        """Whether it may still be withdrawn."""
        return row.valid_from > self.today


def policy_page(viewer: Viewer) -> PolicyPage:
    """What the viewer's service counts and pays, now, before and to come; raises NotFound without a service."""
    if viewer.service_id is None:
        raise NotFound
    policies, rates = policies_of(viewer, viewer.service_id), rate_history(viewer, viewer.service_id)
    now = policy_for(Month.of(viewer.today), [row.terms for row in policies])
    return PolicyPage(now, rate_on(viewer.today, [row.terms for row in rates]), policies, rates, viewer.today)
