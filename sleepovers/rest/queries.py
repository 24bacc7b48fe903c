"""Which homes could do with a rest: many nights in a month, no free weekend, a stay that has become long."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from constellations.access import Viewer, covering, visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home
from sleepovers.models import Stay, StayNight
from sleepovers.rest import rules
from sleepovers.rest.models import RestLevels
from sleepovers.rest.rules import DEFAULT_LEVELS, Levels
from sleepovers.rules import NightState, StayState
from sleepovers.uplift import Basis

SLEPT_OR_AHEAD = (NightState.HAPPENED, NightState.PLANNED)
"""A night that is over and that nobody has told of yet was most likely slept: care does not wait for it."""


@dataclass(frozen=True, slots=True)
class FullMonth:
    """A home that has had many nights in a month; `level` is the number that they have reached."""

    home_id: uuid.UUID
    home: str
    month: Month
    nights: int
    level: int


@dataclass(frozen=True, slots=True)
class FullWeekends:
    """A home that has had no free weekend for so long, the last of them on `last`, a Saturday."""

    home_id: uuid.UUID
    home: str
    run: int
    last: dt.date

    @property
    def first(self) -> dt.date:
        """The Saturday with which it began: the name of the run."""
        return self.last - (self.run - 1) * dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LongStay:
    """A stay that goes on, or ended a moment ago, and has come to so many nights."""

    stay_id: uuid.UUID
    home_id: uuid.UUID
    home: str
    nights: int
    level: int


@dataclass(frozen=True, slots=True)
class RestPage:
    """What of a service's homes a viewer is to look after, and the levels that say so."""

    levels: Levels
    months: list[FullMonth]
    weekends: list[FullWeekends]
    stays: list[LongStay]

    @property
    def homes(self) -> list[tuple[uuid.UUID, str, FullMonth | None, FullWeekends | None]]:
        """Each home once, with what it has had: a full month, no free weekend, or both; by name."""
        months = {one.home_id: one for one in self.months}
        weekends = {one.home_id: one for one in self.weekends}
        names = {key: one.home for key, one in months.items()} | {key: one.home for key, one in weekends.items()}
        by_name = sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))
        return [(key, name, months.get(key), weekends.get(key)) for key, name in by_name]

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody to look after."""
        return not (self.months or self.weekends or self.stays)


def rest_levels(viewer: Viewer, service_id: uuid.UUID | None) -> RestLevels | None:
    """What a service has set, where it has."""
    return session().scalars(visible(viewer, RestLevels).where(RestLevels.service_id == service_id)).one_or_none()


def levels_of(viewer: Viewer, service_id: uuid.UUID | None) -> Levels:
    """The levels of a service; the usual ones where it has set none."""
    row = rest_levels(viewer, service_id)
    return row.levels if row else DEFAULT_LEVELS


def rest_page(viewer: Viewer) -> RestPage:
    """Whom the viewer is to look after today; six queries at most, whatever the number of homes. Raises NotFound.

    Of a home that has had a full month twice the running one is told.
    """
    if viewer.service_id is None:
        raise NotFound
    levels, today = levels_of(viewer, viewer.service_id), viewer.today
    full: dict[uuid.UUID, FullMonth] = {}
    for month in rules.months_looked_at(today):
        full |= {
            one.home_id: one
            for one in full_months(viewer, viewer.service_id, levels, month, today)
            if one.home_id not in full
        }
    return RestPage(
        levels,
        list(full.values()),
        full_weekends(viewer, viewer.service_id, levels, today),
        long_stays(viewer, viewer.service_id, levels, today, today),
    )


def full_months(viewer: Viewer, service_id: uuid.UUID, levels: Levels, month: Month, today: dt.date) -> list[FullMonth]:
    """The homes whose nights of a month, up to yesterday's, have reached a level: those with most nights first."""
    unit = StayNight.night.distinct() if levels.basis is Basis.NIGHTS else StayNight.night
    asked = (
        select(Home.id, Home.name, func.count(unit).label("nights"))
        .select_from(StayNight)
        .join(Home, Home.id == StayNight.home_id)
        .where(_slept(service_id, today), StayNight.night >= month.first, StayNight.night < month.end)
        .group_by(Home.id, Home.name)
        .having(func.count(unit) >= levels.first_nights)
    )
    rows = session().execute(covering(viewer, asked, StayNight, Home))
    found = [(row, rules.level_of(row.nights, levels.first_nights, levels.second_nights)) for row in rows]
    full = [FullMonth(row.id, row.name, month, row.nights, level) for row, level in found if level]
    return sorted(full, key=lambda home: (-home.nights, home.home))


