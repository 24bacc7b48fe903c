"""What becomes of the dates of a series that was changed: they stay, move, fall out or are added, and it is told."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from constellations.access import Viewer
from constellations.core import clock
from constellations.core.database import session
from constellations.events.actions import add_occurrences
from constellations.events.changing.queries import length_of, with_register
from constellations.events.changing.rules import fitted
from constellations.events.models import Event, Occurrence
from constellations.events.rules import Length, Pattern, dates_of
from constellations.events.telling.actions import Fit, tell_fitted


@dataclass(frozen=True, slots=True)
class Before:
    """What a series was before it was changed, so far as its dates follow it."""

    pattern: Pattern
    starts_at: dt.time | None
    minutes: int
    place: str


def fit_dates(viewer: Viewer, event: Event, rows: Sequence[Occurrence], before: Before) -> None:
    """Give dates to an event as its pattern wants them now, within a transaction, and tell of it.

    What has begun meanwhile, or has a register, stays as it was; so does when a date is that was changed by itself.
    """
    kept = with_register([row.id for row in rows])
    begun = [row for row in rows if row.id in kept or length_of(row).has_begun(clock.now())]
    ahead = {row.planned_on: row for row in rows if row not in begun}
    for row in begun:
        row.event_id = event.id
    series, days = set(dates_of(before.pattern)), {row.planned_on for row in begun}
    fit = fitted(
        [day for day in ahead if day in series],
        [day for day in ahead if day not in series],
        [day for day in dates_of(event.pattern) if day not in days],
        same_rhythm=before.pattern.repeats is event.repeats,
    )
    moved: list[tuple[Occurrence, Length]] = []
    for day, row in ahead.items():
        was = length_of(row)
        row.event_id, row.changed_at = event.id, clock.now()
        if day in fit.stays:
            _stay(event, row, fit.stays[day], follows=was == Length(day, before.starts_at, before.minutes))
            if day not in series:
                row.cancelled_at, row.called_off_why = None, ""
            if length_of(row) != was or (row.place is None and event.place != before.place):
                moved.append((row, was))
    fallen = [ahead[day] for day in fit.falls_out if ahead[day].cancelled_at is None]
    for row in fallen:
        row.cancelled_at = clock.now()
    added = add_occurrences(event, fit.is_new)
    session().flush()
    takes_place = any(row.cancelled_at is None for row in (*rows, *added))
    event.cancelled_at = None if takes_place else event.cancelled_at or clock.now()
    tell_fitted(viewer, event, Fit([one for one in moved if one[0].cancelled_at is None], fallen, added))


def _stay(event: Event, row: Occurrence, day: dt.date, *, follows: bool) -> None:
    row.planned_on = day
    if follows:
        row.starts_on, row.starts_at, row.minutes = day, event.starts_at, event.minutes
