"""The carer's word on a claim, and checking."""

import uuid

from constellations.access import Viewer, find, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.permissions import Permission
from sleepovers.claims.actions import recount_claim, take_turn
from sleepovers.claims.models import Claim
from sleepovers.payments.deciding.queries import decider_of
from sleepovers.payments.queries import payable_of
from sleepovers.payments.rules import ClaimChanged, must_be_checkable, must_be_sayable
from sleepovers.uplift import ClaimStatus


def say_it_looks_right(viewer: Viewer, claim_id: uuid.UUID, version: int) -> None:
    """A carer of the home says that the month looks right; nothing waits for it. Raises ClaimChanged or WrongStep."""
    viewer.must(Permission.SAY_OF_UPLIFT)
    with transaction() as here:
        claim = _at_its_turn(viewer, claim_id)
        is_as_seen = claim.version == version
        if is_as_seen:
            must_be_sayable(payable_of(claim))
            claim.said_right_by, claim.said_right_at = viewer.person_id, clock.now()
            here.flush()
            _note(viewer, "said_uplift_right", claim, ["said_right_by", "said_right_at"])
    if not is_as_seen:
        raise ClaimChanged(payable_of(claim).home)


def check_claim(viewer: Viewer, claim_id: uuid.UUID, version: int) -> None:
    """A liaison worker has looked at a flagged claim; what the nights say by then is counted first.

    Raises ClaimChanged where that is not what the page showed, WrongStep, OwnMoney.
    """
    viewer.must(Permission.CHECK_UPLIFTS)
    with transaction() as here:
        claim = _at_its_turn(viewer, claim_id)
        is_as_seen = claim.version == version
        if is_as_seen:
            must_be_checkable(decider_of(viewer), payable_of(claim))
            claim.status = ClaimStatus.CHECKED
            claim.checked_by, claim.checked_at = viewer.person_id, clock.now()
            here.flush()
            _note(viewer, "checked_uplift", claim, ["status", "checked_by", "checked_at"])
    if not is_as_seen:
        # Raised only now, so that the new count is stored and the next page shows it.
        raise ClaimChanged(payable_of(claim).home)


def _at_its_turn(viewer: Viewer, claim_id: uuid.UUID) -> Claim:
    """A claim, counted again at the turn of its service: nobody counts, closes, approves or exports there meanwhile."""
    take_turn(session(), Viewer.system(), find(viewer, Claim, claim_id).service_id)
    claim = hold(viewer, Claim, claim_id)
    recount_claim(Viewer.system(), claim)
    return claim


def _note(viewer: Viewer, action: str, claim: Claim, fields: list[str]) -> None:
    record(viewer, action, claim.id, home_id=claim.home_id, service_id=claim.service_id)
    audit(viewer, Change(action, "claim", claim.id, fields), claim.service_id)
