"""How long uplifts, what was paid, and what was disputed are kept."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, select

from constellations.core.clock import Month
from constellations.keeping.declaration import Kept, Rows
from constellations.keeping.rules import Cut, Limits, Unit
from constellations.keeping.whose.queries import held_home_ids, no_home_held, of_service
from sleepovers.claims.models import Claim
from sleepovers.payments.models import Adjustment, Batch, NightDispute, PaymentLine


def _old_lines(cut: Cut) -> Sequence[ColumnElement[bool]]:
    batches = select(Batch.id).where(of_service(Batch.service_id, cut), Batch.month < Month.of(cut.since))
    return (PaymentLine.batch_id.in_(batches), no_home_held(PaymentLine.home_id))


def _old_batches(cut: Cut) -> Sequence[ColumnElement[bool]]:
    held = select(PaymentLine.batch_id).where(PaymentLine.home_id.in_(held_home_ids()))
    return (of_service(Batch.service_id, cut), Batch.month < Month.of(cut.since), Batch.id.not_in(held))


def _old_adjustments(cut: Cut) -> Sequence[ColumnElement[bool]]:
    paid = select(PaymentLine.adjustment_id).join(Batch, Batch.id == PaymentLine.batch_id)
    later = paid.where(PaymentLine.adjustment_id.is_not(None), Batch.month >= Month.of(cut.since))
    return (
        of_service(Adjustment.service_id, cut),
        Adjustment.into_month < Month.of(cut.since),
        no_home_held(Adjustment.home_id),
        Adjustment.id.not_in(later),
    )


def _old_disputes(cut: Cut) -> Sequence[ColumnElement[bool]]:
    settled = select(Adjustment.dispute_id).where(Adjustment.dispute_id.is_not(None))
    return (
        of_service(NightDispute.service_id, cut),
        NightDispute.month < Month.of(cut.since),
        no_home_held(NightDispute.home_id),
        NightDispute.id.not_in(settled.where(Adjustment.into_month >= Month.of(cut.since))),
    )


def _old_claims(cut: Cut) -> Sequence[ColumnElement[bool]]:
    paid = select(PaymentLine.claim_id).join(Batch, Batch.id == PaymentLine.batch_id)
    adjusted = select(Adjustment.claim_id).where(Adjustment.claim_id.is_not(None))
    return (
        of_service(Claim.service_id, cut),
        Claim.month < Month.of(cut.since),
        no_home_held(Claim.home_id),
        Claim.id.not_in(paid.where(PaymentLine.claim_id.is_not(None), Batch.month >= Month.of(cut.since))),
        Claim.id.not_in(adjusted.where(Adjustment.into_month >= Month.of(cut.since))),
    )


KEPT = (
    Kept(
        kind="uplifts",
        words=_("Uplifts: claims with their working, adjustments, disputed nights, and what was paid"),
        counted_from=_("the end of the financial year of the month; of what was paid later, of that month"),
        source=_("Accounts are kept six years and the running one (Limitation Act 1980; HMRC)."),
        unit=Unit.YEARS,
        usual=7,
        limits=Limits(6, 50, for_ever=True),
        tables=(Claim, Adjustment, NightDispute, Batch, PaymentLine),
        rows=(
            Rows(PaymentLine, _old_lines),
            Rows(Batch, _old_batches),
            Rows(Adjustment, _old_adjustments),
            Rows(NightDispute, _old_disputes),
            Rows(Claim, _old_claims),
        ),
    ),
)
