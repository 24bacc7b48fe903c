"""What waits to be sent, the batches that were sent, and how a service's file is laid out."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer

from constellations.access import Viewer, covering, find, visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home
from sleepovers.claims.models import Claim
from sleepovers.claims.queries import closed_months
from sleepovers.payments.exporting.layout import DEFAULT_LAYOUT, Field, Layout, layout_read
from sleepovers.payments.models import Adjustment, Batch, Payee, PaymentLayout, PaymentLine
from sleepovers.payments.money.queries import money_of_claims
from sleepovers.payments.paying.rules import LineState
from sleepovers.payments.rules import AdjustmentStatus
from sleepovers.uplift import ClaimStatus

APPROVED = (ClaimStatus.APPROVED, ClaimStatus.EXPORTED, ClaimStatus.PAID)


@dataclass(frozen=True, slots=True)
class Due:
    """An amount that waits to be sent: of a claim, or of an adjustment."""

    home_id: uuid.UUID
    home_key: str
    home: str
    pence: int
    claim: Claim | None = None
    adjustment: Adjustment | None = None


def due_of(viewer: Viewer, service_id: uuid.UUID, month: Month) -> list[Due]:
    """What is approved of a month and not under way, by home: also what was paused, and what came back."""
    claims = _claims_due(viewer, Claim.service_id == service_id, Claim.month == month)
    adjustments = _adjustments_due(viewer, Adjustment.service_id == service_id, Adjustment.into_month == month)
    return sorted(
        [*claims, *adjustments],
        key=lambda due: (due.home_key, due.adjustment is not None, due.adjustment.id.hex if due.adjustment else ""),
    )


def amounts_waiting(viewer: Viewer, service_id: uuid.UUID) -> Counter[Month]:
    """How many amounts of each closed month of a service wait to be sent; months of which none does are not there."""
    closed = closed_months(viewer, service_id)
    claims = (due.claim.month for due in _claims_due(viewer, Claim.service_id == service_id) if due.claim)
    adjustments = _adjustments_due(
        viewer, Adjustment.service_id == service_id, Adjustment.into_month.in_(sorted(closed))
    )
    return Counter([*claims, *(due.adjustment.into_month for due in adjustments if due.adjustment)])


def is_approved_of(viewer: Viewer, service_id: uuid.UUID, month: Month) -> bool:
    """Whether anything of a month is approved, sent or not."""
    asked = select(Claim.id).where(Claim.service_id == service_id, Claim.month == month, Claim.status.in_(APPROVED))
    return session().execute(covering(viewer, asked.limit(1), Claim)).first() is not None


def _claims_due(viewer: Viewer, *conditions: ColumnElement[bool]) -> Iterable[Due]:
    sent = select(func.coalesce(func.sum(PaymentLine.pence), 0)).where(
        PaymentLine.claim_id == Claim.id, PaymentLine.state != LineState.BOUNCED
    )
    asked = (
        select(Claim, Home.key, Home.name)
        .join(Home, Home.id == Claim.home_id)
        .where(Claim.status.in_(APPROVED), Claim.amount_pence > sent.scalar_subquery(), *conditions)
    )
    rows = session().execute(covering(viewer, asked, Claim, through=(Home, PaymentLine))).all()
    money = money_of_claims([claim for claim, *_ in rows])
    for claim, key, name in rows:
        if money[claim.id].to_send_pence:
            yield Due(claim.home_id, key, name, money[claim.id].to_send_pence, claim=claim)


def _adjustments_due(viewer: Viewer, *conditions: ColumnElement[bool]) -> Iterable[Due]:
    under_way = select(PaymentLine.id).where(
        PaymentLine.adjustment_id == Adjustment.id, PaymentLine.state != LineState.BOUNCED
    )
    decided = (AdjustmentStatus.APPROVED, AdjustmentStatus.EXPORTED, AdjustmentStatus.PAID)
    asked = (
        select(Adjustment, Home.key, Home.name)
        .join(Home, Home.id == Adjustment.home_id)
        .where(Adjustment.status.in_(decided), ~under_way.exists(), *conditions)
    )
    for row, key, name in session().execute(covering(viewer, asked, Adjustment, through=(Home, PaymentLine))):
        yield Due(row.home_id, key, name, row.pence, adjustment=row)


def supplier_numbers(viewer: Viewer, homes: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The supplier numbers of some homes, as far as they are entered."""
    asked = select(Payee.home_id, Payee.supplier_number).where(Payee.home_id.in_(homes))
    return {row[0]: row[1] for row in session().execute(covering(viewer, asked, Payee))}


def without_number(viewer: Viewer, service_id: uuid.UUID, due: Iterable[Due]) -> list[Due]:
    """What stays out of a batch until a supplier number of its home is entered.

    None where the service's file has no column for it, or where it has not entered a single one.
    """
    numbers = select(Payee.home_id).where(Payee.service_id == service_id)
    known = set(session().scalars(covering(viewer, numbers, Payee)))
    has_column = any(column.field is Field.SUPPLIER_NUMBER for column in layout_of(viewer, service_id).columns)
    return [each for each in due if each.home_id not in known] if known and has_column else []


