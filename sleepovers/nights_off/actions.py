"""Starting a policy of nights off, and withdrawing one that is not in force yet."""

import uuid

from constellations.access import Viewer, find
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.permissions import Permission
from sleepovers.nights_off.models import NightsOffPolicy
from sleepovers.nights_off.queries import policies_of
from sleepovers.nights_off.rules import Entitlement, must_be_sound
from sleepovers.policies.rules import must_be_free, must_be_to_come

FIELDS = ("valid_from", "unit", "amount", "year_month", "year_day", "pro_rata", "used_by", "short_nights")


def start_nights_off(viewer: Viewer, policy: Entitlement) -> NightsOffPolicy:
    """Start a policy of the viewer's service on any day; those before it stay as they were.

    Raises a rule of `rules.py`, OutOfReach, or StartsAlready.
    """
    viewer.must(Permission.SET_POLICIES)
    if viewer.service_id is None:
        raise NotFound
    must_be_sound(policy)
    with transaction() as session:
        taken = {row.valid_from for row in policies_of(viewer, viewer.service_id)}
        must_be_free(policy.valid_from, taken, (), viewer.today)
        values = {field: getattr(policy, field) for field in FIELDS}
        row = NightsOffPolicy(service_id=viewer.service_id, created_by=viewer.person_id, **values)
        session.add(row)
        session.flush()
        record(viewer, "start_nights_off", row.id)
        audit(viewer, Change("start_nights_off", "nights_off_policy", row.id, FIELDS), viewer.service_id)
        return row


def withdraw_nights_off(viewer: Viewer, policy_id: uuid.UUID) -> None:
    """Take back a policy before its first day; one that was ever in force stays. Raises InForceAlready."""
    viewer.must(Permission.SET_POLICIES)
    with transaction() as session:
        row = find(viewer, NightsOffPolicy, policy_id)
        must_be_to_come(row.valid_from, viewer.today)
        session.delete(row)
        record(viewer, "withdraw_nights_off", row.id)
        audit(viewer, Change("withdraw_nights_off", "nights_off_policy", row.id, FIELDS), row.service_id)
