"""What the home page says of uplifts on their way: to carers whether theirs looks right, to staff what waits."""

from collections.abc import Mapping

from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.deputies.queries import acted_as
from constellations.permissions import Permission
from sleepovers.claims.models import Claim
from sleepovers.claims.queries import closed_months
from sleepovers.payments.exporting.queries import amounts_waiting
from sleepovers.payments.models import Adjustment
from sleepovers.payments.queries import open_disputes
from sleepovers.payments.rules import SAYABLE, AdjustmentStatus
from sleepovers.uplift import ClaimStatus

Contents = Mapping[str, object] | None


def own_claims(viewer: Viewer) -> Contents:
    """The own home's uplifts of months that are over, of which nobody of the home has said yet that they look right."""
    asked = (
        select(Claim)
        .where(Claim.status.in_(SAYABLE), Claim.said_right_at.is_(None), Claim.month < Month.of(viewer.today))
        .order_by(Claim.month)
    )
    found = list(session().scalars(covering(viewer, asked, Claim)))
    return {"claims": found} if found else None


def on_their_way(viewer: Viewer) -> Contents:
    """What waits for this member of staff between flag and payment; none where nothing does."""
    counts = _counts(viewer)
    closed = closed_months(viewer, viewer.service_id) if viewer.service_id else frozenset()
    months = sorted({month for month, _ in counts})
    check = [month for month in months if counts.get((month, ClaimStatus.FLAGGED)) and month.end <= viewer.today]
    approve = [month for month in months if counts.get((month, ClaimStatus.CHECKED)) and month in closed]
    waiting = _amounts_waiting(viewer)
    contents: dict[str, object] = {
        "check": check if viewer.may(Permission.CHECK_UPLIFTS) else [],
        "approve": approve if viewer.may(Permission.APPROVE_UPLIFTS) else [],
        "export": sorted(waiting),
        "disputes": open_disputes(viewer) if viewer.may(Permission.CHECK_UPLIFTS) else [],
        "adjustments": _adjustments(viewer) if viewer.may(Permission.APPROVE_UPLIFTS) else [],
        "counts": {f"{month} {status}": number for (month, status), number in counts.items()},
        "amounts": waiting,
    }
    waits = ("check", "approve", "export", "disputes", "adjustments")
    return contents if any(contents[each] for each in waits) else None


def _counts(viewer: Viewer) -> dict[tuple[Month, ClaimStatus], int]:
    on_the_way = (ClaimStatus.FLAGGED, ClaimStatus.CHECKED)
    asked = (
        select(Claim.month, Claim.status, func.count())
        .where(Claim.status.in_(on_the_way))
        .group_by(Claim.month, Claim.status)
    )
    return {(month, status): number for month, status, number in session().execute(covering(viewer, asked, Claim))}


def _amounts_waiting(viewer: Viewer) -> Mapping[Month, int]:
    """How many amounts of each closed month wait to be sent; none for those who pay nothing."""
    if viewer.service_id is None or not viewer.may(Permission.PAY_UPLIFTS):
        return {}
    return amounts_waiting(viewer, viewer.service_id)


def _adjustments(viewer: Viewer) -> list[Adjustment]:
    """Those that another proposed."""
    asked = select(Adjustment).where(Adjustment.status == AdjustmentStatus.PROPOSED).order_by(Adjustment.proposed_at)
    rows = session().scalars(covering(viewer, asked, Adjustment)).all()
    names = acted_as([(row.proposed_by, row.proposed_at) for row in rows])
    return [row for row in rows if names[row.proposed_by, row.proposed_at].isdisjoint(viewer.names)]
