"""One home's month as an auditor would check it by hand."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Row, and_, select

from constellations.access import Viewer, covering
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home
from sleepovers.claims.models import Claim
from sleepovers.claims.rules import Gauge
from sleepovers.counting.nights.queries import (
    READ_OF_A_HOME,
    ShownNight,
    planned_nights,
    shown_nights,
    whose_count_is_seen,
)
from sleepovers.nights.rules import Reader, initials_shown, labels
from sleepovers.policies.queries import policies_in_force, rates_of
from sleepovers.uplift import ClaimStatus, CountLine, MonthCount, Policy, Rate, count_month, rate_on


@dataclass(frozen=True, slots=True)
class WorkingLine:
    """One night of the working; `label` is none for those who read of no child."""

    line: CountLine
    stay_id: uuid.UUID
    label: str | None


@dataclass(frozen=True, slots=True)
class HomeWorking:
    """The whole of one home's month, and the rates of its nights beyond, each with its first day."""

    home_id: uuid.UUID
    home_name: str
    month: Month
    policy: Policy
    count: MonthCount
    lines: list[WorkingLine]
    rates: list[Rate]
    status: ClaimStatus | None
    gauge: Gauge
    is_over: bool


def working_of(viewer: Viewer, month: Month, home_id: uuid.UUID) -> HomeWorking:
    """The working of a home's month, whether or not an uplift is due; raises NotFound for a home not the viewer's."""
    home = _home(viewer, month, home_id)
    policy = policies_in_force(viewer, month, home.service_id)[0].policy
    nights = shown_nights(viewer, month, home_id)
    rates = rates_of(viewer, [home.service_id]).get(home.service_id, [])
    count = count_month((night.hosted for night in nights), policy, rates)
    return HomeWorking(
        home_id=home_id,
        home_name=home.name,
        month=month,
        policy=policy,
        count=count,
        lines=_lines(viewer, home_id, nights, count),
        rates=_rates_used(count, rates),
        status=home.status,
        gauge=Gauge(count.counted, planned_nights(viewer, month, home_id, policy), policy.threshold),
        is_over=month.end <= viewer.today,
    )


def _home(viewer: Viewer, month: Month, home_id: uuid.UUID) -> Row[str, uuid.UUID, ClaimStatus | None]:
    asked = (
        select(Home.name, Home.service_id, Claim.status)
        .outerjoin_from(Home, Claim, and_(Claim.home_id == Home.id, Claim.month == month))
        .where(Home.id == home_id, whose_count_is_seen(viewer, month))
    )
    found = session().execute(covering(viewer, asked, Home, through=READ_OF_A_HOME)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _lines(viewer: Viewer, home_id: uuid.UUID, nights: list[ShownNight], count: MonthCount) -> list[WorkingLine]:
    """The lines of the count with what a page tells besides: finance reads of no child."""
    told = labels(night.child for night in nights)
    may_read = initials_shown(Reader(viewer.role, viewer.home_id), home_id, None)
    by_night: Mapping[tuple[dt.date, str], ShownNight] = {
        (night.hosted.night, night.hosted.child): night for night in nights
    }
    lines = []
    for line in count.lines:
        night = by_night[(line.hosted.night, line.hosted.child)]
        lines.append(WorkingLine(line, night.stay_id, told[night.child.child_id] if may_read else None))
    return lines


def _rates_used(count: MonthCount, rates: list[Rate]) -> list[Rate]:
    """The rates on which the amount rests, the oldest first."""
    used = {rate_on(line.hosted.night, rates) for line in count.lines if line.priced}
    return sorted((rate for rate in used if rate is not None), key=lambda rate: rate.valid_from)
