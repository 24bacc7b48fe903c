"""Events as entries of a feed: a series is one entry, with every date that is otherwise beside it."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext
from sqlalchemy import ColumnElement, Select, false, select, true

from constellations.access import Viewer, covering, find, visible
from constellations.core.database import session
from constellations.core.settings import current_settings
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.queries import LONGEST
from constellations.events.rules import Circle, Length, Repeats, dates_of
from constellations.feeds.declaration import FeedSource
from constellations.feeds.ics import Again, Entry, Instance, Stamp, Wall, calendar, rendered
from constellations.feeds.rules import CircleKind, Content, Derived, EntryKind, Wording
from constellations.words import in_words

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says in one wording, of an event or of one date of it."""

    title: str
    place: str = ""
    words: str = ""
    link: str = ""


def derived_events(event_ids: Collection[uuid.UUID]) -> list[Derived]:
    """These events as they stand in feeds, in every wording; three queries."""
    everything = Viewer.system()
    events = session().scalars(visible(everything, Event).where(Event.id.in_(event_ids))).all()
    dates: dict[uuid.UUID, list[Occurrence]] = defaultdict(list)
    rows = visible(everything, Occurrence).where(Occurrence.event_id.in_(event_ids)).order_by(Occurrence.planned_on)
    for one in session().scalars(rows):
        dates[one.event_id].append(one)
    places: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    of = select(EventConstellation.event_id, EventConstellation.constellation_id)
    of = of.where(EventConstellation.event_id.in_(event_ids))
    for event_id, constellation_id in session().execute(covering(everything, of)):
        places[event_id].append(constellation_id)
    return [_derived(event, dates[event.id], places[event.id]) for event in events if dates[event.id]]


def entry_of(event: Event, dates: Sequence[Occurrence], wording: Wording) -> Entry:
    """An event in one wording; `dates` are all of it, in order."""
    is_single = event.repeats is Repeats.NEVER and len(dates) == 1
    main = _as_it_is(event, dates[0], wording) if is_single else _series(event, dates, wording)
    if is_off(event, dates):
        return Entry(str(event.id), (_called_off(main),))
    differing = [] if is_single else [one for one in dates if _differs(event, one)]
    others = (replace(_on(event, one, wording), replaces=_planned(event, one)) for one in differing)
    return Entry(str(event.id), (main, *others))


def file_of_date(viewer: Viewer, occurrence_id: uuid.UUID) -> bytes:
    """One date of an event by itself, in full words, for who wishes to keep only that; raises NotFound."""
    at = find(viewer, Occurrence, occurrence_id)
    event = find(viewer, Event, at.event_id)
    entry = Entry(str(at.id), (_on(event, at, Wording.WORDS),))
    changed = (event.planned_at, at.changed_at, at.cancelled_at)
    stamp = Stamp(event.version + at.version - 2, max(one for one in changed if one is not None))
    return calendar("Roost", [rendered(entry, stamp)], current_settings().public_url)


def is_off(event: Event, dates: Iterable[Occurrence]) -> bool:
    """Whether nothing is left of an event."""
    return event.cancelled_at is not None or all(one.cancelled_at is not None for one in dates)


def _derived(event: Event, dates: Sequence[Occurrence], places: Iterable[uuid.UUID]) -> Derived:
    staff = (CircleKind.WHOLE_SERVICE, event.service_id)
    circles = {
        Circle.CONSTELLATIONS: {*((CircleKind.CONSTELLATION, one) for one in places), staff},
        Circle.SERVICE: {(CircleKind.SERVICE, event.service_id)},
        Circle.HOME: {*((CircleKind.HOME, one) for one in [event.home_id] if one), staff},
    }
    return Derived(
        subject_id=event.id,
        kind=EntryKind.EVENT,
        service_id=event.service_id,
        circles=frozenset(circles[event.circle]),
        wordings={wording: entry_of(event, dates, wording) for wording in Wording},
        first_day=min(one.starts_on for one in dates),
        last_day=max(Length(one.starts_on, one.starts_at, one.minutes).last_day for one in dates),
        is_cancelled=is_off(event, dates),
    )


