"""Planning events."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType

from constellations.access import Viewer, find
from constellations.activity.actions import record
from constellations.core.database import session, transaction
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.planning.rules import (
    line_of,
    must_be_a_time,
    must_be_allowed,
    must_be_for_somebody,
    must_be_within_reach,
    title_of,
    words_of,
)
from constellations.events.queries import must_be_theirs_to_plan
from constellations.events.rules import Circle, EventKind, NotOneService, Pattern, Photos, dates_of
from constellations.events.telling.actions import tell_planned
from constellations.feeds.entries.actions import let_feeds_follow
from constellations.models import Constellation, Home, Service
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
class FromFile:
    """That an event comes from a calendar file: its name there, and the marks of its words and of each of its dates."""

    uid: str
    words: str
    dates: Mapping[dt.date, str]


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
    from_file: FromFile | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """What an event becomes, from a date of its series on: what it says, on which dates, when and for how long."""

    wording: Wording
    dates: Pattern
    starts_at: dt.time | None
    minutes: int
    host_id: uuid.UUID | None = None


def plan_event(viewer: Viewer, plan: Plan) -> Event:
    """Put an event into a calendar, with every date on which it takes place.

    Those whom it is for hear of it where it begins within two days. Raises what its rules raise, and NotFound.
    """
    with transaction():
        event, rows = put_down(viewer, plan)
        tell_planned(viewer, event, rows)
    return event


def put_down(viewer: Viewer, plan: Plan) -> tuple[Event, list[Occurrence]]:
    """The same, and nobody is told; gives the dates too."""
    viewer.must(Permission.PLAN_EVENTS)
    must_be_for_somebody(plan.circle, bool(plan.constellations), plan.home_id is not None)
    must_be_theirs_to_plan(viewer, plan.circle, plan.constellations, plan.home_id)
    dates = dates_of(plan.dates)
    must_be_a_time(dates[0], plan.starts_at, viewer.today)
    with transaction() as here:
        service_id = _service_of(viewer, plan)
        event = Event(
            service_id=service_id,
            circle=plan.circle,
            home_id=plan.home_id,
            host_id=plan.host_id,
            uid=plan.from_file.uid if plan.from_file else None,
            as_loaded=plan.from_file.words if plan.from_file else None,
            planned_by=viewer.person_id,
            **when_of(plan),
            **said_of(plan.wording, service_id, name_of_host(viewer, plan.host_id)),
        )
        here.add(event)
        here.flush()
        here.add_all(EventConstellation(event_id=event.id, constellation_id=one) for one in plan.constellations)
        rows = add_occurrences(event, dates, plan.from_file.dates if plan.from_file else {})
        here.flush()
        let_feeds_follow(Event, event.id)
        # A family's own time is nothing that others take part in.
        action = "planned_own_time" if plan.circle is Circle.HOME else "planned_event"
        record(viewer, action, event.id, service_id=service_id)
    return event, rows


def when_of(plan: Plan | Again) -> dict[str, object]:
    """The columns that say when an event is, and how it comes again."""
    return {
        "starts_on": dates_of(plan.dates)[0],
        "starts_at": plan.starts_at,
        "minutes": plan.minutes,
        "repeats": plan.dates.repeats,
        "until": plan.dates.until,
        "times": plan.dates.times,
        "of_month": plan.dates.of_month,
    }


def name_of_host(viewer: Viewer, host_id: uuid.UUID | None, present: uuid.UUID | None = None) -> str:
    """What the home that hosts is called, empty where none does; raises NotFound.

    The `present` host stays for whoever changes the event, also where that home has left and they see it no more.
    """
    if host_id is None:
        return ""
    return find(Viewer.system() if host_id == present else viewer, Home, host_id).name


def said_of(wording: Wording, service_id: uuid.UUID, host: str) -> dict[str, object]:
    """The columns of what an event says, tidied; with a host and no place it is at the host's home.

    Raises NoTitle, TooManyWords, OutOfRange, PhotosNotAllowed, NotFound.
    """
    must_be_within_reach(wording.capacity, wording.cost_pence)
    must_be_allowed(wording.photos, find(Viewer.system(), Service, service_id).photos_allowed)
    tidied = replace(
        wording,
        title=title_of(wording.title),
        place=line_of(wording.place, "place") or host,
        bring=line_of(wording.bring, "bring"),
        words=words_of(wording.words),
    )
    return asdict(tidied)


def _service_of(viewer: Viewer, plan: Plan) -> uuid.UUID:
    """The service of everything that a plan names, which the viewer sees; raises NotFound, and NotOneService."""
    named: set[uuid.UUID | None] = {find(viewer, Constellation, one).service_id for one in plan.constellations}
    named |= {find(viewer, Home, one).service_id for one in (plan.home_id, plan.host_id) if one is not None}
    named = named or {viewer.service_id}
    if len(named) > 1 or None in named:
        raise NotOneService
    return named.pop()  # type: ignore[return-value]  # none of them is none


def add_occurrences(
    event: Event, dates: Collection[dt.date], marks: Mapping[dt.date, str] = MappingProxyType({})
) -> list[Occurrence]:
    """Give an event its dates, within a transaction; what comes from a calendar file with the marks of them."""
    rows = [
        Occurrence(
            event_id=event.id,
            planned_on=day,
            known_as=day if day in marks else None,
            as_loaded=marks.get(day),
            starts_on=day,
            starts_at=event.starts_at,
            minutes=event.minutes,
        )
        for day in dates
    ]
    session().add_all(rows)
    return rows
