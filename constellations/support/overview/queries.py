"""What of support concerns somebody today."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select

from constellations.access import Viewer, covering
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.models import holds_on
from constellations.notices.digest.declaration import Waits
from constellations.permissions import Permission
from constellations.support.due_dates.queries import overdue_dates
from constellations.support.health_check.models import HealthCheck, HealthMark
from constellations.support.health_check.queries import OpenCheck, open_check, waits_to_be_answered
from constellations.support.learning.queries import learning_to_verify
from constellations.support.milestones.queries import milestones, own_approval
from constellations.support.milestones.rules import next_milestone
from constellations.support.pairs.models import Pair
from constellations.support.pairs.queries import PairLine, own_pairs, quiet_pairs
from constellations.support.pathway.queries import Progress, first_years
from constellations.support.pulse.models import PulseAnswer
from constellations.support.pulse.queries import is_asked


@dataclass(frozen=True, slots=True)
class CarersSupport:
    """A carer's page: whether this month has no word yet, pairs, an open health check, first year, long service."""

    asks_of_month: bool
    pairs: Sequence[PairLine]
    check: OpenCheck | None
    first_year: Progress | None
    approved_on: dt.date | None
    next_milestone: tuple[int, dt.date] | None


@dataclass(frozen=True, slots=True)
class StaffSupport:
    """Numbers of what waits for staff."""

    quiet_pairs: int
    overdue_dates: int
    to_verify: int
    first_years: int
    milestones_this_month: int


@dataclass(frozen=True, slots=True)
class CarersWaits:
    """What may wait for a carer on the home page: a word for the month, whom they help, a health check to answer."""

    asks_of_month: bool
    helps: bool
    check: bool


def waits_of_carer(viewer: Viewer) -> CarersWaits:
    """What waits for a carer, in one query: every visit to the home page asks it."""
    said = exists().where(PulseAnswer.person_id == viewer.person_id, PulseAnswer.month == Month.of(viewer.today))
    helps = exists().where(Pair.helper_id == viewer.person_id, holds_on(Pair, viewer.today))
    answered = exists().where(HealthMark.check_id == HealthCheck.id, HealthMark.person_id == viewer.person_id)
    check = exists().where(
        HealthCheck.service_id == viewer.service_id,
        HealthCheck.opens_on <= viewer.today,
        HealthCheck.ends_on > viewer.today,
        ~answered,
    )
    asked = select(~said, helps, check)
    own = covering(viewer, asked, through=(PulseAnswer, Pair, HealthMark, HealthCheck))
    return CarersWaits(*(bool(one) for one in session().execute(own).one()))


def carers_support(viewer: Viewer) -> CarersSupport:
    """What concerns a carer."""
    viewer.must(Permission.SEE_SUPPORT)
    since, own = own_approval(viewer), first_years(viewer)
    return CarersSupport(
        is_asked(viewer),
        own_pairs(viewer),
        open_check(viewer),
        own[0] if own else None,
        since,
        next_milestone(since, viewer.today) if since else None,
    )


def staff_support(viewer: Viewer) -> StaffSupport:
    """What concerns staff."""
    viewer.must(Permission.SEE_SUPPORT)
    month = Month.of(viewer.today)
    return StaffSupport(
        quiet_pairs(viewer),
        overdue_dates(viewer),
        learning_to_verify(viewer),
        len(first_years(viewer)),
        sum(one.day in month for one in milestones(viewer, month.year)),
    )


SUPPORT_WAITS = (
    Waits(
        "%(num)s buddy or mentor pair without a check-in for a month",
        "%(num)s buddy or mentor pairs without a check-in for a month",
        quiet_pairs,
    ),
    Waits("%(num)s date of a home that is overdue", "%(num)s dates of homes that are overdue", overdue_dates),
    Waits("%(num)s health check to answer", "%(num)s health checks to answer", waits_to_be_answered),
)
"""What of it the Monday digest counts."""