def layout_of(viewer: Viewer, service_id: uuid.UUID) -> Layout:
    """How the file of a service is laid out."""
    row = layout_row(viewer, service_id)
    return Layout(layout_read(row.columns), row.cost_centre, row.code) if row else DEFAULT_LAYOUT


def layout_row(viewer: Viewer, service_id: uuid.UUID) -> PaymentLayout | None:
    """What the service has said of it; none while the default holds."""
    asked = visible(viewer, PaymentLayout).where(PaymentLayout.service_id == service_id)
    return session().scalars(asked).one_or_none()


def last_batch(viewer: Viewer, service_id: uuid.UUID, month: Month) -> Batch | None:
    """The newest batch of a month."""
    asked = visible(viewer, Batch).where(Batch.service_id == service_id, Batch.month == month)
    return session().scalars(asked.order_by(Batch.number.desc()).limit(1)).one_or_none()


def next_number(viewer: Viewer, service_id: uuid.UUID) -> int:
    """The number of the next batch of a service."""
    asked = select(func.coalesce(func.max(Batch.number), 0)).where(Batch.service_id == service_id)
    return int(session().execute(covering(viewer, asked, Batch)).scalar_one()) + 1


@dataclass(frozen=True, slots=True)
class ShownBatch:
    """A batch as a list shows it, with what became of its lines."""

    row: Batch
    states: Counter[LineState]


@dataclass(frozen=True, slots=True)
class PaymentsPage:
    """A month's payments: what waits to be sent, what has no supplier number, and the batches, the newest first.

    `left_out` is what the next batch leaves out for want of one.
    """

    month: Month
    service_id: uuid.UUID
    due: list[Due]
    without_number: list[Due]
    left_out: list[Due]
    batches: list[ShownBatch]

    @property
    def pence(self) -> int:
        """What the next batch would come to."""
        return sum(due.pence for due in self.due if due not in self.left_out)


def payments_page(viewer: Viewer, month: Month) -> PaymentsPage:
    """The payments of a month of the viewer's service; raises NotFound without a service."""
    if viewer.service_id is None:
        raise NotFound
    due = due_of(viewer, viewer.service_id, month)
    known = supplier_numbers(viewer, {each.home_id for each in due})
    asked = visible(viewer, Batch).where(Batch.service_id == viewer.service_id, Batch.month == month)
    light = asked.options(defer(Batch.csv), defer(Batch.xlsx)).order_by(Batch.number.desc())
    batches = list(session().scalars(light))
    counted = select(PaymentLine.batch_id, PaymentLine.state, func.count()).group_by(
        PaymentLine.batch_id, PaymentLine.state
    )
    states: dict[uuid.UUID, Counter[LineState]] = {batch.id: Counter() for batch in batches}
    mine = covering(viewer, counted.where(PaymentLine.batch_id.in_(states)), PaymentLine)
    for batch_id, state, number in session().execute(mine):
        states[batch_id][state] = number
    return PaymentsPage(
        month=month,
        service_id=viewer.service_id,
        due=due,
        without_number=[each for each in due if each.home_id not in known],
        left_out=without_number(viewer, viewer.service_id, due),
        batches=[ShownBatch(batch, states[batch.id]) for batch in batches],
    )


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of a batch, with the name of its home."""

    row: PaymentLine
    home: str


def batch_lines(viewer: Viewer, batch_id: uuid.UUID) -> tuple[Batch, list[ShownLine]]:
    """A batch and its lines in their order; raises NotFound."""
    batch = find(viewer, Batch, batch_id)
    asked = (
        select(PaymentLine, Home.name)
        .join(Home, Home.id == PaymentLine.home_id)
        .where(PaymentLine.batch_id == batch_id)
        .order_by(PaymentLine.number)
    )
    rows = session().execute(covering(viewer, asked, PaymentLine, through=(Home,)))
    return batch, [ShownLine(row, home) for row, home in rows]


@dataclass(frozen=True, slots=True)
class ShownPayee:
    """A home, and its supplier number where it has one."""

    home_id: uuid.UUID
    home: str
    row: Payee | None


def payees(viewer: Viewer) -> list[ShownPayee]:
    """Every home of the viewer's service, by name."""
    asked = select(Home.id, Home.name, Payee).outerjoin_from(Home, Payee, Payee.home_id == Home.id).order_by(Home.name)
    return [ShownPayee(*row) for row in session().execute(covering(viewer, asked, Home, through=(Payee,)))]


def payee_of(viewer: Viewer, home_id: uuid.UUID) -> ShownPayee:
    """One of them; raises NotFound."""
    home = find(viewer, Home, home_id)
    row = session().scalars(visible(viewer, Payee).where(Payee.home_id == home_id)).one_or_none()
    return ShownPayee(home.id, home.name, row)
