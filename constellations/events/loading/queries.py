"""What a calendar file would bring to the service of who hands it over."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.calendar_file import entries_of
from constellations.core.database import session
from constellations.events.loading.rules import Loaded, OneDate, Outcome, read_entries, steps_of
from constellations.events.models import Event, Occurrence


def outcome_of(viewer: Viewer, content: bytes) -> Outcome:
    """What would become of the events of a file; raises what reading one raises. Two queries at most."""
    read, refused, over = read_entries(entries_of(content), viewer.today)
    return Outcome(steps_of(read, loaded_before(viewer), viewer.today), tuple(refused), over)


def loaded_before(viewer: Viewer) -> Mapping[str, Loaded]:
    """The events of the viewer's service that came from a calendar file, with all their dates, by the name there."""
    asked = (
        select(Event, Occurrence)
        .join(Occurrence, Occurrence.event_id == Event.id)
        .where(Event.service_id == viewer.service_id, Event.uid.is_not(None))
        .order_by(Occurrence.planned_on)
    )
    events: dict[str, Event] = {}
    dates: dict[str, list[OneDate]] = defaultdict(list)
    for event, at in session().execute(covering(viewer, asked, Event, through=(Occurrence,))):
        events[event.uid or ""] = event
        dates[event.uid or ""].append(date_of(at))
    return {uid: Loaded(uid, event.title, event.place, event.words, tuple(dates[uid])) for uid, event in events.items()}


def date_of(at: Occurrence) -> OneDate:
    """A date of an event as a plain value."""
    is_cancelled = at.cancelled_at is not None
    return OneDate(at.planned_on, at.starts_on, at.starts_at, at.minutes, at.title, at.place, is_cancelled)
