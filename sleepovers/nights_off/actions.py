"""Starting a policy of nights off, and withdrawing one that is not in force yet."""

import uuid

from constellations.access import Viewer
from constellations.core.database import transaction
from constellations.core.errors import NotFound
from constellations.permissions import Permission
from sleepovers.nights_off.models import NightsOffPolicy
from sleepovers.nights_off.queries import policies_of
from sleepovers.nights_off.rules import Entitlement, must_be_sound
from sleepovers.policies.actions import started, withdraw
from sleepovers.policies.rules import must_be_free

FIELDS = ("valid_from", "unit", "amount", "year_month", "year_day", "pro_rata", "used_by", "short_nights")


def start_nights_off(viewer: Viewer, policy: Entitlement) -> NightsOffPolicy:
    """Start a policy of the viewer's service on any day; those before it stay as they were.

    Raises a rule of `rules.py`, OutOfReach, or StartsAlready.
    """
    viewer.must(Permission.SET_POLICIES)
    if viewer.service_id is None:
        raise NotFound
    must_be_sound(policy)
    with transaction():
        taken = {row.valid_from for row in policies_of(viewer, viewer.service_id)}
        must_be_free(policy.valid_from, taken, (), viewer.today)
        values = {field: getattr(policy, field) for field in FIELDS}
        row = NightsOffPolicy(service_id=viewer.service_id, created_by=viewer.person_id, **values)
        return started(viewer, row, "start_nights_off", FIELDS)


def withdraw_nights_off(viewer: Viewer, policy_id: uuid.UUID) -> None:
    """Take back a policy before its first day; one that was ever in force stays. Raises InForceAlready."""
    withdraw(viewer, NightsOffPolicy, policy_id, "withdraw_nights_off", FIELDS)
