"""The days off of a service, as its calendars show them."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from constellations.access import Viewer, covering, visible
from constellations.core.database import session
from constellations.days_off.models import OwnDay, SchoolPeriod
from constellations.days_off.rules import YEARS_AHEAD, SchoolDays, days_off, school_holidays, years_of
from constellations.models import Service
from constellations.rules import Nation
from constellations.service.queries import own_service


@dataclass(frozen=True, slots=True)
class DaysPage:
    """What a service keeps: its days off of two years, the days of which it says something itself, and its terms."""

    nation: Nation
    days: Mapping[dt.date, str]
    own: Sequence[OwnDay]
    terms: Mapping[int, Sequence[SchoolDays]]


def days_page(viewer: Viewer) -> DaysPage:
    """The days off of the viewer's service, of this year and the next; raises NotFound for a viewer of none."""
    service = own_service(viewer)
    first, end = dt.date(viewer.today.year, 1, 1), dt.date(viewer.today.year + 2, 1, 1)
    periods = school_periods(viewer)
    terms = {year: [one for one in periods if one.school_year == year] for year in years_of(periods)}
    found = days_off_in(viewer, service.id, first, end)
    said = own_days(viewer, dt.date(viewer.today.year - 1, 1, 1), dt.date(viewer.today.year + YEARS_AHEAD + 1, 1, 1))
    return DaysPage(service.nation, found, said, terms)


def days_off_in(viewer: Viewer, service_id: uuid.UUID | None, first: dt.date, end: dt.date) -> Mapping[dt.date, str]:
    """The bank holidays of a service between two days (half-open), as it keeps them; one query."""
    here = and_(OwnDay.service_id == Service.id, OwnDay.day >= first, OwnDay.day < end)
    asked = select(Service.nation, OwnDay.day, OwnDay.words).outerjoin(OwnDay, here).where(Service.id == service_id)
    rows = session().execute(covering(viewer, asked, Service, through=(OwnDay,))).all()
    if not rows:
        return {}
    # Of a service that says nothing there is one row, without a day.
    own: dict[dt.date | None, str | None] = {row[1]: row[2] for row in rows}
    said = {day: words for day, words in own.items() if day is not None}
    return days_off(Nation(rows[0][0]), said, first, end)


def own_days(viewer: Viewer, first: dt.date, end: dt.date) -> Sequence[OwnDay]:
    """What the viewer's service says of days between two (half-open), in order."""
    asked = visible(viewer, OwnDay).where(OwnDay.service_id == viewer.service_id, OwnDay.day >= first, OwnDay.day < end)
    return session().scalars(asked.order_by(OwnDay.day)).all()


def school_periods(viewer: Viewer) -> tuple[SchoolDays, ...]:
    """All terms and holidays that the viewer's service has loaded, in order."""
    asked = visible(viewer, SchoolPeriod).where(SchoolPeriod.service_id == viewer.service_id)
    rows = session().scalars(asked.order_by(SchoolPeriod.first_on, SchoolPeriod.last_on, SchoolPeriod.name))
    return tuple(SchoolDays(row.name, row.first_on, row.last_on) for row in rows)


def school_holidays_in(viewer: Viewer, first: dt.date, end: dt.date) -> tuple[SchoolDays, ...]:
    """When the schools of the viewer's service are closed between two days (half-open), in order; one query."""
    return tuple(one for one in school_holidays(school_periods(viewer)) if one.first < end and one.last >= first)
