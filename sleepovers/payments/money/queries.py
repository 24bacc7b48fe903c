"""What an approved claim comes to: what is paused or was put right, what has gone out of it, and what is taken back."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import and_, func, or_, select

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from sleepovers.claims.models import Claim, ClosedMonth
from sleepovers.payments.models import Adjustment, NightDispute, PaymentLine
from sleepovers.payments.paying.rules import LineState
from sleepovers.payments.rules import AdjustmentStatus, DisputeState
from sleepovers.payments.snapshot import KeptNight, Working, due_of_approved


def left_out_of(claims: Collection[uuid.UUID]) -> Mapping[uuid.UUID, dict[KeptNight, DisputeState]]:
    """For each claim the nights that bring nothing: those of which something is wrong, open or put right, and which.

    What was put right while the month was open was corrected on its night, and is counted as it is by now.
    """
    of_month = and_(Claim.home_id == NightDispute.home_id, Claim.month == NightDispute.month)
    closing = and_(ClosedMonth.service_id == Claim.service_id, ClosedMonth.month == Claim.month)
    put_right = and_(NightDispute.state == DisputeState.PUT_RIGHT, NightDispute.settled_at >= ClosedMonth.closed_at)
    asked = (
        select(Claim.id, NightDispute.stay_id, NightDispute.night, NightDispute.state)
        .join(NightDispute, of_month)
        .outerjoin(ClosedMonth, closing)
        .where(Claim.id.in_(claims), NightDispute.stay_id.is_not(None))
        .where(or_(NightDispute.state == DisputeState.OPEN, put_right))
    )
    found: dict[uuid.UUID, dict[KeptNight, DisputeState]] = defaultdict(dict)
    for claim_id, stay_id, night, state in session().execute(covering(Viewer.system(), asked)):
        # What was put right brings nothing for good, whatever is said of it once more.
        if found[claim_id].get((str(stay_id), night)) is not DisputeState.PUT_RIGHT:
            found[claim_id][str(stay_id), night] = state
    return found


def lines_of(claims: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[PaymentLine]]:
    """For each claim every amount that was ever sent for it."""
    asked = (
        visible(Viewer.system(), PaymentLine).where(PaymentLine.claim_id.in_(claims)).order_by(PaymentLine.reference)
    )
    found: dict[uuid.UUID, list[PaymentLine]] = defaultdict(list)
    for line in session().scalars(asked):
        if line.claim_id is not None:
            found[line.claim_id].append(line)
    return found


def taken_back_of(claims: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """For each claim how many pence are taken back with later months, as approved, for nights that were put right."""
    asked = (
        select(Adjustment.claim_id, func.sum(Adjustment.pence))
        .where(Adjustment.claim_id.in_(claims), Adjustment.dispute_id.is_not(None), Adjustment.pence < 0)
        .where(Adjustment.status.not_in((AdjustmentStatus.PROPOSED, AdjustmentStatus.WAIVED)))
        .group_by(Adjustment.claim_id)
    )
    return {key: -pence for key, pence in session().execute(covering(Viewer.system(), asked)) if key is not None}


@dataclass(frozen=True, slots=True)
class Money:
    """What an approved claim comes to, in pence.

    In all, without what is paused or was put right, if what is paused stands, what has gone out of it, and what of
    that is taken back elsewhere.
    """

    amount_pence: int
    due_pence: int
    stands_pence: int
    sent_pence: int
    taken_back_pence: int

    @property
    def paused_pence(self) -> int:
        """What nobody gets while something is wrong with a night."""
        return self.amount_pence - self.due_pence

    @property
    def to_send_pence(self) -> int:
        """What goes out with the next batch; what went out too much is never taken back by itself.

        What is taken back elsewhere is to have gone out: where it bounced it goes out once more.
        """
        return max(0, self.due_pence + self.taken_back_pence - self.sent_pence)

    @property
    def overpaid_pence(self) -> int:
        """What went out too much: for nights that were put right, never for one that may still stand."""
        return max(0, self.sent_pence - self.stands_pence)


def money_of_claims(claims: Collection[Claim]) -> dict[uuid.UUID, Money]:
    """What approved claims come to."""
    keys = [claim.id for claim in claims]
    left_out, lines, taken_back = left_out_of(keys), lines_of(keys), taken_back_of(keys)
    found = {}
    for claim in claims:
        if claim.working is not None:
            approved, questioned = claim.amount_pence or 0, left_out.get(claim.id, {})
            put_right = {night for night, state in questioned.items() if state is DisputeState.PUT_RIGHT}
            working, mine = cast("Working", claim.working), lines.get(claim.id, ())
            found[claim.id] = Money(
                amount_pence=approved,
                due_pence=due_of_approved(working, approved, questioned),
                stands_pence=due_of_approved(working, approved, put_right),
                sent_pence=sum(line.pence for line in mine if line.state is not LineState.BOUNCED),
                taken_back_pence=taken_back.get(claim.id, 0),
            )
    return found
