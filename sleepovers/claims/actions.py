"""Flagging homes whose month went beyond the threshold, and closing months."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from constellations.access import Viewer, covering, find, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.models import Service
from constellations.permissions import Permission
from sleepovers.claims.models import Claim, ClosedMonth
from sleepovers.claims.queries import closed_months, untold_nights
from sleepovers.claims.rules import (
    LIVE,
    AlreadyClosed,
    ChildrenUnnamed,
    NightsUntold,
    RateMissing,
    must_be_over,
)
from sleepovers.claims.telling.actions import tell_of_counts
from sleepovers.counting.nights.queries import worked_counts
from sleepovers.counting.queries import homes_near_threshold
from sleepovers.policies.queries import policies_in_force
from sleepovers.stays.recording.queries import unnamed_in
from sleepovers.uplift import ClaimStatus, MonthCount, Policy, next_status

FIGURES = (
    "child_nights",
    "nights",
    "counted",
    "threshold",
    "basis",
    "beyond",
    "amount_pence",
    "amount_reason",
)
"""What a claim keeps of a count, under the same names."""

ACTIONS = {ClaimStatus.FLAGGED: "flag_uplift", ClaimStatus.VOID: "void_uplift"}


@dataclass(frozen=True, slots=True)
class Flagged:
    """What flagging a month found: homes due, and claims that were made or became different."""

    month: Month
    due: int
    changed: int


def flag_uplifts(viewer: Viewer, service_id: uuid.UUID, months: Iterable[Month]) -> list[Flagged]:
    """Bring the claims of some months to what the nights say now, and tell those concerned; again changes nothing.

    One claim for each home and month, by constraint. Whatever the viewer sees, the whole service is counted.
    """
    viewer.must(Permission.CLOSE_MONTH)
    with transaction() as here:
        take_turn(here, viewer, service_id)
        return [_flag_month(viewer, service_id, month) for month in months]


def close_month(viewer: Viewer, service_id: uuid.UUID, month: Month) -> None:
    """Close a month for good: its nights stay as they are, and its claims can be approved.

    Raises MonthNotOver, AlreadyClosed, NightsUntold while nobody has said what happened on some of its nights,
    ChildrenUnnamed while nobody has said whose some of them are, and RateMissing while what is due has no amount.
    """
    viewer.must(Permission.CLOSE_MONTH)
    with transaction() as here:
        take_turn(here, viewer, service_id)
        must_be_over(month, viewer.today)
        closed = closed_months(viewer, service_id)
        if month in closed:
            raise AlreadyClosed(month)
        # Of the whole service: a liaison worker's own constellations alone do not make a month complete.
        if untold := untold_nights(Viewer.system(), service_id, month):
            raise NightsUntold(month, untold)
        if unnamed := unnamed_in(Viewer.system(), service_id, month):
            raise ChildrenUnnamed(month, unnamed)
        _flag_month(viewer, service_id, month)
        # After a later month was closed no rate can begin in this one any more: it would stay open for ever.
        if month > max(closed, default=month.shifted(-1)) and (unpriced := _unpriced(service_id, month)):
            raise RateMissing(month, unpriced)
        here.add(ClosedMonth(service_id=service_id, month=month, closed_by=viewer.person_id))
        record(viewer, "close_month", service_id, service_id=service_id)
        audit(viewer, Change("close_month", "closed_month", service_id, ["month"]), service_id)


def recount_claim(viewer: Viewer, claim: Claim) -> bool:
    """Bring one live claim to what its nights say now, within the running transaction; whether that changed it."""
    if claim.status not in LIVE:
        return False
    everything = Viewer.system()
    by = policies_in_force(everything, claim.month, claim.service_id)[0]
    count = worked_counts(everything, claim.month, {claim.home_id: by})[claim.home_id]
    return _settle(viewer, claim, by.policy, count)


def take_turn(here: Session, viewer: Viewer, service_id: uuid.UUID) -> None:
    """Let nobody else flag or close for this service meanwhile; raises NotFound for a service not the viewer's."""
    find(viewer, Service, service_id)
    turn = select(Service.id).where(Service.id == service_id).with_for_update(key_share=True)
    here.execute(covering(viewer, turn, Service))


def _flag_month(viewer: Viewer, service_id: uuid.UUID, month: Month) -> Flagged:
    everything = Viewer.system()
    by = policies_in_force(everything, month, service_id)[0]
    near = {home.home_id: home.counted for home in homes_near_threshold(everything, month, [by])}
    due = {home_id for home_id, counted in near.items() if counted > by.policy.threshold}
    claims = {claim.home_id: claim for claim in session().scalars(_claims_of(service_id, month))}
    # From approval on a claim stands, whatever the nights say.
    unsettled = (due - claims.keys()) | {home_id for home_id, claim in claims.items() if claim.status in LIVE}
    counts = worked_counts(everything, month, dict.fromkeys(unsettled, by))
    for home_id in unsettled - claims.keys():
        claims[home_id] = Claim(service_id=service_id, home_id=home_id, month=month)
    changed = [_settle(viewer, claims[home_id], by.policy, count) for home_id, count in counts.items()]
    tell_of_counts(month, by.policy.threshold, near)
    return Flagged(month, len(due), sum(changed))


def _claims_of(service_id: uuid.UUID, month: Month) -> Select[Claim]:
    return visible(Viewer.system(), Claim).where(Claim.service_id == service_id, Claim.month == month)


def _unpriced(service_id: uuid.UUID, month: Month) -> int:
    """How many claims of a month are due, and have no amount."""
    unpriced = _claims_of(service_id, month).where(
        Claim.status.in_((ClaimStatus.FLAGGED, ClaimStatus.CHECKED)), Claim.amount_reason.is_not(None)
    )
    return len(session().scalars(unpriced).all())


def _settle(viewer: Viewer, claim: Claim, policy: Policy, count: MonthCount) -> bool:
    """Give a claim, perhaps a new one, the figures and the status that its nights demand; whether that changed it."""
    figures = {name: getattr(count, name) for name in FIGURES} | {"policy_valid_from": policy.valid_from}
    fields = [name for name, figure in figures.items() if getattr(claim, name) != figure]
    status = next_status(claim.status, count.due, changed=bool(fields))
    if status is not claim.status:
        figures["status"] = status
        fields.append("status")
    if status is None or not fields:
        return False
    if "status" in fields and status is ClaimStatus.FLAGGED:
        figures["flagged_at"] = clock.now()
    # Who looked at other figures has not looked at these.
    figures |= dict.fromkeys(("said_right_by", "said_right_at", "checked_by", "checked_at"))
    for name, figure in figures.items():
        setattr(claim, name, figure)
    session().add(claim)
    session().flush()
    action = ACTIONS[status] if "status" in fields else "recount_uplift"
    record(viewer, action, claim.id, home_id=claim.home_id, service_id=claim.service_id)
    audit(viewer, Change(action, "claim", claim.id, fields), claim.service_id)
    return True
