"""Starting a policy or a rate, and withdrawing one that is not in force yet."""

import uuid
from typing import TypeVar

from constellations.access import Viewer, find
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.permissions import Permission
from sleepovers.claims.queries import closed_months
from sleepovers.nights_off.models import NightsOffPolicy
from sleepovers.policies.models import UpliftPolicy, UpliftRate
from sleepovers.policies.queries import policies_of, rate_history
from sleepovers.policies.rules import (
    NotAFirst,
    must_be_free,
    must_be_sound_policy,
    must_be_sound_rate,
    must_be_to_come,
    must_start_on_a_first,
)
from sleepovers.uplift import Policy, Rate

POLICY_FIELDS = (
    "valid_from",
    "threshold",
    "basis",
    "shape",
    "eligible_roles",
    "counted_kinds",
    "counted_statuses",
)
RATE_FIELDS = ("valid_from", "per_night_pence", "flat_pence")

Row = TypeVar("Row", UpliftPolicy, UpliftRate, NightsOffPolicy)
"""Terms of a service from a day on."""


def start_policy(viewer: Viewer, policy: Policy) -> UpliftPolicy:
    """Start a policy of the viewer's service on the 1st of a month; those before it stay as they were.

    Raises a rule of `rules.py` that says when it can start instead.
    """
    viewer.must(Permission.SET_POLICIES)
    service_id = _own_service(viewer)
    if policy.valid_from is None:
        raise NotAFirst(viewer.today)
    must_be_sound_policy(policy)
    must_start_on_a_first(policy.valid_from)
    with transaction():
        taken = {row.valid_from for row in policies_of(viewer, service_id)}
        must_be_free(policy.valid_from, taken, closed_months(viewer, service_id), viewer.today)
        values = {field: getattr(policy, field) for field in POLICY_FIELDS}
        row = UpliftPolicy(service_id=service_id, created_by=viewer.person_id, **values)
        return started(viewer, row, "start_policy", POLICY_FIELDS)


def start_rate(viewer: Viewer, rate: Rate) -> UpliftRate:
    """Start a rate of the viewer's service on any day; from then on nothing of the older one holds.

    Raises a rule of `rules.py` that says when it can start instead.
    """
    viewer.must(Permission.SET_POLICIES)
    service_id = _own_service(viewer)
    must_be_sound_rate(rate)
    with transaction():
        taken = {row.valid_from for row in rate_history(viewer, service_id)}
        must_be_free(rate.valid_from, taken, closed_months(viewer, service_id), viewer.today)
        values = {field: getattr(rate, field) for field in RATE_FIELDS}
        row = UpliftRate(service_id=service_id, created_by=viewer.person_id, **values)
        return started(viewer, row, "start_rate", RATE_FIELDS)


def withdraw_policy(viewer: Viewer, policy_id: uuid.UUID) -> None:
    """Take back a policy before its first day; one that was ever in force stays. Raises InForceAlready."""
    withdraw(viewer, UpliftPolicy, policy_id, "withdraw_policy", POLICY_FIELDS)


def withdraw_rate(viewer: Viewer, rate_id: uuid.UUID) -> None:
    """Take back a rate before its first day; one that was ever in force stays. Raises InForceAlready."""
    withdraw(viewer, UpliftRate, rate_id, "withdraw_rate", RATE_FIELDS)


def started(viewer: Viewer, row: Row, action: str, fields: tuple[str, ...]) -> Row:
    """Store dated terms of a service and write down who started them; within a transaction."""
    session().add(row)
    session().flush()
    record(viewer, action, row.id)
    audit(viewer, Change(action, row.__tablename__, row.id, fields), row.service_id)
    return row


def withdraw(viewer: Viewer, model: type[Row], row_id: uuid.UUID, action: str, fields: tuple[str, ...]) -> None:
    """Take back dated terms before their first day, and write down who did; raises InForceAlready, NotFound."""
    viewer.must(Permission.SET_POLICIES)
    with transaction() as here:
        row = find(viewer, model, row_id)
        must_be_to_come(row.valid_from, viewer.today)
        here.delete(row)
        record(viewer, action, row.id)
        audit(viewer, Change(action, row.__tablename__, row.id, fields), row.service_id)


def _own_service(viewer: Viewer) -> uuid.UUID:
    if viewer.service_id is None:
        raise NotFound
    return viewer.service_id