def _series(event: Event, dates: Sequence[Occurrence], wording: Wording) -> Instance:
    """The series itself: its first date, and how it comes again. Of what comes once now, its one date is the first;
    those that it had before are further ones."""
    given, planned = dates_of(event.pattern), {one.planned_on for one in dates}
    first = next((one for one in dates if one.planned_on == event.starts_on), dates[0])
    said = _said(event, None, first.id, wording)
    return Instance(
        *_from_to(event.starts_on, event.starts_at, event.minutes),
        title=said.title,
        place=said.place,
        words=said.words,
        link=said.link,
        again=None if event.repeats is Repeats.NEVER else _again(event, len(given)),
        left_out=tuple(_wall(day, event.starts_at) for day in given if day not in planned),
        added=tuple(_wall(day, event.starts_at) for day in sorted(planned - set(given))),
    )


def _on(event: Event, at: Occurrence, wording: Wording) -> Instance:
    """One date, called off where it is."""
    one = _as_it_is(event, at, wording)
    return one if at.cancelled_at is None else _called_off(one)


def _as_it_is(event: Event, at: Occurrence, wording: Wording) -> Instance:
    """One date, when it is and in its own words, whether or not it takes place."""
    said = _said(event, at, at.id, wording)
    return Instance(
        *_from_to(at.starts_on, at.starts_at, at.minutes),
        title=said.title,
        place=said.place,
        words=said.words,
        link=said.link,
    )


def _called_off(one: Instance) -> Instance:
    return replace(one, is_cancelled=True, title=gettext("Called off: %(title)s", title=one.title))


def _differs(event: Event, at: Occurrence) -> bool:
    planned = (at.planned_on, event.starts_at, event.minutes)
    own = (at.title, at.place, at.bring)
    return (at.starts_on, at.starts_at, at.minutes) != planned or own != (None,) * 3 or at.cancelled_at is not None


def _said(event: Event, at: Occurrence | None, occurrence_id: uuid.UUID, wording: Wording) -> Said:
    link = f"/events/{occurrence_id}"
    if wording is Wording.BUSY:
        return Said(gettext("Busy"))
    if wording is Wording.KIND:
        words = str(in_words(event.kind))
        return Said(words[:1].upper() + words[1:], link=link)
    bring = event.bring if at is None or at.bring is None else at.bring
    said = [gettext("Bring: %(what)s", what=bring)] if bring else []
    return Said(
        title=(at.title if at else None) or event.title,
        place=event.place if at is None or at.place is None else at.place,
        words="\n".join([*said, *filter(None, [event.words])]),
        link=link,
    )


def _again(event: Event, times: int) -> Again:
    if event.repeats is Repeats.MONTHLY_DAY:
        return Again("MONTHLY", times, month_day=event.starts_on.day)
    if event.repeats is Repeats.MONTHLY_WEEKDAY:
        return Again("MONTHLY", times, weekday=f"{event.pattern.nth}{WEEKDAYS[event.starts_on.weekday()]}")
    return Again("WEEKLY", times, interval=2 if event.repeats is Repeats.FORTNIGHTLY else 1)


def _planned(event: Event, at: Occurrence) -> Wall:
    return _wall(at.planned_on, event.starts_at)


def _wall(day: dt.date, at: dt.time | None) -> Wall:
    return day if at is None else dt.datetime.combine(day, at)


def _from_to(day: dt.date, at: dt.time | None, minutes: int) -> tuple[Wall, Wall]:
    ends = Length(day, at, minutes).ends
    return _wall(day, at), ends.date() if at is None else ends


def _seen(_viewer: Viewer, content: Content) -> ColumnElement[bool]:
    """All that they see."""
    return true() if content is Content.EVENTS else false()


def _about(child_or_home: uuid.UUID, first: dt.date) -> Select[uuid.UUID]:
    """A family's own: they stand in the feeds of its home."""
    return _lately(first).where(Event.home_id == child_or_home)


def _of_service(service_id: uuid.UUID, first: dt.date) -> Select[uuid.UUID]:
    return _lately(first).where(Event.service_id == service_id)


def _lately(first: dt.date) -> Select[uuid.UUID]:
    dates = select(Occurrence.event_id).where(Occurrence.starts_on > first - LONGEST)
    return select(Event.id).where(Event.id.in_(dates))


EVENT_FEED = FeedSource(
    subject=Event,
    kinds=frozenset({EntryKind.EVENT}),
    through=(EventConstellation, Occurrence),
    seen=_seen,
    derive=derived_events,
    about=_about,
    of_service=_of_service,
)
