"""The facts of constellations' months: nights, visits, events with their registers, and what hubs wrote down.

A return says the same to all who read it, and to the file that is made of it. So its facts are read as they are, once
`queries.py` of returns has found that the viewer reads returns of this constellation and month.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from sqlalchemy import and_, or_, select

from constellations.access import Viewer, covering
from constellations.children.models import ChildStatusFrom
from constellations.core.clock import Month, months_from
from constellations.core.database import session
from constellations.events.attendance.models import Attendance, EventRegister
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle, Length
from constellations.keeping.queries import whole_since
from constellations.models import Constellation, Home, Membership, holds_on
from constellations.rules import HomeRole, Span
from sleepovers.models import Stay, StayNight
from sleepovers.returns.figures.facts import (
    SUPPORT_OF_EVENT,
    EventFact,
    Facts,
    HelpFact,
    MemberFact,
    NightFact,
    VisitFact,
)
from sleepovers.returns.models import SupportEntry
from sleepovers.rules import Moment, NightState, StayState, is_over

Key = tuple[uuid.UUID, Month]
"""A constellation and a month."""

SOURCES = frozenset({"event_registers", "support_log", "stays"})
"""The kinds of record of which figures are made, each kept for a time of its own."""

F = TypeVar("F")
Found = defaultdict[Key, list[F]]


def facts_of(constellations: Collection[Constellation], first: Month, last: Month, today: dt.date) -> dict[Key, Facts]:
    """Everything that is known of some constellations from one month to another; six queries, however many."""
    ids = [one.id for one in constellations]
    members = _members(ids)
    nights, unconfirmed = _nights(ids, first, last, today)
    visits = _visits(ids, first, last)
    events = _events(constellations, first, last, today)
    helps = _helps(ids, first, last)
    return {
        key: Facts(
            nights=tuple(nights[key]),
            visits=tuple(visits[key]),
            events=tuple(events[key]),
            helps=tuple(helps[key]),
            members=tuple(members[one.id]),
            unconfirmed=unconfirmed[key],
            closed_on=one.closed_on,
        )
        for one in constellations
        for key in ((one.id, month) for month in months_from(first, last))
    }


def facts_since(service_ids: Collection[uuid.UUID], today: dt.date) -> dict[uuid.UUID, dt.date]:
    """By service the day from which all that figures are made of is still kept; of before, less is known than was."""
    return whole_since(SOURCES, service_ids, today)


def _members(ids: Collection[uuid.UUID]) -> defaultdict[uuid.UUID, list[MemberFact]]:
    found: defaultdict[uuid.UUID, list[MemberFact]] = defaultdict(list)
    asked = select(Membership, Home.name).join(Home, Home.id == Membership.home_id)
    asked = asked.where(Membership.constellation_id.in_(ids)).order_by(Home.name, Membership.starts_on)
    for row, home in session().execute(covering(Viewer.system(), asked)):
        span = Span(row.starts_on, row.ends_on)
        found[row.constellation_id].append(MemberFact(row.home_id, home, row.role, span))
    return found


def _nights(
    ids: Collection[uuid.UUID], first: Month, last: Month, today: dt.date
) -> tuple[Found[NightFact], defaultdict[Key, int]]:
    """Nights that happened in homes that were members that night, and how many nobody has said anything of."""
    at_the_time = and_(Membership.home_id == StayNight.home_id, holds_on(Membership, StayNight.night))
    of_the_night = and_(ChildStatusFrom.child_id == StayNight.child_id, holds_on(ChildStatusFrom, StayNight.night))
    asked = (
        select(
            Membership.constellation_id,
            Membership.role,
            StayNight.night,
            StayNight.child_id,
            StayNight.state,
            Stay.kind,
            ChildStatusFrom.status,
        )
        .select_from(StayNight)
        .join(Stay, Stay.id == StayNight.stay_id)
        .join(Membership, at_the_time)
        .outerjoin(ChildStatusFrom, of_the_night)
        .where(
            Membership.constellation_id.in_(ids),
            StayNight.night >= first.first,
            StayNight.night < last.end,
            StayNight.state.in_((NightState.HAPPENED, NightState.PLANNED)),
        )
    )
    found: Found[NightFact] = defaultdict(list)
    unconfirmed: defaultdict[Key, int] = defaultdict(int)
    for constellation_id, role, night, child_id, state, kind, status in session().execute(
        covering(Viewer.system(), asked)
    ):
        key, fact = (constellation_id, Month.of(night)), NightFact(night, child_id, role is HomeRole.HUB, kind, status)
        if state is NightState.HAPPENED:
            found[key].append(fact)
        else:
            unconfirmed[key] += fact.support is not None and is_over(night, today)
    return found, unconfirmed


def _visits(ids: Collection[uuid.UUID], first: Month, last: Month) -> Found[VisitFact]:
    at_the_time = and_(Membership.home_id == Stay.host_id, holds_on(Membership, Stay.arrive_on))
    of_the_day = and_(ChildStatusFrom.child_id == Stay.child_id, holds_on(ChildStatusFrom, Stay.arrive_on))
    asked = (
        select(Membership.constellation_id, Membership.role, Stay, ChildStatusFrom.status)
        .select_from(Stay)
        .join(Membership, at_the_time)
        .outerjoin(ChildStatusFrom, of_the_day)
        .where(
            Membership.constellation_id.in_(ids),
            Stay.arrive_on >= first.first,
            Stay.arrive_on < last.end,
            Stay.depart_on == Stay.arrive_on,
            Stay.state == StayState.HAPPENED,
        )
    )
    found: Found[VisitFact] = defaultdict(list)
    for constellation_id, role, stay, status in session().execute(covering(Viewer.system(), asked)):
        journey = Moment(stay.arrive_on, stay.arrive_at), Moment(stay.depart_on, stay.depart_at)
        key = constellation_id, Month.of(stay.arrive_on)
        found[key].append(VisitFact(stay.id, stay.child_id, role is HomeRole.HUB, *journey, status))
    return found


def _events(constellations: Collection[Constellation], first: Month, last: Month, today: dt.date) -> Found[EventFact]:
    """Dates of events of the constellations, and of those of their services that have a register; two queries."""
    ids, services = [one.id for one in constellations], {one.service_id for one in constellations}
    own = and_(Event.circle == Circle.CONSTELLATIONS, EventConstellation.constellation_id.in_(ids))
    wide = and_(
        Event.circle == Circle.SERVICE, Event.service_id.in_(services), EventRegister.occurrence_id.is_not(None)
    )
    asked = (
        select(Occurrence, Event, EventConstellation.constellation_id, EventRegister.occurrence_id)
        .select_from(Occurrence)
        .join(Event, Event.id == Occurrence.event_id)
        .outerjoin(EventConstellation, EventConstellation.event_id == Event.id)
        .outerjoin(EventRegister, EventRegister.occurrence_id == Occurrence.id)
        .where(
            Occurrence.starts_on >= first.first,
            Occurrence.starts_on < last.end,
            Occurrence.cancelled_at.is_(None),
            # What begins today may still begin.
            or_(Occurrence.starts_on < today, EventRegister.occurrence_id.is_not(None)),
            or_(own, wide),
        )
    )
    came = _attendance(ids, first, last)
    found: Found[EventFact] = defaultdict(list)
    for at, event, constellation_id, register in session().execute(covering(Viewer.system(), asked)):
        is_own = event.circle is Circle.CONSTELLATIONS
        fact = _event(at, event, register is not None, is_own, came.get(at.id, {}))
        theirs = [one.id for one in constellations if one.service_id == event.service_id]
        for key in [constellation_id] if is_own else theirs:
            found[key, Month.of(at.starts_on)].append(fact)
    return found


def _event(
    at: Occurrence, event: Event, has_register: bool, is_own: bool, came: Mapping[uuid.UUID, tuple[int, int]]
) -> EventFact:
    last = Length(at.starts_on, at.starts_at, at.minutes).last_day
    minutes = None if at.starts_at is None else at.minutes
    return EventFact(at.id, event.kind, at.starts_on, last, minutes, has_register, is_own, came)


def _attendance(
    ids: Collection[uuid.UUID], first: Month, last: Month
) -> dict[uuid.UUID, dict[uuid.UUID, tuple[int, int]]]:
    """By date of an event the homes that came, with how many adults and children."""
    theirs = select(Membership.home_id).where(Membership.constellation_id.in_(ids))
    asked = (
        select(Attendance)
        .join(Occurrence, Occurrence.id == Attendance.occurrence_id)
        .where(Occurrence.starts_on >= first.first, Occurrence.starts_on < last.end, Attendance.home_id.in_(theirs))
    )
    found: dict[uuid.UUID, dict[uuid.UUID, tuple[int, int]]] = {}
    for one in session().scalars(covering(Viewer.system(), asked)):
        found.setdefault(one.occurrence_id, {})[one.home_id] = one.adults, one.children
    return found


def _helps(ids: Collection[uuid.UUID], first: Month, last: Month) -> Found[HelpFact]:
    asked = select(SupportEntry).where(
        SupportEntry.constellation_id.in_(ids), SupportEntry.month >= first, SupportEntry.month <= last
    )
    found: Found[HelpFact] = defaultdict(list)
    for one in session().scalars(covering(Viewer.system(), asked)):
        fact = HelpFact(one.helped_on, one.help, one.home_id, one.times, one.minutes)
        found[one.constellation_id, one.month].append(fact)
    return found


def without_register(
    constellation_id: uuid.UUID, month: Month, today: dt.date
) -> Iterator[tuple[uuid.UUID, str, dt.date]]:
    """The dates of a constellation's events that are over and have no register: id, title and day, in order."""
    asked = (
        select(Occurrence.id, Occurrence.title, Event.title, Occurrence.starts_on)
        .join(Event, Event.id == Occurrence.event_id)
        .join(EventConstellation, EventConstellation.event_id == Event.id)
        .outerjoin(EventRegister, EventRegister.occurrence_id == Occurrence.id)
        .where(
            EventConstellation.constellation_id == constellation_id,
            Event.circle == Circle.CONSTELLATIONS,
            Event.kind.in_(SUPPORT_OF_EVENT),
            Occurrence.starts_on >= month.first,
            Occurrence.starts_on < min(month.end, today),
            Occurrence.cancelled_at.is_(None),
            EventRegister.occurrence_id.is_(None),
        )
        .order_by(Occurrence.starts_on, Occurrence.id)
    )
    for key, own_title, title, day in session().execute(covering(Viewer.system(), asked)):
        yield key, own_title or title, day
