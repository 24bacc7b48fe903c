"""One of everything between flag and payment, stored as it is."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from constellations.core.clock import Month
from constellations.models import Home, Person
from constellations.permissions import Role
from sleepovers.claims.models import Claim
from sleepovers.payments.models import Adjustment, Batch, NightDispute, PaymentLine
from sleepovers.payments.paying.rules import LineState
from sleepovers.payments.rules import AdjustmentStatus
from sleepovers.uplift import Basis, ClaimStatus
from tests.factories import stored

OCTOBER, SEPTEMBER = Month(2026, 10), Month(2026, 9)


@dataclass(frozen=True, slots=True)
class Paid:
    """A flagged claim with a night in question, and a batch with an adjustment that was approved."""

    claim: Claim
    dispute: NightDispute
    adjustment: Adjustment
    batch: Batch
    line: PaymentLine


def create_paid(home: Home, people: Mapping[Role, Person]) -> Paid:
    """Make them for a home."""
    of_home = {"home_id": home.id, "service_id": home.service_id}
    claim = Claim(
        **of_home,
        month=OCTOBER,
        status=ClaimStatus.FLAGGED,
        child_nights=17,
        nights=17,
        counted=17,
        threshold=16,
        basis=Basis.CHILD_NIGHTS,
        beyond=1,
        amount_pence=4000,
    )
    stored(claim)
    dispute = NightDispute(
        **of_home,
        month=OCTOBER,
        night=dt.date(2026, 10, 2),
        words="One is missing.",
        raised_by=people[Role.HUB_CARER].id,
    )
    adjustment = Adjustment(
        **of_home,
        month=SEPTEMBER,
        into_month=OCTOBER,
        pence=4000,
        reason="Forgotten.",
        status=AdjustmentStatus.EXPORTED,
        proposed_by=people[Role.LIAISON].id,
        decided_by=people[Role.MANAGER].id,
    )
    files = {"csv": b"x", "csv_sha256": "0" * 64, "xlsx": b"x", "xlsx_sha256": "0" * 64}
    batch = Batch(service_id=home.service_id, month=OCTOBER, number=1, line_count=1, pence=4000, **files)
    stored(dispute, adjustment, batch)
    line = PaymentLine(
        **of_home,
        batch_id=batch.id,
        number=1,
        adjustment_id=adjustment.id,
        reference="UP2610-0001-001",
        pence=4000,
        state=LineState.SENT,
    )
    stored(line)
    return Paid(claim, dispute, adjustment, batch, line)
