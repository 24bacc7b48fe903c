"""Exporting what is approved as a batch whose bytes stay as they are; supplier numbers and the layout of the file."""

import uuid
from collections.abc import Sequence

from constellations.access import Viewer, find, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.clock import Month
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import Home, Service
from constellations.permissions import Permission
from sleepovers.claims.actions import take_turn
from sleepovers.claims.queries import closed_months
from sleepovers.payments.exporting.files import as_csv, as_xlsx, seal
from sleepovers.payments.exporting.layout import Layout, Payment, layout_written, reference_of
from sleepovers.payments.exporting.queries import (
    Due,
    due_of,
    is_approved_of,
    last_batch,
    layout_of,
    layout_row,
    next_number,
    payee_of,
    supplier_numbers,
    without_number,
)
from sleepovers.payments.models import Batch, Payee, PaymentLayout, PaymentLine
from sleepovers.payments.money.queries import lines_of
from sleepovers.payments.paying.rules import LineState, NothingToExport, SupplierNumberMissing, lowest_free_part
from sleepovers.payments.rules import AdjustmentStatus, MonthStillOpen
from sleepovers.uplift import ClaimStatus


def export_uplifts(viewer: Viewer, service_id: uuid.UUID, month: Month) -> Batch:
    """Send what is approved of a month: a new batch, or the last one as it was stored where nothing new is approved.

    Homes whose supplier number is still to be entered are left out, and stay due. Two who export at once take turns:
    the second finds nothing new. Raises MonthStillOpen, NothingToExport, SupplierNumberMissing.
    """
    viewer.must(Permission.PAY_UPLIFTS)
    with transaction() as here:
        take_turn(here, viewer, service_id)
        if month not in closed_months(viewer, service_id):
            raise MonthStillOpen(month)
        everything = Viewer.system()
        due = due_of(everything, service_id, month)
        left_out = without_number(everything, service_id, due)
        sent = [each for each in due if each not in left_out]
        batch = _make(viewer, service_id, month, sent) if sent else last_batch(everything, service_id, month)
        if batch is None and left_out:
            raise SupplierNumberMissing([each.home for each in left_out])
        if batch is None:
            raise NothingToExport(month, is_approved_of(everything, service_id, month))
        return batch


def _make(viewer: Viewer, service_id: uuid.UUID, month: Month, due: Sequence[Due]) -> Batch:
    everything = Viewer.system()
    number, layout = next_number(everything, service_id), layout_of(everything, service_id)
    payments = _payments(month, number, due)
    csv, xlsx = as_csv(layout, payments), as_xlsx(layout, payments)
    batch = Batch(
        service_id=service_id,
        month=month,
        number=number,
        line_count=len(due),
        pence=sum(each.pence for each in due),
        csv=csv,
        csv_sha256=seal(csv),
        xlsx=xlsx,
        xlsx_sha256=seal(xlsx),
        created_by=viewer.person_id,
    )
    session().add(batch)
    session().flush()
    _write_lines(batch, due, payments)
    record(viewer, "exported_uplifts", batch.id, service_id=service_id)
    audit(viewer, Change("exported_uplifts", "payment_batch", batch.id, ["month", "number", "csv", "xlsx"]), service_id)
    return batch


def _payments(month: Month, batch: int, due: Sequence[Due]) -> list[Payment]:
    numbers = supplier_numbers(Viewer.system(), {each.home_id for each in due})
    return [
        Payment(
            home=each.home,
            supplier_number=numbers.get(each.home_id, ""),
            period=each.adjustment.month if each.adjustment else month,
            pence=each.pence,
            reference=reference_of(month, batch, place),
            batch=batch,
        )
        for place, each in enumerate(due, start=1)
    ]


def _write_lines(batch: Batch, due: Sequence[Due], payments: Sequence[Payment]) -> None:
    """Write each amount down, and let what it is of be under way."""
    before = lines_of([each.claim.id for each in due if each.claim])
    for place, (each, payment) in enumerate(zip(due, payments, strict=True), start=1):
        line = PaymentLine(
            batch_id=batch.id,
            service_id=batch.service_id,
            home_id=each.home_id,
            number=place,
            reference=payment.reference,
            pence=each.pence,
        )
        if each.claim is not None:
            earlier = before.get(each.claim.id, ())
            line.claim_id = each.claim.id
            line.part = lowest_free_part(old.part for old in earlier if old.state is not LineState.BOUNCED)
            each.claim.status = ClaimStatus.EXPORTED
        if each.adjustment is not None:
            line.adjustment_id = each.adjustment.id
            each.adjustment.status = AdjustmentStatus.EXPORTED
        session().add(line)
    session().flush()


def enter_supplier_number(viewer: Viewer, home_id: uuid.UUID, number: str, version: int) -> None:
    """Say under which number the council's own system knows a home; 0 is the version of none yet.

    Raises ChangedMeanwhile where somebody else entered one since the page was opened.
    """
    viewer.must(Permission.PAY_UPLIFTS)
    with transaction() as here:
        hold(viewer, Home, home_id)
        shown = payee_of(viewer, home_id)
        row = shown.row or Payee(home_id=home_id, service_id=find(viewer, Home, home_id).service_id)
        if (row.version or 0) != version:
            raise ChangedMeanwhile(row.supplier_number, number)
        row.supplier_number, row.entered_by, row.entered_at = number, viewer.person_id, clock.now()
        here.add(row)
        here.flush()
        record(viewer, "entered_supplier_number", home_id, home_id=home_id, service_id=row.service_id)
        audit(viewer, Change("entered_supplier_number", "payee", home_id, ["supplier_number"]), row.service_id)


def lay_out_file(viewer: Viewer, layout: Layout, version: int) -> None:
    """Say how the service's payment file is laid out, from the next batch on; 0 is the version of none yet.

    Raises ChangedMeanwhile.
    """
    viewer.must(Permission.PAY_UPLIFTS)
    if viewer.service_id is None:
        raise NotFound
    with transaction() as here:
        hold(viewer, Service, viewer.service_id)
        row = layout_row(viewer, viewer.service_id) or PaymentLayout(service_id=viewer.service_id)
        if (row.version or 0) != version:
            raise ChangedMeanwhile(row.columns, layout_written(layout.columns))
        row.columns, row.cost_centre, row.code = layout_written(layout.columns), layout.cost_centre, layout.code
        row.changed_by, row.changed_at = viewer.person_id, clock.now()
        here.add(row)
        here.flush()
        record(viewer, "laid_out_payment_file", viewer.service_id)
        fields = ["columns", "cost_centre", "code"]
        audit(viewer, Change("laid_out_payment_file", "payment_layout", viewer.service_id, fields))
