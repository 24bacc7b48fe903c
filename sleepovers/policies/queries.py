"""Which policy a service follows in a month, what it pays, and the history of both."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, select

from constellations.access import Viewer, covering, visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Service
from sleepovers.policies.models import UpliftPolicy, UpliftRate
from sleepovers.uplift import Policy, Rate, policy_for


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
    rows: Iterable[tuple[uuid.UUID, str, UpliftPolicy | None]] = session().execute(asked).tuples()
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
