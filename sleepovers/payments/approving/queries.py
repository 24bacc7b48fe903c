"""The claims of a month that wait to be approved, and which of them are clean."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.deputies.queries import acted_as
from constellations.models import Home
from sleepovers.claims.models import Claim
from sleepovers.payments.deciding.queries import decider_of
from sleepovers.payments.models import Adjustment
from sleepovers.payments.queries import ShownAdjustment, adjustments_for, disputes_of, is_closed, names_of
from sleepovers.payments.rules import AdjustmentStatus, DisputeState
from sleepovers.uplift import ClaimStatus

WAITING = (ClaimStatus.FLAGGED, ClaimStatus.CHECKED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim on its way to approval; clean is one that this viewer can approve and of which nothing is said."""

    row: Claim
    home: str
    checked_by: str | None
    disputed: int
    is_mine: bool
    is_clean: bool


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """What waits to be approved in a month: claims by home, and adjustments that another proposed."""

    month: Month
    is_closed: bool
    claims: list[Waiting]
    adjustments: list[ShownAdjustment]

    @property
    def checked(self) -> list[Waiting]:
        """Those that can be chosen."""
        return [each for each in self.claims if each.row.status is ClaimStatus.CHECKED and not each.is_mine]

    @property
    def unchecked(self) -> list[Waiting]:
        """Those that a liaison worker has to look at first."""
        return [each for each in self.claims if each.row.status is ClaimStatus.FLAGGED]

    @property
    def own(self) -> list[Waiting]:
        """Those that the viewer checked, so that another approves them."""
        return [each for each in self.claims if each.row.status is ClaimStatus.CHECKED and each.is_mine]


def approval_page(viewer: Viewer, month: Month) -> ApprovalPage:
    """The claims of the viewer's service in a month that are flagged or checked; raises NotFound without a service."""
    if viewer.service_id is None:
        raise NotFound
    asked = (
        select(Claim, Home.name)
        .join(Home, Home.id == Claim.home_id)
        .where(Claim.month == month, Claim.status.in_(WAITING))
        .order_by(Home.name)
    )
    rows = session().execute(covering(viewer, asked, Claim, through=(Home,))).all()
    names = names_of(viewer, [claim.checked_by for claim, _ in rows])
    disputed = [
        each.home_id
        for each in disputes_of(viewer, *((claim.home_id, month) for claim, _ in rows))
        if each.row.state is DisputeState.OPEN
    ]
    waits = adjustments_for(viewer, Adjustment.into_month >= month, Adjustment.status == AdjustmentStatus.PROPOSED)
    decider = decider_of(viewer)
    checked = acted_as([(one.checked_by, one.checked_at) for one, _ in rows if one.checked_by and one.checked_at])
    own_checks = {act for act, checked_as in checked.items() if not decider.names.isdisjoint(checked_as)}
    mine = {one.id for one, _ in rows if (one.checked_by, one.checked_at) in own_checks or one.home_id in decider.homes}
    return ApprovalPage(
        month=month,
        is_closed=is_closed(viewer, viewer.service_id, month),
        claims=[_waiting(claim.id in mine, claim, home, names, disputed) for claim, home in rows],
        adjustments=waits,
    )


def _waiting(
    is_mine: bool, claim: Claim, home: str, names: dict[uuid.UUID | None, str], disputed: list[uuid.UUID]
) -> Waiting:
    is_ready = claim.status is ClaimStatus.CHECKED and claim.amount_pence is not None
    return Waiting(
        row=claim,
        home=home,
        checked_by=names.get(claim.checked_by),
        disputed=disputed.count(claim.home_id),
        is_mine=is_mine,
        is_clean=is_ready and not is_mine and claim.home_id not in disputed,
    )
