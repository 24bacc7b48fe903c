"""Planning events."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass, field

from constellations.access import Viewer, find
from constellations.activity.actions import record
from constellations.core.database import session, transaction
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle, EventKind, NotOneService, Pattern, Photos, dates_of, may_plan
from constellations.feeds.entries.actions import let_feeds_follow
from constellations.models import Constellation, Home
from constellations.permissions import Permission


@dataclass(frozen=True, slots=True)
class Wording:
    """What an event says about itself, whenever it is."""

    kind: EventKind
    title: str
    place: str = ""
    bring: str = ""
    words: str = ""
    capacity: int | None = None
    cost_pence: int | None = None
    photos: Photos = Photos.NONE


@dataclass(frozen=True, slots=True)
class Plan:
    """An event to be: whose calendar it stands in, on which dates, from when in wall time and for how many minutes.

    `constellations` are those of the circle of constellations, `home_id` the family of the circle of one home.
    """

    wording: Wording
    circle: Circle
    dates: Pattern
    starts_at: dt.time | None
    minutes: int
    constellations: Collection[uuid.UUID] = field(default_factory=tuple)
    home_id: uuid.UUID | None = None
    host_id: uuid.UUID | None = None
    uid: str | None = None


def plan_event(viewer: Viewer, plan: Plan) -> Event:
    """Put an event into a calendar, with every date on which it takes place; raises what its rules raise, NotFound."""
    viewer.must(Permission.PLAN_EVENTS)
    may_plan(plan.circle, is_staff=viewer.is_staff, is_hub_of_all=set(plan.constellations) <= viewer.hub_or_cover_of)
    dates = dates_of(plan.dates)
    with transaction() as here:
        service_id = _service_of(viewer, plan)
        event = Event(
            service_id=service_id,
            circle=plan.circle,
            home_id=plan.home_id,
            host_id=plan.host_id,
            starts_on=dates[0],
            starts_at=plan.starts_at,
            minutes=plan.minutes,
            repeats=plan.dates.repeats,
            until=plan.dates.until,
            times=plan.dates.times,
            uid=plan.uid,
            planned_by=viewer.person_id,
            **asdict(plan.wording),
        )
        here.add(event)
        here.flush()
        here.add_all(EventConstellation(event_id=event.id, constellation_id=one) for one in plan.constellations)
        add_occurrences(event, dates)
        let_feeds_follow(Event, event.id)
        record(viewer, "planned_event", event.id)
    return event


def _service_of(viewer: Viewer, plan: Plan) -> uuid.UUID:
    """The service of everything that a plan names, which the viewer sees; raises NotFound, and NotOneService."""
    named: set[uuid.UUID | None] = {find(viewer, Constellation, one).service_id for one in plan.constellations}
    named |= {find(viewer, Home, one).service_id for one in (plan.home_id, plan.host_id) if one is not None}
    named = named or {viewer.service_id}
    if len(named) > 1 or None in named:
        raise NotOneService
    return named.pop()  # type: ignore[return-value]  # none of them is none


def add_occurrences(event: Event, dates: Collection[dt.date]) -> None:
    """Give an event its dates, within a transaction."""
    session().add_all(
        Occurrence(event_id=event.id, planned_on=day, starts_on=day, starts_at=event.starts_at, minutes=event.minutes)
        for day in dates
    )
