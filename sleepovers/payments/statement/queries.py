"""One home's uplift from flag to payment: what the claim page and the statement show."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import Home, Service
from constellations.permissions import Permission
from sleepovers.claims.models import Claim
from sleepovers.claims.queries import closed_months
from sleepovers.claims.report import Figures
from sleepovers.payments.deciding.queries import decider_of
from sleepovers.payments.models import Adjustment, PaymentLine
from sleepovers.payments.money.queries import Money, money_of_claims
from sleepovers.payments.paying.rules import LineState
from sleepovers.payments.queries import (
    ShownAdjustment,
    ShownDispute,
    adjustments_for,
    claim_for,
    claim_of,
    disputes_of,
    names_of,
)
from sleepovers.payments.rules import SAYABLE, DisputeState, NoStatementYet
from sleepovers.payments.snapshot import Working, policy_kept
from sleepovers.uplift import ClaimStatus, Policy


@dataclass(frozen=True, slots=True)
class Step:
    """A step that somebody took with a claim, and when."""

    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A home's month from flag to payment; `row` is none where nothing was ever due."""

    month: Month
    home_id: uuid.UUID
    row: Claim | None
    said_right: Step | None
    checked: Step | None
    approved: Step | None
    money: Money | None
    disputes: list[ShownDispute]
    adjustments: list[ShownAdjustment]
    lines: list[PaymentLine]
    is_closed: bool
    may_say: bool
    may_write_down: bool
    may_check: bool
    may_adjust: bool

    @property
    def open_disputes(self) -> list[ShownDispute]:
        """What carers say is wrong and nobody has settled."""
        return [each for each in self.disputes if each.row.state is DisputeState.OPEN]

    @property
    def paid_on(self) -> dt.date | None:
        """When the last of it was paid, once all of it is."""
        paid = [line.paid_on for line in self.lines if line.state is LineState.PAID and line.paid_on]
        is_paid = self.row is not None and self.row.status is ClaimStatus.PAID
        return max(paid) if is_paid and paid else None


def claim_page(viewer: Viewer, month: Month, home_id: uuid.UUID) -> ClaimPage:
    """What was said and done of a home's month; the home is one whose count the viewer reads."""
    claim = claim_of(viewer, month, home_id)
    lines = _lines(viewer, claim)
    is_live = claim is not None and claim.status in SAYABLE
    is_theirs = viewer.home_id == home_id
    service_id = viewer.service_id
    is_closed = service_id is not None and month in closed_months(viewer, service_id)
    may_check = viewer.may(Permission.CHECK_UPLIFTS) and home_id not in decider_of(viewer).homes
    has_begun = month.first <= viewer.today
    return ClaimPage(
        month=month,
        home_id=home_id,
        row=claim,
        said_right=_step(viewer, claim.said_right_by, claim.said_right_at) if claim else None,
        checked=_step(viewer, claim.checked_by, claim.checked_at) if claim else None,
        approved=_step(viewer, claim.approved_by, claim.approved_at) if claim else None,
        money=money_of_claims([claim]).get(claim.id) if claim else None,
        disputes=disputes_of(viewer, (home_id, month)),
        adjustments=adjustments_for(viewer, Adjustment.home_id == home_id, Adjustment.month == month),
        lines=lines,
        is_closed=is_closed,
        may_say=has_begun and is_theirs and viewer.may(Permission.SAY_OF_UPLIFT),
        may_write_down=has_begun and may_check,
        may_check=may_check and is_live and claim is not None and claim.status is ClaimStatus.FLAGGED,
        may_adjust=may_check and is_closed,
    )


def _step(viewer: Viewer, person_id: uuid.UUID | None, at: dt.datetime | None) -> Step | None:
    if at is None:
        return None
    return Step(names_of(viewer, [person_id]).get(person_id, ""), at)


def _lines(viewer: Viewer, claim: Claim | None) -> list[PaymentLine]:
    if claim is None:
        return []
    asked = visible(viewer, PaymentLine).where(PaymentLine.claim_id == claim.id).order_by(PaymentLine.reference)
    return list(session().scalars(asked))


@dataclass(frozen=True, slots=True)
class Statement:
    """An approved uplift with its working, as it was approved, and what became of it since."""

    page: ClaimPage
    service: str
    home: str
    figures: Figures
    working: Working
    policy: Policy
    sha256: str
    money: Money
    paid_with_it: list[ShownAdjustment]


def statement_of(viewer: Viewer, month: Month, home_id: uuid.UUID) -> Statement:
    """The statement of a home's uplift; raises NotFound for one not the viewer's, NoStatementYet before approval."""
    claim = claim_for(viewer, month, home_id)
    page = claim_page(viewer, month, home_id)
    if claim.snapshot is None or claim.working is None or page.money is None:
        raise NoStatementYet
    names = select(Service.name, Home.name).join(Home, Home.service_id == Service.id).where(Home.id == home_id)
    service, home = session().execute(covering(viewer, names, through=(Service, Home))).one()
    return Statement(
        page=page,
        service=service,
        home=home,
        figures=cast("Figures", claim.snapshot),
        working=cast("Working", claim.working),
        policy=policy_kept(cast("Working", claim.working)),
        sha256=claim.snapshot_sha256 or "",
        money=page.money,
        paid_with_it=adjustments_for(viewer, Adjustment.home_id == home_id, Adjustment.into_month == month),
    )
