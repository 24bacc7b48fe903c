"""What is on, as somebody sees it."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.rules import Circle, EventKind, Length, may_plan


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
    called_off_why: str

    @property
    def last_day(self) -> dt.date:
        """The last day on which it goes on."""
        return Length(self.starts_on, self.starts_at, self.minutes).last_day


LONGEST = dt.timedelta(days=31)
"""No event goes on for longer: what began earlier is over."""


def occurrences_in(
    viewer: Viewer, first: dt.date, end: dt.date, constellation_id: uuid.UUID | None = None
) -> list[OnTheCalendar]:
    """What goes on between two days (half-open) of what the viewer sees, called off or not, in order; one query.

    With a constellation only what is for it.
    """
    rows = (
        select(Occurrence, Event)
        .join(Event, Event.id == Occurrence.event_id)
        .where(Occurrence.starts_on < end, Occurrence.starts_on > first - LONGEST)
        .order_by(Occurrence.starts_on, Occurrence.starts_at, Occurrence.id)
    )
    if constellation_id is not None:
        theirs = select(EventConstellation.event_id).where(EventConstellation.constellation_id == constellation_id)
        rows = rows.where(Event.id.in_(theirs))
    found = [
        _line(*row)
        for row in session().execute(covering(viewer, rows, Event, through=(Occurrence, EventConstellation)))
    ]
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
        called_off_why=at.called_off_why,
    )


def constellations_of(viewer: Viewer, event_id: uuid.UUID) -> set[uuid.UUID]:
    """The constellations that an event is for; none where it is for a service or a family."""
    asked = select(EventConstellation.constellation_id).where(EventConstellation.event_id == event_id)
    return set(session().scalars(covering(viewer, asked, EventConstellation)))


def must_be_theirs_to_plan(
    viewer: Viewer, circle: Circle, constellations: Collection[uuid.UUID], home_id: uuid.UUID | None
) -> None:
    """Raise NotYoursToPlan unless the viewer may plan and change what stands in this calendar."""
    may_plan(
        circle,
        is_staff=viewer.is_staff or viewer.is_system,
        is_hub_of_all=bool(constellations) and set(constellations) <= viewer.hub_or_cover_of,
        is_own_family=home_id is not None and home_id == viewer.home_id,
    )


def first_of_series(event: Event) -> uuid.UUID:
    """The event that a series began as, from which this one goes on; whoever sees one of a series sees all.

    What people say to each other about a series belongs to that one, so that nothing is lost where it goes on.
    """
    first = event
    while first.follows_id is not None:
        first = find(Viewer.system(), Event, first.follows_id)
    return first.id


def coming_up(viewer: Viewer, most: int, within: dt.timedelta) -> list[OnTheCalendar]:
    """What comes next of what the viewer sees and is not called off, today's first."""
    found = occurrences_in(viewer, viewer.today, viewer.today + within)
    return [one for one in found if not one.is_cancelled][:most]


def first_date_of(viewer: Viewer, event_id: uuid.UUID) -> uuid.UUID:
    """The first date of an event that the viewer sees; raises NotFound."""
    dates = visible(viewer, Occurrence).where(Occurrence.event_id == event_id).order_by(Occurrence.planned_on).limit(1)
    found = session().scalars(dates).one_or_none()
    if found is None:
        raise NotFound
    return found.id
