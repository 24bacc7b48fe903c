"""The uplift month and its claims, which months are closed, and which wait to be."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from sqlalchemy import ColumnElement, and_, func, select

from constellations.access import Viewer, covering, find
from constellations.core.clock import Month, months_from
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Constellation, Home, Membership, Person, Service
from constellations.permissions import Permission
from sleepovers.claims.models import ClosedMonth
from sleepovers.claims.report import Figures
from sleepovers.claims.rules import LIVE, months_asked_for
from sleepovers.counting.nights.queries import held_in, whose_count_is_seen
from sleepovers.counting.queries import HomeMonth, month_counts
from sleepovers.models import Stay, StayNight
from sleepovers.nights.rules import MonthClosed
from sleepovers.payments.models import Adjustment
from sleepovers.payments.rules import AdjustmentStatus
from sleepovers.policies.queries import policies_in_force
from sleepovers.rules import NightState, StayState
from sleepovers.stays.recording.queries import UnnamedStay, unnamed_stays


@dataclass(frozen=True, slots=True)
class UpliftRow:
    """One home's line of the uplift month."""

    home_id: uuid.UUID
    home_name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Closing:
    """When a month was closed, and by whom where it was a person."""

    at: dt.datetime
    by: str | None


def closed_months(viewer: Viewer, service_id: uuid.UUID) -> frozenset[Month]:
    """The closed months of a service, in which no night is changed any more.

    Within a transaction the answer holds until its end: whoever wants to close a month waits for it.
    """
    if session().info.get("writing"):
        still = select(Service.id).where(Service.id == service_id).with_for_update(read=True)
        session().execute(covering(Viewer.system(), still))
    found = select(ClosedMonth.month).where(ClosedMonth.service_id == service_id)
    return frozenset(session().scalars(covering(viewer, found, ClosedMonth)))


def past_must_be_open(viewer: Viewer, service_id: uuid.UUID, day: dt.date) -> None:
    """Raise MonthClosed where what holds from this day on was counted in a month that is closed by now.

    Nobody closes a month before the transaction that asks has ended.
    """
    turn = select(Service.id).where(Service.id == service_id).with_for_update(read=True)
    session().execute(covering(viewer, turn, Service))
    closed = [month for month in closed_months(viewer, service_id) if month.end > day]
    if closed:
        raise MonthClosed(max(closed))


def uplift_rows(viewer: Viewer, month: Month, service: str | None = None) -> list[UpliftRow]:
    """One row for each home that hosted at least one night that happened, by service, then home.

    Of the service with this key, or of all that the viewer sees; raises NotFound where there is none of that key.
    """
    services = policies_in_force(viewer, month, key=service)
    if service is not None and not services:
        raise NotFound(f"There is no service called {service}. Keys are told apart by capitals too.")
    homes = month_counts(viewer, month, services)
    constellations = _constellations_in(viewer, month, [each.service_id for each in services])
    return [UpliftRow(home.home_id, home.home_name, _figures(home, constellations[home.home_id])) for home in homes]


def _figures(home: HomeMonth, constellations: Collection[str]) -> Figures:
    """The live figures; from approval on those of the snapshot, with what became of the claim since."""
    if home.snapshot is not None and home.status not in {None, *LIVE}:
        return cast("Figures", {**home.snapshot, "status": home.status})
    since = home.policy.valid_from
    return Figures(
        service=home.service,
        home=home.home,
        constellations=sorted(constellations),
        month=str(home.month),
        child_nights=home.child_nights,
        nights=home.nights,
        counted=home.counted,
        basis=home.policy.basis,
        threshold=home.policy.threshold,
        beyond=home.beyond,
        due=home.due,
        amount_pence=home.amount_pence,
        amount_reason=home.amount_reason,
        policy_valid_from=since.isoformat() if since else None,
        status=home.status,
    )


def _constellations_in(
    viewer: Viewer, month: Month, services: Collection[uuid.UUID]
) -> defaultdict[uuid.UUID, set[str]]:
    """The keys of the constellations of which each home was a member on any day of the month (register format)."""
    asked = (
        select(Home.id, Constellation.key)
        .join_from(Membership, Home, Home.id == Membership.home_id)
        .join(Constellation, Constellation.id == Membership.constellation_id)
        .where(Home.service_id.in_(services), held_in(month), whose_count_is_seen(viewer, month))
    )
    found: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    for home_id, key in session().execute(covering(viewer, asked, Home, through=(Membership, Constellation))):
        found[home_id].add(key)
    return found


