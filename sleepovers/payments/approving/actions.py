"""Approving claims: from then on a snapshot stands, whatever the nights say."""

import uuid
from collections.abc import Mapping
from typing import cast

from constellations.access import Viewer, find, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.models import Service
from constellations.notices.actions import News, tell
from constellations.permissions import Permission
from sleepovers.claims.actions import recount_claim, take_turn
from sleepovers.claims.models import Claim
from sleepovers.claims.queries import closed_months, uplift_rows
from sleepovers.claims.report import Figures
from sleepovers.counting.nights.queries import shown_nights
from sleepovers.payments.deciding.queries import decider_of
from sleepovers.payments.queries import carers_of, payable_of
from sleepovers.payments.rules import ClaimChanged, Decider, NothingChosen, must_be_approvable
from sleepovers.payments.snapshot import Sealed, Working, seal_of, working_kept
from sleepovers.payments.words import approved_news
from sleepovers.policies.queries import policies_in_force, rates_of
from sleepovers.uplift import ClaimStatus, count_month

FIELDS = ("status", "approved_by", "approved_at", "snapshot", "working", "snapshot_sha256")
"""What approving writes on a claim."""


def approve_claims(viewer: Viewer, month: Month, chosen: Mapping[uuid.UUID, int]) -> int:
    """Approve checked claims of a closed month, each with the version that the page showed; all of them or none.

    Raises NothingChosen, and of the first claim that stands in the way ClaimChanged or what `must_be_approvable` says.
    """
    viewer.must(Permission.APPROVE_UPLIFTS)
    if viewer.service_id is None:
        raise NotFound
    if not chosen:
        raise NothingChosen
    with transaction() as here:
        take_turn(here, viewer, viewer.service_id)
        closed = closed_months(viewer, viewer.service_id)
        rows, decider = _rows(viewer.service_id, month), decider_of(viewer)
        for claim_id in sorted(chosen):
            claim = hold(viewer, Claim, claim_id)
            known = payable_of(claim)
            if claim.version != chosen[claim_id] or claim.month != month:
                raise ClaimChanged(known.home)
            must_be_approvable(decider, known, closed)
            if recount_claim(Viewer.system(), claim):
                raise ClaimChanged(known.home)
            _approve(viewer, claim, rows[claim.home_id], decider)
    return len(chosen)


def _rows(service_id: uuid.UUID, month: Month) -> dict[uuid.UUID, Figures]:
    """The report's rows of a service, by home."""
    everything = Viewer.system()
    key = find(everything, Service, service_id).key
    return {row.home_id: row.figures for row in uplift_rows(everything, month, key)}


def _approve(viewer: Viewer, claim: Claim, row: Figures, decider: Decider) -> None:
    snapshot, working = cast("dict[str, object]", {**row, "status": ClaimStatus.APPROVED.value}), _working(claim)
    claim.status = ClaimStatus.APPROVED
    claim.approved_by, claim.approved_at = viewer.person_id, clock.now()
    claim.approver_home_id, claim.closed = decider.home_id, claim.month
    claim.snapshot, claim.working = snapshot, cast("dict[str, object]", working)
    claim.snapshot_sha256 = seal_of(snapshot, working)
    session().flush()
    record(viewer, "approved_uplift", claim.id, home_id=claim.home_id, service_id=claim.service_id)
    audit(viewer, Change("approved_uplift", "claim", claim.id, FIELDS), claim.service_id)
    news = News(f"approved/{claim.id}", approved_news(claim.month), f"/uplifts/{claim.month}/{claim.home_id}/statement")
    tell(carers_of(Viewer.system(), claim.home_id), news)


def _working(claim: Claim) -> Working:
    """The nights, policy and rates on which a claim rests, counted once more."""
    everything = Viewer.system()
    policy = policies_in_force(everything, claim.month, claim.service_id)[0].policy
    rates = rates_of(everything, [claim.service_id]).get(claim.service_id, [])
    nights = shown_nights(everything, claim.month, claim.home_id)
    count = count_month((night.hosted for night in nights), policy, rates)
    stays = {(night.hosted.night, night.hosted.child): night.stay_id for night in nights}
    sealed = [Sealed(line, stays[(line.hosted.night, line.hosted.child)]) for line in count.lines]
    return working_kept(count, policy, rates, sealed)
