"""Telling those whom an event is for what is new, within the transaction in which it happens.

Everybody hears of what is soon; of what is later those who said that they come, or maybe. One notice for each change,
however many dates it concerns; of a family's private time none. Each gives whether it told.
"""

import uuid
from collections.abc import Sequence

from flask_babel import gettext, ngettext

from constellations.access import Viewer
from constellations.core import clock
from constellations.core.database import session
from constellations.core.words import occasion_words
from constellations.events.models import Event, Occurrence
from constellations.events.rules import Circle, Length
from constellations.events.telling.queries import people_around, people_expected
from constellations.events.telling.rules import is_soon
from constellations.notices.actions import News, tell

Before = Sequence[Length]
"""When some dates were before they were changed, in the same order as the dates."""


def tell_planned(viewer: Viewer, event: Event, rows: Sequence[Occurrence]) -> bool:
    """Tell of an event that is new, where it begins soon."""
    return _tell(viewer, event, rows, gettext("New in the calendar: %(what)s."))


def tell_moved(viewer: Viewer, event: Event, rows: Sequence[Occurrence], before: Before) -> bool:
    """Tell of dates that take place at another time or place."""
    return _tell(viewer, event, rows, gettext("Changed in the calendar: %(what)s."), before)


def tell_called_off(viewer: Viewer, event: Event, rows: Sequence[Occurrence]) -> bool:
    """Tell of dates that are called off."""
    return _tell(viewer, event, rows, gettext("Called off: %(what)s."))


def tell_takes_place(viewer: Viewer, event: Event, rows: Sequence[Occurrence]) -> bool:
    """Tell of dates that were called off and take place after all."""
    return _tell(viewer, event, rows, gettext("It takes place after all: %(what)s."))


def _tell(viewer: Viewer, event: Event, rows: Sequence[Occurrence], words: str, before: Before = ()) -> bool:
    if event.circle is Circle.HOME:
        return False
    times = {row.id: Length(row.starts_on, row.starts_at, row.minutes) for row in rows}
    people = people_around(event) - _oneself(viewer)
    if not is_soon([*times.values(), *before], clock.now()):
        people &= people_expected(list(times))
    if not people:
        return False
    first = min(rows, key=lambda row: times[row.id].begins)
    when = occasion_words(first.starts_on, first.starts_at, first.minutes)
    what = gettext("%(title)s, %(when)s", title=first.title or event.title, when=when)
    if len(rows) > 1:
        what += ngettext(", and %(num)s more date", ", and %(num)s more dates", len(rows) - 1)
    # Each change gives a date or its event a new version: it is told once, and the next change again.
    session().flush()
    news = News(f"event {first.id} {event.version} {first.version}", words % {"what": what}, f"/events/{first.id}")
    tell(people, news)
    return True


def _oneself(viewer: Viewer) -> set[uuid.UUID]:
    return {viewer.person_id} if viewer.person_id else set()
