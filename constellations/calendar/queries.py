"""What stands in somebody's calendar."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import select

from constellations.access import Viewer, covering, visible
from constellations.calendar.declaration import sources
from constellations.calendar.rules import KINDS_SHOWN, Entry, EntryKind, Shown
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.core.words import day_words, listed_words, time_words
from constellations.days_off.queries import days_off_in, school_holidays_in
from constellations.events.models import Event, EventConstellation
from constellations.events.queries import OnTheCalendar, occurrences_in
from constellations.events.rules import Circle
from constellations.models import Constellation
from constellations.words import in_words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the calendar somebody looks at; `constellation` none: all that are theirs."""

    shown: Shown = Shown.ALL
    constellation: Constellation | None = None
    choices: tuple[Constellation, ...] = ()


def wanted_of(viewer: Viewer, shown: Shown, constellation_id: uuid.UUID | None) -> Wanted:
    """The same from what an address says; raises NotFound for a constellation that the viewer does not see."""
    found = tuple(session().scalars(visible(viewer, Constellation).order_by(Constellation.name, Constellation.key)))
    chosen = next((one for one in found if one.id == constellation_id), None)
    if constellation_id is not None and chosen is None:
        raise NotFound
    return Wanted(shown, chosen, found)


def entries_in(viewer: Viewer, first: dt.date, end: dt.date, wanted: Wanted) -> list[Entry]:
    """What stands between two days (half-open); a fixed number of queries."""
    kinds = KINDS_SHOWN[wanted.shown]
    found: list[Entry] = []
    if EntryKind.EVENT in kinds:
        found += _events(viewer, first, end, wanted)
    if EntryKind.DAY_OFF in kinds:
        found += _days_off(viewer, first, end)
    if EntryKind.NIGHTS in kinds:
        chosen = wanted.constellation.id if wanted.constellation else None
        found += [entry for source in sources() for entry in source(viewer, first, end, chosen)]
    return found


def _days_off(viewer: Viewer, first: dt.date, end: dt.date) -> list[Entry]:
    days = days_off_in(viewer, viewer.service_id, first, end)
    found = [Entry(EntryKind.DAY_OFF, day, day, words, line=gettext("bank holiday")) for day, words in days.items()]
    for one in school_holidays_in(viewer, first, end):
        until = gettext("no school until %(day)s", day=day_words(one.last))
        line = until if one.last > one.first else gettext("no school")
        found.append(Entry(EntryKind.SCHOOL, one.first, one.last, one.name, line=line))
    return found


def _events(viewer: Viewer, first: dt.date, end: dt.date, wanted: Wanted) -> list[Entry]:
    on = occurrences_in(viewer, first, end)
    theirs = _constellations_of(viewer, {one.event_id for one in on if one.circle is Circle.CONSTELLATIONS})
    if wanted.constellation:
        on = [
            one for one in on if one.circle is not Circle.CONSTELLATIONS or wanted.constellation in theirs[one.event_id]
        ]
    names_them = len(wanted.choices) > 1
    return [_event(one, theirs[one.event_id] if names_them else ()) for one in on]


def _event(one: OnTheCalendar, constellations: Collection[Constellation]) -> Entry:
    names = listed_words([each.name for each in constellations])
    said = (gettext("called off") if one.is_cancelled else "", in_words(one.kind), names, one.place)
    return Entry(
        kind=EntryKind.EVENT,
        first=one.starts_on,
        last=one.last_day,
        words=one.title,
        at=one.starts_at,
        when=time_words(one.starts_on, one.starts_at, one.minutes),
        line=", ".join(filter(None, said)),
        href=f"/events/{one.occurrence_id}",
        is_own=True,
        is_cancelled=one.is_cancelled,
    )


def _constellations_of(viewer: Viewer, event_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[Constellation]]:
    """For which of the constellations that the viewer sees each event is, by name."""
    asked = (
        select(EventConstellation.event_id, Constellation)
        .join(Constellation, Constellation.id == EventConstellation.constellation_id)
        .where(EventConstellation.event_id.in_(event_ids))
        .order_by(Constellation.name, Constellation.key)
    )
    found: dict[uuid.UUID, list[Constellation]] = defaultdict(list)
    for event_id, one in session().execute(
        covering(viewer, asked, EventConstellation, Constellation, through=(Event,))
    ):
        found[event_id].append(one)
    return found
