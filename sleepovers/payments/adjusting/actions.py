"""Putting right what was paid too much or too little for a month that is closed: one proposes, another decides."""

import uuid
from dataclasses import dataclass

from constellations.access import Viewer, find, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.deputies.queries import names_at
from constellations.models import Home
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from sleepovers.claims.actions import take_turn
from sleepovers.claims.queries import closed_months
from sleepovers.payments.adjusting.rules import must_be_sound_adjustment
from sleepovers.payments.deciding.queries import decider_of
from sleepovers.payments.models import Adjustment
from sleepovers.payments.paying.actions import settle_claims
from sleepovers.payments.queries import carers_of, claim_of, spoke_for
from sleepovers.payments.rules import (
    AdjustmentStatus,
    MonthNotClosed,
    SettledAlready,
    must_be_decidable,
    must_be_no_payee,
    next_open_month,
)
from sleepovers.payments.words import adjusted_news


@dataclass(frozen=True, slots=True)
class PutRight:
    """What is to be put right: so many nights and pence more, or less where they are below nothing, and why."""

    nights: int
    pence: int
    reason: str


def propose_adjustment(viewer: Viewer, month: Month, home_id: uuid.UUID, wanted: PutRight) -> uuid.UUID:
    """Propose to put right a closed month of a home; it is paid with the next open month once another approves it.

    Raises MonthNotClosed, BadAdjustment, OwnMoney.
    """
    viewer.must(Permission.CHECK_UPLIFTS)
    must_be_sound_adjustment(wanted.pence)
    with transaction() as here:
        home = find(viewer, Home, home_id)
        take_turn(here, Viewer.system(), home.service_id)
        must_be_no_payee(decider_of(viewer), home_id, spoke_for(home_id, month))
        if month not in closed_months(viewer, home.service_id):
            raise MonthNotClosed(month)
        claim = claim_of(Viewer.system(), month, home_id)
        return put_forward(
            viewer,
            Adjustment(
                service_id=home.service_id,
                home_id=home_id,
                month=month,
                claim_id=claim.id if claim else None,
                nights=wanted.nights,
                pence=wanted.pence,
                reason=wanted.reason,
            ),
        )


def decide_adjustment(viewer: Viewer, adjustment_id: uuid.UUID, is_approved: bool, version: int) -> None:
    """Approve an adjustment that another proposed, or let it be. Raises OwnProposal, OwnMoney, SettledAlready."""
    viewer.must(Permission.APPROVE_UPLIFTS)
    with transaction() as here:
        take_turn(here, Viewer.system(), find(viewer, Adjustment, adjustment_id).service_id)
        row = hold(viewer, Adjustment, adjustment_id)
        decider, spoke = decider_of(viewer), spoke_for(row.home_id, row.month)
        proposed_as = names_at(row.proposed_by, row.proposed_at)
        must_be_decidable(decider, proposed_as, row.home_id, row.status, spoke)
        if row.version != version:
            raise SettledAlready
        row.status = AdjustmentStatus.APPROVED if is_approved else AdjustmentStatus.WAIVED
        row.decided_by, row.decided_at = viewer.person_id, clock.now()
        row.approver_home_id = decider.home_id
        # The month it was meant for may be closed, and paid, by now.
        row.into_month = next_open_month(row.month, closed_months(viewer, row.service_id))
        here.flush()
        if row.claim_id is not None:
            settle_claims([row.claim_id])
        _note(viewer, "approved_adjustment" if is_approved else "waived_adjustment", row, ["status", "decided_by"])


def put_forward(viewer: Viewer, row: Adjustment) -> uuid.UUID:
    """Store a proposal for the next open month, within the running transaction; the carers are told."""
    everything = Viewer.system()
    if viewer.person_id is not None:
        row.proposed_by = viewer.person_id
    row.into_month = next_open_month(row.month, closed_months(everything, row.service_id))
    session().add(row)
    session().flush()
    _note(viewer, "proposed_adjustment", row, ["nights", "pence", "reason"])
    news = News(f"adjusted/{row.id}", adjusted_news(row.month), f"/uplifts/{row.month}/{row.home_id}")
    tell(carers_of(everything, row.home_id), news)
    return row.id


def _note(viewer: Viewer, action: str, row: Adjustment, fields: list[str]) -> None:
    record(viewer, action, row.id, home_id=row.home_id, service_id=row.service_id)
    audit(viewer, Change(action, "claim_adjustment", row.id, fields), row.service_id)
