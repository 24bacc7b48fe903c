"""Changing an event and calling it off: one date, it and those after it, or all that are still to come."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from sqlalchemy import update

from constellations.access import Viewer, covering, find, hold, visible
from constellations.activity.actions import record
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.words import occasion_words
from constellations.corrections import ChangedMeanwhile
from constellations.events.actions import Again, name_of_host, said_of, when_of
from constellations.events.changing import rules
from constellations.events.changing.fitting.actions import Before, fit_dates
from constellations.events.changing.queries import dates_as_values, length_of, seen_version
from constellations.events.changing.rules import Date, Scope
from constellations.events.models import Event, EventConstellation, Occurrence
from constellations.events.planning.rules import line_of, must_be_a_time, title_of
from constellations.events.queries import constellations_of, must_be_theirs_to_plan
from constellations.events.rules import Length, dates_of
from constellations.events.telling.actions import tell_called_off, tell_moved, tell_takes_place
from constellations.feeds.entries.actions import let_feeds_follow
from constellations.permissions import Permission


@dataclass(frozen=True, slots=True)
class Part:
    """Which date somebody looked at, the version they saw, and how much of its series they mean."""

    occurrence_id: uuid.UUID
    version: int
    scope: Scope = Scope.ALL


@dataclass(frozen=True, slots=True)
class OneDate:
    """What a single date of a series becomes; its other words are those of its series."""

    title: str
    place: str
    bring: str
    at: Length


@dataclass(frozen=True, slots=True)
class Held:
    """An event that nobody else changes meanwhile, its dates in the order of their series, and the one looked at."""

    event: Event
    rows: list[Occurrence]
    this: int

    @property
    def row(self) -> Occurrence:
        """The date that somebody looked at."""
        return self.rows[self.this]

    @property
    def dates(self) -> list[Date]:
        """The dates as the plain values that the rules take."""
        return dates_as_values(self.event, self.rows)


def change_date(viewer: Viewer, part: Part, wanted: OneDate) -> None:
    """Change one date of a series, and no other.

    Raises BegunAlready, IntoThePast, ChangedMeanwhile, NotYoursToPlan, NotFound, and as planning does.
    """
    viewer.must(Permission.PLAN_EVENTS)
    must_be_a_time(wanted.at.starts_on, wanted.at.starts_at, viewer.today)
    with transaction():
        held = _held(viewer, part, _said(wanted.at))
        event, row, before = held.event, held.row, length_of(held.row)
        rules.concerned(held.dates, held.this, Scope.THIS, clock.now())
        if wanted.at.has_begun(clock.now()):
            raise rules.IntoThePast
        place_before = row.place
        row.title = _own(title_of(wanted.title), event.title)
        row.place = _own(line_of(wanted.place, "place"), event.place)
        row.bring = _own(line_of(wanted.bring, "bring"), event.bring)
        row.starts_on, row.starts_at, row.minutes = wanted.at.starts_on, wanted.at.starts_at, wanted.at.minutes
        row.changed_at = clock.now()
        let_feeds_follow(Event, event.id)
        record(viewer, "changed_event", event.id, service_id=event.service_id)
        if row.cancelled_at is None and (wanted.at != before or row.place != place_before):
            tell_moved(viewer, event, [row], [before])


def change_event(viewer: Viewer, part: Part, wanted: Again) -> uuid.UUID:
    """Change an event, or a series from a date on; gives a date of it to look at.

    Dates that stay keep what people have answered, and what was changed of a single date stays as it is. Where dates
    before have begun, or are not meant, the series goes on from here as an event of its own. Raises as `change_date`.
    """
    viewer.must(Permission.PLAN_EVENTS)
    first_at = Length(dates_of(wanted.dates)[0], wanted.starts_at, wanted.minutes)
    must_be_a_time(first_at.starts_on, first_at.starts_at, viewer.today)
    with transaction():
        held = _held(viewer, part, _said(first_at))
        numbers = rules.concerned(held.dates, held.this, part.scope, clock.now())
        if first_at.has_begun(clock.now()):
            raise rules.IntoThePast
        wanted = replace(wanted, dates=rules.in_rhythm(wanted.dates, held.event.pattern))
        host = name_of_host(viewer, wanted.host_id, held.event.host_id)
        columns = when_of(wanted) | said_of(wanted.wording, held.event.service_id, host)
        before = Before(held.event.pattern, held.event.starts_at, held.event.minutes, held.event.place)
        first = rules.begins_at(held.dates, numbers[0])
        event = _from_here(viewer, held, first, columns | {"host_id": wanted.host_id})
        fit_dates(viewer, event, held.rows[first:], before)
        let_feeds_follow(Event, held.event.id, event.id)
        record(viewer, "changed_event", event.id, service_id=event.service_id)
        return held.rows[held.this if held.this in numbers else numbers[0]].id


def call_off(viewer: Viewer, part: Part, why: str = "") -> int:
    """Call dates off, with a reason or without; they stay to be read, and for a day can take place after all.

    Gives how many. Raises TooManyWords, CalledOffAlready, BegunAlready, NothingLeft, ChangedMeanwhile, NotYoursToPlan,
    NotFound.
    """
    viewer.must(Permission.PLAN_EVENTS)
    why = line_of(why, "why")
    with transaction():
        held = _held(viewer, part)
        rows = [held.rows[n] for n in rules.to_call_off(held.dates, held.this, part.scope, clock.now())]
        # One moment for all of them: by it they are known again as called off together.
        now = clock.now()
        for row in rows:
            row.cancelled_at, row.called_off_why = now, why
        if all(row.cancelled_at is not None for row in held.rows):
            held.event.cancelled_at = now
        let_feeds_follow(Event, held.event.id)
        record(viewer, "called_off_event", held.event.id, service_id=held.event.service_id)
        tell_called_off(viewer, held.event, rows, why)
        return len(rows)


def take_place(viewer: Viewer, part: Part) -> int:
    """Undo calling off: the date takes place after all, with those called off together with it. Gives how many.

    Raises TooLateToUndo, ChangedMeanwhile, NotYoursToPlan, NotFound.
    """
    viewer.must(Permission.PLAN_EVENTS)
    with transaction():
        held = _held(viewer, part)
        rows = [held.rows[n] for n in rules.to_take_place(held.dates, held.this, clock.now())]
        for row in rows:
            row.cancelled_at, row.called_off_why, row.changed_at = None, "", clock.now()
        held.event.cancelled_at = None
        let_feeds_follow(Event, held.event.id)
        record(viewer, "let_event_take_place", held.event.id, service_id=held.event.service_id)
        tell_takes_place(viewer, held.event, rows)
        return len(rows)


def _held(viewer: Viewer, part: Part, wanted: str = "") -> Held:
    """The event of a date, held until the commit, with the version that somebody saw."""
    seen = find(viewer, Occurrence, part.occurrence_id)
    event = hold(viewer, Event, seen.event_id)
    must_be_theirs_to_plan(viewer, event.circle, constellations_of(viewer, event.id), event.home_id)
    rows = visible(viewer, Occurrence).where(Occurrence.event_id == event.id)
    # Who keeps a register, or answers, holds dates too, in this order: nobody changes one from under the other.
    held = rows.order_by(Occurrence.starts_on, Occurrence.planned_on).with_for_update(key_share=True)
    in_any_order = session().scalars(held.execution_options(populate_existing=True))
    found = sorted(in_any_order, key=lambda row: row.planned_on)
    this = next((n for n, row in enumerate(found) if row.id == part.occurrence_id), None)
    if this is None or seen_version(event, found[this]) != part.version:
        now = _said(length_of(found[this])) if this is not None else event.title
        raise ChangedMeanwhile(now, wanted or now)
    return Held(event, found, this)


def _from_here(viewer: Viewer, held: Held, first: int, columns: dict[str, object]) -> Event:
    """The event with its new columns: itself, or where dates come before, one that goes on from it."""
    here, event = session(), held.event
    if first == 0:
        for column, value in columns.items():
            setattr(event, column, value)
        here.flush()
        return event
    kept = {column: getattr(event, column) for column in ("service_id", "circle", "home_id", "planned_by", "as_loaded")}
    goes_on = Event(follows_id=event.id, **kept, **columns)
    event.until, event.times = held.rows[first].planned_on - dt.timedelta(days=1), None
    here.add(goes_on)
    here.flush()
    # It counts on from the event that it follows, so that a page made before never seems to be of today, and what
    # calendars know of a date never seems to be older.
    counted = update(Event).where(Event.id == goes_on.id).values(version=event.version + 1)
    here.execute(covering(Viewer.system(), counted))
    theirs = constellations_of(viewer, event.id)
    here.add_all(EventConstellation(event_id=goes_on.id, constellation_id=one) for one in theirs)
    return goes_on


def _own(words: str, of_series: str) -> str | None:
    """What a date says by itself; none where that is what its series says."""
    return None if words == of_series else words


def _said(at: Length) -> str:
    return occasion_words(at.starts_on, at.starts_at, at.minutes)
