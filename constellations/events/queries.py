"""What is on, as somebody sees it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.events.models import Event, Occurrence
from constellations.events.rules import Circle, EventKind, Length


@dataclass(frozen=True, slots=True)
class OnTheCalendar:
    """One date of an event as a line of a calendar; `starts_on` and `starts_at` are Europe/London wall time."""

    occurrence_id: uuid.UUID
    event_id: uuid.UUID
    kind: EventKind
    circle: Circle
    title: str
    place: str
    starts_on: dt.date
    starts_at: dt.time | None
    minutes: int
    bring: str
    words: str
    is_cancelled: bool

    @property
    def last_day(self) -> dt.date:
        """The last day on which it goes on."""
        return Length(self.starts_on, self.starts_at, self.minutes).last_day


LONGEST = dt.timedelta(days=31)
"""No event goes on for longer: what began earlier is over."""


def occurrences_in(viewer: Viewer, first: dt.date, end: dt.date) -> list[OnTheCalendar]:
    """What goes on between two days (half-open) of what the viewer sees, called off or not, in order; one query."""
    rows = (
        select(Occurrence, Event)
        .join(Event, Event.id == Occurrence.event_id)
        .where(Occurrence.starts_on < end, Occurrence.starts_on > first - LONGEST)
        .order_by(Occurrence.starts_on, Occurrence.starts_at, Occurrence.id)
    )
    found = [_line(*row) for row in session().execute(covering(viewer, rows, Event, through=(Occurrence,)))]
    return [one for one in found if one.last_day >= first]


def on_the_calendar(viewer: Viewer, occurrence_id: uuid.UUID) -> OnTheCalendar:
    """One date of an event; raises NotFound."""
    row = select(Occurrence, Event).join(Event, Event.id == Occurrence.event_id).where(Occurrence.id == occurrence_id)
    found = session().execute(covering(viewer, row, Event, through=(Occurrence,))).one_or_none()
    if found is None:
        raise NotFound
    return _line(*found)


def _line(at: Occurrence, event: Event) -> OnTheCalendar:
    return OnTheCalendar(
        occurrence_id=at.id,
        event_id=event.id,
        kind=event.kind,
        circle=event.circle,
        title=at.title or event.title,
        place=event.place if at.place is None else at.place,
        starts_on=at.starts_on,
        starts_at=at.starts_at,
        minutes=at.minutes,
        bring=event.bring if at.bring is None else at.bring,
        words=event.words,
        is_cancelled=at.cancelled_at is not None,
    )
