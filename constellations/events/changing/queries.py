"""The dates of an event as those see them who change it."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, visible
from constellations.core import clock
from constellations.core.database import session
from constellations.events.attendance.models import EventRegister
from constellations.events.changing.rules import Date, Scope, concerned
from constellations.events.models import Event, Occurrence
from constellations.events.planning.queries import Named, hosts_of
from constellations.events.queries import constellations_of, must_be_theirs_to_plan
from constellations.events.rules import Length, dates_of
from constellations.models import Service


def seen_version(event: Event, row: Occurrence) -> int:
    """What a page says it was made from: both versions only ever rise, so their sum stays only where both do.

    A date that goes on in another event raises its own, and that event begins above the one that it follows.
    """
    return event.version + row.version


def length_of(row: Occurrence) -> Length:
    """When a date is, as the plain value that the rules take."""
    return Length(row.starts_on, row.starts_at, row.minutes)


def dates_as_values(event: Event, rows: Sequence[Occurrence]) -> list[Date]:
    """The dates of an event as the plain values that the rules take."""
    series, kept = set(dates_of(event.pattern)), with_register([row.id for row in rows])
    return [
        Date(row.planned_on, length_of(row), row.cancelled_at, row.planned_on not in series, row.id in kept)
        for row in rows
    ]


def with_register(occurrence_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of some dates whose register is kept, whoever asks: they took place."""
    kept = select(EventRegister.occurrence_id).where(EventRegister.occurrence_id.in_(occurrence_ids))
    return set(session().scalars(covering(Viewer.system(), kept)))


@dataclass(frozen=True, slots=True)
class Changeable:
    """A date of an event and its whole event, as far as somebody may change them.

    `since` is the first day from which on a series is changed, and `times` how often it still comes from there.
    """

    occurrence_id: uuid.UUID
    event: Event
    title: str
    place: str
    bring: str
    at: Length
    version: int
    since: dt.date
    times: int
    hosts: Named
    photos_allowed: bool


def changeable(viewer: Viewer, occurrence_id: uuid.UUID, scope: Scope) -> Changeable:
    """What may be changed, with how much of it is meant; raises NotYoursToPlan, BegunAlready, NothingLeft, NotFound."""
    at = find(viewer, Occurrence, occurrence_id)
    event = find(viewer, Event, at.event_id)
    must_be_theirs_to_plan(viewer, event.circle, constellations_of(viewer, event.id), event.home_id)
    rows = visible(viewer, Occurrence).where(Occurrence.event_id == event.id).order_by(Occurrence.planned_on)
    dates = dates_as_values(event, found := list(session().scalars(rows)))
    numbers = concerned(dates, next(n for n, row in enumerate(found) if row.id == at.id), scope, clock.now())
    return Changeable(
        occurrence_id=at.id,
        event=event,
        title=at.title or event.title,
        place=event.place if at.place is None else at.place,
        bring=event.bring if at.bring is None else at.bring,
        at=length_of(at),
        version=seen_version(event, at),
        since=dates[numbers[0]].planned_on,
        times=len(numbers),
        hosts=hosts_of(viewer, event),
        photos_allowed=find(viewer, Service, event.service_id).photos_allowed,
    )
