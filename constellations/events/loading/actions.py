"""Loading events from a calendar file: all of it or nothing."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, hold, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.events.actions import Plan, Wording, put_down
from constellations.events.loading.queries import date_of, outcome_of
from constellations.events.loading.rules import (
    Becomes,
    Loaded,
    NothingToLoad,
    OneDate,
    Outcome,
    pattern_of,
    settled,
)
from constellations.events.models import Event, Occurrence
from constellations.events.rules import Circle, EventKind, Length, Pattern
from constellations.events.telling.actions import Fit, tell_fitted, tell_loaded
from constellations.feeds.entries.actions import let_feeds_follow
from constellations.models import Service
from constellations.permissions import Permission


def load_events(viewer: Viewer, content: bytes, kind: EventKind) -> Outcome:
    """Put the events of a calendar file into the calendar of the viewer's service; those known are brought up to date.

    Of each that changed those concerned are told as of any other; of all that are new and soon everybody, once.
    What is new is of this kind. Raises NothingToLoad, and what reading the file raises.
    """
    viewer.must(Permission.LOAD_EVENTS)
    if viewer.service_id is None:
        raise NotFound
    with transaction():
        service = hold(viewer, Service, viewer.service_id)
        outcome = outcome_of(viewer, content)
        if not outcome.is_news:
            raise NothingToLoad
        for step in outcome.those(Becomes.CHANGED):
            known = visible(viewer, Event).where(Event.service_id == service.id, Event.uid == step.event.uid)
            event = session().scalars(known).one()
            tell_fitted(viewer, event, _settle(viewer, event, step.event))
        new = [(_planned(viewer, step.event, kind), step.event) for step in outcome.those(Becomes.NEW)]
        tell_loaded(viewer, [(event, _settle(viewer, event, loaded, is_new=True).added) for event, loaded in new])
        record(viewer, "loaded_events", service.id)
        audit(viewer, Change("loaded_events", "service", service.id, ["event", "occurrence"]), service.id)
    return outcome


def _planned(viewer: Viewer, event: Loaded, kind: EventKind) -> Event:
    first = event.dates[0]
    plan = Plan(
        Wording(kind, event.title, event.place, words=event.words),
        Circle.SERVICE,
        event.pattern or Pattern(first.planned_on),
        first.starts_at,
        first.minutes,
        uid=event.uid,
    )
    return put_down(viewer, plan)[0]


def _settle(viewer: Viewer, row: Event, event: Loaded, *, is_new: bool = False) -> Fit:
    """Make an event and its dates from today on what a file says of them; gives what that changed."""
    let_feeds_follow(Event, row.id)
    asked = select(Occurrence).where(Occurrence.event_id == row.id).order_by(Occurrence.planned_on)
    rows = {at.planned_on: at for at in session().scalars(covering(viewer, asked, Occurrence))}
    known = Loaded(event.uid, row.title, row.place, row.words, tuple(date_of(at) for at in rows.values()))
    were = () if is_new else rows.values()
    before = {at.id: _Was(at.length, at.cancelled_at is not None, _place(row, at)) for at in were}
    for one in settled(event, known, viewer.today):
        at = rows.setdefault(one.planned_on, Occurrence(event_id=row.id, planned_on=one.planned_on))
        if at in session() and date_of(at) != one:
            at.changed_at = clock.now()
        _say(at, one)
        session().add(at)
    if event.dates:
        row.title, row.place, row.words = event.title, event.place, event.words
    pattern = pattern_of(sorted(rows))
    if pattern is not None and len(rows) > len(known.dates):
        row.repeats, row.until, row.times = pattern.repeats, pattern.until, None
        row.starts_on = pattern.first
    session().flush()
    return _fit(row, list(rows.values()), before)


@dataclass(frozen=True, slots=True)
class _Was:
    """What is told of a date, as it was before a file was loaded."""

    at: Length
    is_cancelled: bool
    place: str


def _fit(event: Event, rows: Collection[Occurrence], before: Mapping[uuid.UUID, _Was]) -> Fit:
    on = [at for at in rows if at.cancelled_at is None]
    was_on = {key: was for key, was in before.items() if not was.is_cancelled}
    both = [(at, was_on[at.id]) for at in on if at.id in was_on]
    return Fit(
        moved=[(at, was.at) for at, was in both if (at.length, _place(event, at)) != (was.at, was.place)],
        fallen=[at for at in rows if at.cancelled_at is not None and at.id in was_on],
        added=[at for at in on if at.id not in was_on],
    )


def _place(event: Event, at: Occurrence) -> str:
    return event.place if at.place is None else at.place


def _say(at: Occurrence, one: OneDate) -> None:
    at.starts_on, at.starts_at, at.minutes = one.starts_on, one.starts_at, one.minutes
    at.title, at.place = one.title, one.place
    if one.is_cancelled != (at.cancelled_at is not None):
        at.cancelled_at, at.called_off_why = clock.now() if one.is_cancelled else None, ""
