"""Loading events from a calendar file: all of it or nothing."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, hold, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.events.actions import FromFile, Plan, Wording, put_down
from constellations.events.loading.queries import date_of, outcome_of
from constellations.events.loading.reading.rules import Loaded, OneDate, pattern_of
from constellations.events.loading.rules import Becomes, DateStep, Fate, NothingToLoad, Outcome, Step
from constellations.events.models import Event, Occurrence
from constellations.events.rules import Circle, EventKind, Length, Pattern, dates_of
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
            for number, event in _parts(viewer, step):
                tell_fitted(viewer, event, _settle(viewer, event, step, number))
        new = [(_planned(viewer, step.event, kind), step) for step in outcome.those(Becomes.NEW)]
        tell_loaded(viewer, [(event, _settle(viewer, event, step).added) for event, step in new])
        record(viewer, "loaded_events", service.id)
        audit(viewer, Change("loaded_events", "service", service.id, ["event", "occurrence"]), service.id)
    return outcome


def _parts(viewer: Viewer, step: Step) -> Iterator[tuple[int, Event]]:
    """The events as which a series stands that a file changes, by their places."""
    touched = {one.part for one in step.dates if one.fate not in (Fate.SAME, Fate.KEPT)} | set(step.reworded)
    for number, part in enumerate(step.known.parts if step.known else ()):
        if number in touched:
            yield number, session().scalars(visible(viewer, Event).where(Event.id == part.key)).one()


def _planned(viewer: Viewer, event: Loaded, kind: EventKind) -> Event:
    first = event.dates[0]
    usual = next((one for one in event.dates if one.starts_on == one.planned_on), first)
    plan = Plan(
        Wording(kind, event.title, event.place, words=event.words),
        Circle.SERVICE,
        event.pattern or Pattern(first.planned_on),
        usual.starts_at,
        usual.minutes,
        from_file=FromFile(event.uid, event.mark, {one.planned_on: one.mark for one in event.dates}),
    )
    return put_down(viewer, plan)[0]


def _settle(viewer: Viewer, event: Event, step: Step, part: int = 0) -> Fit:
    """Make an event and its dates from today on what a file says of them; gives what that changed."""
    let_feeds_follow(Event, event.id)
    asked = covering(viewer, select(Occurrence).where(Occurrence.event_id == event.id), Occurrence)
    # By the day by which the file knows each; what people added has only its own.
    rows = {date_of(at).planned_on: at for at in sorted(session().scalars(asked), key=lambda at: bool(at.known_as))}
    were = () if step.known is None else rows.values()
    before = {at.id: _Was(at.length, at.cancelled_at is not None, _place(event, at)) for at in were}
    new, now = set[dt.date](), clock.now()
    for one in step.dates:
        if one.part != part or one.fate is Fate.KEPT:
            continue
        day = (one.now or one.was or step.event.dates[0]).planned_on
        if day not in rows:
            rows[day] = Occurrence(event_id=event.id, planned_on=day)
            new.add(day)
        _date_as_in_file(rows[day], one, now)
    session().add_all(rows.values())
    _event_as_in_file(event, step, part, new)
    takes_place = any(at.cancelled_at is None for at in rows.values())
    event.cancelled_at = None if takes_place else event.cancelled_at or now
    session().flush()
    return _fit(event, list(rows.values()), before)


def _date_as_in_file(at: Occurrence, step: DateStep, now: dt.datetime) -> None:
    if step.now is None:
        at.cancelled_at = at.changed_at = now
        at.as_loaded = date_of(at).mark
    elif step.fate is not Fate.SAME or step.was == step.now:
        if at in session() and date_of(at) != step.now:
            at.changed_at = now
        _say(at, step.now, now)
        at.known_as, at.as_loaded = step.now.planned_on, step.now.mark


def _event_as_in_file(event: Event, step: Step, part: int, new: Collection[dt.date]) -> None:
    """Give an event the words of a file, and a pattern with the days that are new in it."""
    said = step.event
    if part in step.reworded:
        event.title, event.place, event.words, event.as_loaded = said.title, said.place, said.words, said.mark
    pattern = pattern_of(sorted({*dates_of(event.pattern), *new})) if new else None
    if pattern is not None:
        event.repeats, event.until, event.times = pattern.repeats, pattern.until, None
        event.starts_on, event.of_month = pattern.first, pattern.of_month


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


def _say(at: Occurrence, one: OneDate, now: dt.datetime) -> None:
    at.starts_on, at.starts_at, at.minutes = one.starts_on, one.starts_at, one.minutes
    at.title, at.place = one.title, one.place
    if one.is_cancelled != (at.cancelled_at is not None):
        at.cancelled_at, at.called_off_why = now if one.is_cancelled else None, ""
