"""policies.csv: what a service counts, and beyond how many nights, from the 1st of a month on."""

from sqlalchemy import insert, literal, select, update

from constellations.core import clock
from constellations.register.columns import Column, day, key, whole, word, words
from constellations.register.known import SERVICES, complain_of_other_service, refer
from constellations.register.sheet import Import, Sheet, waiting
from constellations.register.sheets.constellations import SERVICE_EXPECTED
from constellations.register.statements import execute, is_changed, is_new, settle_fate
from constellations.rules import ChildStatus, HomeRole
from sleepovers.policies.models import UpliftPolicy
from sleepovers.register.closed import complain_of_closed_from, gather_closed
from sleepovers.rules import StayKind
from sleepovers.uplift import DEFAULT_POLICY, Basis, Shape

MOST_NIGHTS = 200
ROLES = (frozenset({HomeRole.HUB.value}), frozenset({HomeRole.HUB.value, HomeRole.SATELLITE.value}))

COLUMNS: tuple[Column, ...] = (
    key("service"),
    day("valid_from", first_of_month=True),
    whole("threshold", 0, MOST_NIGHTS, may_be_absent=True, default=DEFAULT_POLICY.threshold),
    word("basis", Basis),
    word("shape", Shape),
    words("eligible_roles", HomeRole, ROLES),
    words("counted_kinds", StayKind),
    words("counted_statuses", ChildStatus),
)
WAITING = waiting("policies", COLUMNS, ("service", "valid_from"))
W = WAITING.c
P = UpliftPolicy

FIELDS = ("threshold", "basis", "shape", "eligible_roles", "counted_kinds", "counted_statuses")


def settle(run: Import) -> None:
    """Tie rows to their service and to stored policies."""
    refer(WAITING, "service", SERVICES, "service_id", SERVICE_EXPECTED)
    complain_of_other_service(run, WAITING, "service")
    stored = [P.service_id == W.service_id, P.valid_from == W.valid_from]
    execute(update(WAITING).values(id=P.id).where(*stored))
    settle_fate(WAITING, stored, {name: (W[name], P.__table__.c[name]) for name in FIELDS})


def check(_run: Import) -> None:
    """A closed month keeps the policy under which it was counted; those of the later files look at the same months."""
    gather_closed()
    complain_of_closed_from(WAITING, P)


def write(run: Import) -> None:
    """Store policies."""
    values = {name: W[name] for name in FIELDS}
    execute(update(P).values(values).where(P.id == W.id, is_changed(WAITING)))
    at = literal(clock.now(), P.created_at.type)
    by = literal(run.viewer.person_id, P.created_by.type)
    new = select(W.id, W.service_id, W.valid_from, *values.values(), at, by).where(is_new(WAITING))
    execute(insert(P).from_select(["id", "service_id", "valid_from", *values, "created_at", "created_by"], new))


POLICIES_SHEET = Sheet("policies", COLUMNS, WAITING, "uplift_policy", settle, write, check)
