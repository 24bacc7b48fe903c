"""Nights, visits, events, talk and beds of the homes of a constellation, as they are stored.

They are asked as the system, of a constellation that the viewer sees; what of them a reader is told, rules settle.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from constellations.access import Viewer, covering
from constellations.activity.models import Activity
from constellations.children.models import Placement
from constellations.core.clock import LONDON, london
from constellations.core.database import session
from constellations.events.attendance.models import Attendance, EventRegister
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle
from constellations.models import Constellation, Home, HomeTerms, Membership, holds_on
from constellations.rules import HomeStatus, Span
from messaging.declaration import talks_of_few
from sleepovers.models import Stay, StayNight
from sleepovers.picture.giving.rules import Slept, Visit
from sleepovers.picture.rules import Occasion, Place, Roster, talks
from sleepovers.picture.year.rules import Gathering, KeptBeds
from sleepovers.rules import NightState, StayState

EVERYTHING = Viewer.system()
OVER = (NightState.HAPPENED, NightState.PLANNED)
"""What was told, and what still waits to be; of a night that is over."""

WROTE = "talked"
"""A row of the activity log for each person, conversation and day."""

_DAY = dt.timedelta(days=1)


def roster_of(viewer: Viewer, constellation_id: uuid.UUID) -> Roster:
    """Every home that belonged to a constellation by today, as far as the viewer sees it."""
    asked = (
        select(Membership, Home.name)
        .join(Home, Home.id == Membership.home_id)
        .where(Membership.constellation_id == constellation_id, Membership.starts_on <= viewer.today)
        .order_by(Membership.starts_on, Home.name)
    )
    rows = session().execute(covering(viewer, asked, Membership, through=(Home,)))
    return Roster(tuple(Place(row.home_id, name, row.role, Span(row.starts_on, row.ends_on)) for row, name in rows))


def nights_of_homes(homes: Collection[uuid.UUID], days: Span) -> list[Slept]:
    """The nights of some days at these homes and of children who lived there; not those of a child at its own home."""
    on_the_night = and_(Placement.child_id == StayNight.child_id, holds_on(Placement, StayNight.night))
    asked = (
        select(StayNight, Placement.home_id)
        .outerjoin(Placement, on_the_night)
        .where(
            StayNight.night >= days.starts_on,
            StayNight.night < days.ends_on,
            StayNight.state.in_(OVER),
            or_(StayNight.home_id.in_(homes), _lived_there(StayNight.child_id, homes)),
        )
        .order_by(StayNight.night, StayNight.child_id)
    )
    rows = session().execute(covering(EVERYTHING, asked))
    found = {
        (row.child_id, row.night): Slept(
            row.night, row.home_id, family_id, row.state is NightState.HAPPENED, not row.over_capacity
        )
        for row, family_id in rows
    }
    return [slept for slept in found.values() if slept.family_id != slept.host_id]


def visits_to_homes(homes: Collection[uuid.UUID], days: Span) -> list[Visit]:
    """The stays of some days that happened and have no night, at these homes and of children who lived there."""
    that_day = and_(Placement.child_id == Stay.child_id, holds_on(Placement, Stay.arrive_on))
    nights = select(StayNight.stay_id).where(StayNight.stay_id == Stay.id).exists()
    asked = (
        select(Stay.id, Stay.arrive_on, Stay.host_id, Placement.home_id)
        .outerjoin(Placement, that_day)
        .where(
            Stay.arrive_on >= days.starts_on,
            Stay.arrive_on < days.ends_on,
            Stay.state == StayState.HAPPENED,
            ~nights,
            or_(Stay.host_id.in_(homes), _lived_there(Stay.child_id, homes)),
        )
        .order_by(Stay.arrive_on, Stay.id)
    )
    rows = session().execute(covering(EVERYTHING, asked))
    found = {stay_id: Visit(day, host_id, family_id) for stay_id, day, host_id, family_id in rows}
    return [visit for visit in found.values() if visit.family_id != visit.host_id]


def gatherings_of(constellation_id: uuid.UUID, days: Span) -> list[Gathering]:
    """The events of a constellation that took place in some days, in order, with the families of their registers.

    Those of a single family, and those of the whole service, are not among them.
    """
    asked = (
        select(Occurrence, Event, EventRegister.occurrence_id, Attendance)
        .join(Event, Event.id == Occurrence.event_id)
        .join(EventConstellation, EventConstellation.event_id == Event.id)
        .outerjoin(EventRegister, EventRegister.occurrence_id == Occurrence.id)
        .outerjoin(Attendance, Attendance.occurrence_id == EventRegister.occurrence_id)
        .where(
            EventConstellation.constellation_id == constellation_id,
            Event.circle == Circle.CONSTELLATIONS,
            Event.cancelled_at.is_(None),
            Occurrence.cancelled_at.is_(None),
            Occurrence.starts_on >= days.starts_on,
            Occurrence.starts_on < days.ends_on,
        )
        .order_by(Occurrence.starts_on, Occurrence.id)
    )
    rows = session().execute(covering(EVERYTHING, asked)).all()
    return [_gathering(list(of)) for _, of in groupby(rows, key=lambda row: row[0].id)]


def _gathering(rows: list[Row[Occurrence, Event, uuid.UUID, Attendance]]) -> Gathering:
    at, event, register, _ = rows[0]
    came = list(filter(None, (row[3] for row in rows)))
    return Gathering(
        day=at.starts_on,
        title=at.title or event.title,
        kind=event.kind,
        host_id=event.host_id,
        is_kept=register is not None,
        came=frozenset(one.home_id for one in came),
        adults=sum(one.adults for one in came),
        children=sum(one.children for one in came),
    )


def talk_of(homes: Collection[uuid.UUID], days: Span) -> list[Occasion]:
    """On which of some days people of these homes wrote in one conversation of two, or in one group."""
    midnight = dt.datetime.combine(days.starts_on, dt.time(), LONDON)
    asked = (
        select(Activity.subject_id, Activity.at, Activity.home_id)
        .where(
            Activity.home_id.in_(homes),
            Activity.action == WROTE,
            Activity.at >= midnight,
            Activity.subject_id.in_(talks_of_few()),
        )
        .distinct()
    )
    rows = session().execute(covering(EVERYTHING, asked))
    written = ((subject_id, london(at).date(), home_id) for subject_id, at, home_id in rows if subject_id and home_id)
    return talks(row for row in written if row[1] in days)


def beds_of(homes: Collection[uuid.UUID]) -> list[KeptBeds]:
    """The beds that these homes kept for visitors while they were active, since ever."""
    asked = select(HomeTerms).where(HomeTerms.home_id.in_(homes), HomeTerms.status == HomeStatus.ACTIVE)
    rows = session().scalars(covering(EVERYTHING, asked))
    return [KeptBeds(row.home_id, row.beds, Span(row.starts_on, row.ends_on)) for row in rows]


def with_children(homes: Collection[uuid.UUID], today: dt.date) -> frozenset[uuid.UUID]:
    """Those of some homes with which a child lives today."""
    asked = select(Placement.home_id).where(Placement.home_id.in_(homes), holds_on(Placement, today)).distinct()
    return frozenset(session().scalars(covering(EVERYTHING, asked)))


def first_record(constellation_id: uuid.UUID, homes: Collection[uuid.UUID]) -> dt.date | None:
    """The first night at one of these homes, or the first event of the constellation, whichever is older."""
    night = select(StayNight.night).where(StayNight.home_id.in_(homes)).order_by(StayNight.night).limit(1)
    event = (
        select(Occurrence.starts_on)
        .join(EventConstellation, EventConstellation.event_id == Occurrence.event_id)
        .where(EventConstellation.constellation_id == constellation_id)
        .order_by(Occurrence.starts_on)
        .limit(1)
    )
    row = session().execute(covering(EVERYTHING, select(night.scalar_subquery(), event.scalar_subquery()))).one()
    return min((day for day in row if day is not None), default=None)


def also_elsewhere(
    viewer: Viewer, constellation_id: uuid.UUID, homes: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[str, ...]]:
    """To which other constellations that the viewer sees these homes belong today, by name."""
    asked = (
        select(Membership.home_id, Constellation.name)
        .join(Constellation, Constellation.id == Membership.constellation_id)
        .where(
            Membership.home_id.in_(homes),
            Membership.constellation_id != constellation_id,
            holds_on(Membership, viewer.today),
        )
        .order_by(Membership.home_id, Constellation.name)
    )
    rows = session().execute(covering(viewer, asked, Membership, through=(Constellation,))).all()
    return {home_id: tuple(name for _, name in of) for home_id, of in groupby(rows, key=lambda row: row[0])}


def days_between(first: dt.date, last: dt.date) -> Span:
    """The days from one to another, both included."""
    return Span(first, last + _DAY)


def _lived_there(child: InstrumentedAttribute[uuid.UUID], homes: Iterable[uuid.UUID]) -> ColumnElement[bool]:
    return child.in_(select(Placement.child_id).where(Placement.home_id.in_(list(homes))))
