"""What a calendar file would bring to the service of who hands it over."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import or_, select

from constellations.access import Viewer, covering
from constellations.core.calendar_file import entries_of
from constellations.core.database import session
from constellations.events.attendance.models import EventRegister
from constellations.events.loading.reading.rules import NOT_LOADED, Loaded, OneDate, read_entries
from constellations.events.loading.rules import Outcome, steps_of, whole_series
from constellations.events.models import Event, Occurrence
from constellations.events.rules import dates_of


def outcome_of(viewer: Viewer, content: bytes) -> Outcome:
    """What would become of the events of a file; raises what reading one raises. Two queries at most."""
    read, refused, over = read_entries(entries_of(content), viewer.today)
    known = loaded_before(viewer)
    read, without_series = whole_series(read, known)
    return Outcome(steps_of(read, known, viewer.today), (*refused, *without_series), over)


def loaded_before(viewer: Viewer) -> Mapping[str, Loaded]:
    """The events of the viewer's service that came from a calendar file, with all their dates, by the name there.

    Where people changed a series from a date on, with the events that go on from it. One query.
    """
    asked = (
        select(Event, Occurrence, EventRegister.occurrence_id)
        .join(Occurrence, Occurrence.event_id == Event.id)
        .outerjoin(EventRegister, EventRegister.occurrence_id == Occurrence.id)
        .where(Event.service_id == viewer.service_id, or_(Event.uid.is_not(None), Event.follows_id.is_not(None)))
        .order_by(Event.starts_on, Occurrence.planned_on)
    )
    events: dict[uuid.UUID, Event] = {}
    dates: dict[uuid.UUID, list[tuple[Occurrence, bool]]] = defaultdict(list)
    for event, at, register in session().execute(covering(viewer, asked, Event, through=(Occurrence, EventRegister))):
        events[event.id] = event
        dates[event.id].append((at, register is not None))
    heirs: dict[uuid.UUID, list[Event]] = defaultdict(list)
    for event in events.values():
        if event.follows_id is not None:
            heirs[event.follows_id].append(event)

    def parts(event: Event) -> Iterator[Loaded]:
        """An event, and all that go on from it."""
        yield _loaded(event, dates[event.id])
        for heir in heirs[event.id]:
            yield from parts(heir)

    found = (list(parts(event)) for event in events.values() if event.uid is not None)
    return {first.uid: replace(first, further=tuple(further)) for first, *further in found}


def _loaded(event: Event, rows: Sequence[tuple[Occurrence, bool]]) -> Loaded:
    return Loaded(
        event.uid or "",
        event.title,
        event.place,
        event.words,
        tuple(date_of(at, has_register=has_register) for at, has_register in rows),
        as_loaded=event.as_loaded if event.as_loaded or event.uid else NOT_LOADED,
        days=dates_of(event.pattern),
        taken=frozenset(at.planned_on for at, _ in rows),
        key=event.id,
    )


def date_of(at: Occurrence, *, has_register: bool = False) -> OneDate:
    """A date of an event as a plain value, by the day by which a file knows it; what people added by its own."""
    return OneDate(
        at.known_as or at.planned_on,
        at.starts_on,
        at.starts_at,
        at.minutes,
        at.title,
        at.place,
        at.cancelled_at is not None,
        at.as_loaded if at.known_as else NOT_LOADED,
        has_register,
    )