def full_weekends(viewer: Viewer, service_id: uuid.UUID, levels: Levels, today: dt.date) -> list[FullWeekends]:
    """The homes with a child to stay on every one of the last weekends, those with the longest run first; two queries.

    A weekend is not free where a child slept on its Friday or its Saturday.
    """
    last = rules.last_weekend(today)
    recent = _weekend_nights(viewer, service_id, today, rules.nights_of_weekends(last, levels.weekends))
    busy = {key for key, nights in recent.items() if len(rules.weekends_of(nights)) == levels.weekends}
    if not busy:
        return []
    all_nights = rules.nights_of_weekends(last, rules.LONGEST_RUN)
    theirs = _weekend_nights(viewer, service_id, today, all_nights, {home_id for home_id, _ in busy})
    found = [
        FullWeekends(home_id, home, rules.run_up_to(rules.weekends_of(nights), last), last)
        for (home_id, home), nights in theirs.items()
    ]
    return sorted(found, key=lambda home: (-home.run, home.home))


def long_stays(viewer: Viewer, service_id: uuid.UUID, levels: Levels, since: dt.date, today: dt.date) -> list[LongStay]:
    """The stays that ended on `since` or later and have come to a level by yesterday, the longest first."""
    asked = (
        select(Stay.id, Home.id.label("home_id"), Home.name, func.count().label("nights"))
        .join(StayNight, StayNight.stay_id == Stay.id)
        .join(Home, Home.id == Stay.host_id)
        .where(_slept(service_id, today), Stay.state != StayState.CANCELLED, Stay.depart_on >= since)
        .group_by(Stay.id, Home.id, Home.name)
        .having(func.count() >= levels.stay_first)
    )
    rows = session().execute(covering(viewer, asked, Stay, Home, through=(StayNight,)))
    found = [(row, rules.level_of(row.nights, levels.stay_first, levels.stay_second)) for row in rows]
    long = [LongStay(row.id, row.home_id, row.name, row.nights, level) for row, level in found if level]
    return sorted(long, key=lambda stay: (-stay.nights, stay.home, stay.stay_id))


def _slept(service_id: uuid.UUID, today: dt.date) -> ColumnElement[bool]:
    return and_(Home.service_id == service_id, StayNight.state.in_(SLEPT_OR_AHEAD), StayNight.night < today)


def _weekend_nights(
    viewer: Viewer,
    service_id: uuid.UUID,
    today: dt.date,
    nights: Sequence[dt.date],
    home_ids: Collection[uuid.UUID] | None = None,
) -> dict[tuple[uuid.UUID, str], set[dt.date]]:
    """Of these nights those on which somebody slept, by home and its name."""
    asked = (
        select(Home.id, Home.name, StayNight.night)
        .select_from(StayNight)
        .join(Home, Home.id == StayNight.home_id)
        .where(_slept(service_id, today), StayNight.night.in_(nights))
        .distinct()
    )
    if home_ids is not None:
        asked = asked.where(Home.id.in_(home_ids))
    found: dict[tuple[uuid.UUID, str], set[dt.date]] = defaultdict(set)
    for home_id, home, night in session().execute(covering(viewer, asked, StayNight, Home)):
        found[home_id, home].add(night)
    return found
