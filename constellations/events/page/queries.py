"""An event as its page shows it: facts, the other dates of its series, what it cost, and what its reader may do."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, visible
from constellations.budget.queries import SpendLine, spent_for
from constellations.budget.rules import Spent, cost_per_person
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import RoostError
from constellations.events.attendance.queries import people_who_came
from constellations.events.changing.queries import dates_as_values, seen_version
from constellations.events.changing.rules import Date, Scope, concerned, to_take_place
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.planning.rules import allowed_photos
from constellations.events.queries import OnTheCalendar, first_of_series, must_be_theirs_to_plan, on_the_calendar
from constellations.events.rules import Circle, NotYoursToPlan, Photos, Repeats
from constellations.events.telling.queries import events_around
from constellations.models import Constellation, Home, Service
from constellations.permissions import Permission

MOST_DATES = 12
"""How many dates of a series its page lists; the others stand in the calendar."""


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One date of a series that is still to come."""

    occurrence_id: uuid.UUID
    starts_on: dt.date
    starts_at: dt.time | None
    minutes: int
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Money:
    """What an event was thought to cost and has cost, in pence, whose budgets the reader may write to, and who came."""

    planned_pence: int | None
    lines: tuple[SpendLine, ...]
    budgets: tuple[tuple[uuid.UUID, str], ...]
    people: int

    @property
    def spent_pence(self) -> int:
        """What was spent and not taken back."""
        return sum(line.row.amount_pence for line in self.lines if line.row.taken_back_at is None)

    @property
    def each_pence(self) -> int | None:
        """What it cost for each person who came by its register, in whole pence; none where nothing says so."""
        return cost_per_person([Spent(self.spent_pence, self.people)]) if self.spent_pence else None


@dataclass(frozen=True, slots=True)
class EventPage:
    """One date of an event, with its whole event.

    `scopes` are how much of it the reader may change now, none where nothing; `talk_id` is what the conversation about
    it belongs to, none where the reader is not in that; `money` is none for who reads no budget.
    """

    event: OnTheCalendar
    version: int
    for_whom: tuple[str, ...]
    host: str | None
    capacity: int | None
    photos: Photos
    repeats: Repeats
    ahead: tuple[SeriesLine, ...]
    scopes: tuple[Scope, ...]
    may_undo: bool
    talk_id: uuid.UUID | None
    money: Money | None

    @property
    def is_series(self) -> bool:
        """Whether it comes again."""
        return self.repeats is not Repeats.NEVER


def event_page(viewer: Viewer, occurrence_id: uuid.UUID) -> EventPage:
    """One date of an event; raises NotFound."""
    at = find(viewer, Occurrence, occurrence_id)
    event = find(viewer, Event, at.event_id)
    rows = session().scalars(visible(viewer, Occurrence).where(Occurrence.event_id == event.id)).all()
    rows = sorted(rows, key=lambda row: row.planned_on)
    around = _constellations(viewer, event)
    dates, this = dates_as_values(event, rows), next(n for n, row in enumerate(rows) if row.id == at.id)
    is_theirs = _is_theirs(viewer, event, [key for key, _ in around])
    return EventPage(
        event=on_the_calendar(viewer, occurrence_id),
        version=seen_version(event, at),
        for_whom=_for_whom(viewer, event, [name for _, name in around]),
        host=find(Viewer.system(), Home, event.host_id).name if event.host_id else None,
        capacity=event.capacity,
        photos=allowed_photos(event.photos, find(viewer, Service, event.service_id).photos_allowed),
        repeats=event.repeats,
        ahead=_ahead(rows, dates),
        scopes=tuple(one for one in Scope if is_theirs and _may_change(dates, this, one, event.repeats)),
        may_undo=is_theirs and _may_undo(dates, this),
        talk_id=_talk_id(viewer, event),
        money=_money(viewer, event, at, around),
    )


def _constellations(viewer: Viewer, event: Event) -> list[tuple[uuid.UUID, str]]:
    """The constellations that an event is for; their names are no secret to who sees the event."""
    named = (
        select(Constellation.id, Constellation.name)
        .join(EventConstellation, EventConstellation.constellation_id == Constellation.id)
        .where(EventConstellation.event_id == event.id)
        .order_by(Constellation.name)
    )
    rows = session().execute(covering(viewer, named, EventConstellation, through=(Constellation,)))
    return [(key, name) for key, name in rows]


def _for_whom(viewer: Viewer, event: Event, names: Sequence[str]) -> tuple[str, ...]:
    if event.circle is Circle.HOME and event.home_id and not viewer.is_carer:
        return (find(Viewer.system(), Home, event.home_id).name,)
    return tuple(names)


def _ahead(rows: Sequence[Occurrence], dates: Sequence[Date]) -> tuple[SeriesLine, ...]:
    found = sorted(
        (row for row, one in zip(rows, dates, strict=True) if not one.is_out and not one.has_begun(clock.now())),
        key=lambda row: row.starts_on,
    )
    return tuple(
        SeriesLine(row.id, row.starts_on, row.starts_at, row.minutes, row.cancelled_at is not None)
        for row in found[:MOST_DATES]
    )


def _is_theirs(viewer: Viewer, event: Event, constellations: Sequence[uuid.UUID]) -> bool:
    if not viewer.may(Permission.PLAN_EVENTS):
        return False
    try:
        must_be_theirs_to_plan(viewer, event.circle, constellations, event.home_id)
    except NotYoursToPlan:
        return False
    return True


def _may_change(dates: Sequence[Date], this: int, scope: Scope, repeats: Repeats) -> bool:
    if dates[this].cancelled_at is not None or (scope is not Scope.ALL and repeats is Repeats.NEVER):
        return False
    try:
        concerned(dates, this, scope, clock.now())
    except RoostError:
        return False
    return True


def _may_undo(dates: Sequence[Date], this: int) -> bool:
    try:
        to_take_place(dates, this, clock.now())
    except RoostError:
        return False
    return True


def _talk_id(viewer: Viewer, event: Event) -> uuid.UUID | None:
    mine = events_around(viewer).where(Event.id == event.id)
    if not viewer.may(Permission.TALK) or session().scalars(covering(Viewer.system(), mine)).first() is None:
        return None
    return first_of_series(event)


def _money(viewer: Viewer, event: Event, at: Occurrence, around: Sequence[tuple[uuid.UUID, str]]) -> Money | None:
    near = viewer.hub_of if viewer.is_carer else viewer.constellation_ids
    theirs = tuple(one for one in around if viewer.sees_whole_service or one[0] in near)
    if not theirs or not viewer.may(Permission.SEE_BUDGET):
        return None
    budgets = theirs if viewer.may(Permission.KEEP_BUDGET) else ()
    return Money(event.cost_pence, tuple(spent_for(viewer, at.id)), budgets, people_who_came(viewer, at.id))