def months_to_close(viewer: Viewer) -> list[Month]:
    """The months that are over and still stand open, the oldest first; from the 5th of the next month on.

    Those that have nights, and those with which an adjustment is to be paid.

    None for those who close no months.
    """
    if viewer.service_id is None or not viewer.may(Permission.CLOSE_MONTH):
        return []
    asked_for = months_asked_for(viewer.today, find(viewer, Service, viewer.service_id).closing_day)
    asked = (
        select(Stay.arrive_on, Stay.depart_on)
        .where(
            Stay.service_id == viewer.service_id,
            Stay.state != StayState.CANCELLED,
            Stay.depart_on >= asked_for[0].first,
            Stay.arrive_on < asked_for[-1].end,
        )
        .distinct()
    )
    with_nights = {
        month
        for arrive, depart in session().execute(covering(viewer, asked, Stay))
        for month in months_from(Month.of(arrive), Month.of(depart))
    }
    adjusted = select(Adjustment.into_month).where(
        Adjustment.service_id == viewer.service_id, Adjustment.status == AdjustmentStatus.APPROVED
    )
    with_money = set(session().scalars(covering(viewer, adjusted, Adjustment)))
    return sorted(((with_nights | with_money) & set(asked_for)) - closed_months(viewer, viewer.service_id))


@dataclass(frozen=True, slots=True)
class UntoldStay:
    """A stay of which some past nights of a month wait for somebody to say what happened."""

    stay_id: uuid.UUID
    home_name: str
    nights: int


def untold_stays(viewer: Viewer, month: Month) -> list[UntoldStay]:
    """The stays that keep a month from being closed, as far as the viewer sees them, by home."""
    asked = (
        select(StayNight.stay_id, Home.name, func.count())
        .join_from(StayNight, Home, Home.id == StayNight.home_id)
        .where(_is_untold(viewer, month))
        .group_by(StayNight.stay_id, Home.id)
        .order_by(Home.name, StayNight.stay_id)
    )
    return [UntoldStay(*row) for row in session().execute(covering(viewer, asked, StayNight, through=(Home,)))]


def untold_nights(viewer: Viewer, service_id: uuid.UUID, month: Month) -> int:
    """How many past nights of a month wait for somebody to say what happened."""
    asked = (
        select(func.count())
        .select_from(StayNight)
        .join(Home, Home.id == StayNight.home_id)
        .where(Home.service_id == service_id, _is_untold(viewer, month))
    )
    return session().execute(covering(viewer, asked, StayNight, through=(Home,))).scalar_one()


def closing_of(viewer: Viewer, service_id: uuid.UUID, month: Month) -> Closing | None:
    """When and by whom a month was closed; none while it is open."""
    asked = (
        select(ClosedMonth.closed_at, Person.name)
        .outerjoin_from(ClosedMonth, Person, Person.id == ClosedMonth.closed_by)
        .where(ClosedMonth.service_id == service_id, ClosedMonth.month == month)
    )
    found = session().execute(covering(viewer, asked, ClosedMonth, through=(Person,))).one_or_none()
    return None if found is None else Closing(found[0], found[1])


def _is_untold(viewer: Viewer, month: Month) -> ColumnElement[bool]:
    return and_(
        StayNight.state == NightState.PLANNED,
        StayNight.night >= month.first,
        StayNight.night < min(month.end, viewer.today),
    )


@dataclass(frozen=True, slots=True)
class UpliftMonth:
    """The uplift month as a page shows it: homes that need somebody first."""

    service_id: uuid.UUID
    month: Month
    rows: list[UpliftRow]
    closing: Closing | None
    is_over: bool
    untold: list[UntoldStay]
    unnamed: list[UnnamedStay]

    @property
    def child_nights(self) -> int:
        """Of all homes together."""
        return sum(row.figures["child_nights"] for row in self.rows)

    @property
    def due(self) -> int:
        """How many homes are due an uplift."""
        return sum(row.figures["due"] for row in self.rows)

    @property
    def amount_pence(self) -> int:
        """What is due in all, as far as rates are set."""
        return sum(row.figures["amount_pence"] or 0 for row in self.rows)

    @property
    def without_rate(self) -> int:
        """How many of the homes that are due have no amount yet."""
        return sum(row.figures["amount_reason"] is not None for row in self.rows)


def uplift_month(viewer: Viewer, month: Month) -> UpliftMonth:
    """A month of the viewer's service, as far as the viewer may see it; raises NotFound without a service."""
    if viewer.service_id is None:
        raise NotFound
    may_close = viewer.may(Permission.CLOSE_MONTH)
    return UpliftMonth(
        service_id=viewer.service_id,
        month=month,
        rows=sorted(uplift_rows(viewer, month), key=_need),
        closing=closing_of(viewer, viewer.service_id, month),
        is_over=month.end <= viewer.today,
        untold=untold_stays(viewer, month) if may_close else [],
        unnamed=unnamed_stays(viewer, month) if may_close else [],
    )


def _need(row: UpliftRow) -> tuple[bool, int, int, str]:
    """What comes first: what is due without an amount, then those furthest beyond, then those nearest to it."""
    figures = row.figures
    return figures["amount_reason"] is None, -figures["beyond"], -figures["counted"], row.home_name
