"""Telling those whom an event is for what is new, within the transaction in which it happens.

Everybody hears of what is soon; of what is later those who said that they come, or maybe. One notice for each change,
however many dates it concerns; of a family's private time none. Each gives whether it told.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Fit:
    """What a change made of the dates of an event: those that moved, with when they were; called off; and new."""

    moved: Sequence[tuple[Occurrence, Length]]
    fallen: Sequence[Occurrence]
    added: Sequence[Occurrence]


def tell_planned(viewer: Viewer, event: Event, rows: Sequence[Occurrence]) -> bool:
    """Tell of an event that is new, where it begins soon."""
    return _tell(viewer, event, rows, gettext("New in the calendar: %(what)s."))


def tell_moved(viewer: Viewer, event: Event, rows: Sequence[Occurrence], before: Before) -> bool:
    """Tell of dates that take place at another time or place."""
    return _tell(viewer, event, rows, gettext("Changed in the calendar: %(what)s."), before)


def tell_called_off(viewer: Viewer, event: Event, rows: Sequence[Occurrence], why: str = "") -> bool:
    """Tell of dates that are called off, and why if somebody said so."""
    because = gettext("Why: %(why)s", why=why) if why else ""
    return _tell(viewer, event, rows, gettext("Called off: %(what)s."), because=because)


def tell_takes_place(viewer: Viewer, event: Event, rows: Sequence[Occurrence]) -> bool:
    """Tell of dates that were called off and take place after all."""
    return _tell(viewer, event, rows, gettext("It takes place after all: %(what)s."))


def tell_fitted(viewer: Viewer, event: Event, fit: Fit) -> None:
    """Tell once of what is nearest to people: what moved, else what is called off, else what is new."""
    told = tell_moved(viewer, event, [row for row, _ in fit.moved], [was for _, was in fit.moved])
    told = told or tell_called_off(viewer, event, fit.fallen)
    if not told:
        tell_planned(viewer, event, fit.added)


def tell_loaded(viewer: Viewer, new: Sequence[tuple[Event, Sequence[Occurrence]]]) -> None:
    """Tell of events that came to a service all at once: one notice of all that begin soon."""
    soon = [(event, row) for event, rows in new for row in rows if is_soon([row.length], clock.now())]
    if not soon:
        return
    event, row = min(soon, key=lambda one: one[1].length.begins)
    others = len({one.id for one, _ in soon}) - 1
    if not others:
        tell_planned(viewer, event, [at for _, at in soon])
        return
    what = _what(event, [row])
    what += ngettext(", and %(num)s more event", ", and %(num)s more events", others)
    news = News(f"events {row.id} {row.version}", gettext("New in the calendar: %(what)s.", what=what), "/calendar")
    tell(people_around(event) - _oneself(viewer), news)


def _tell(
    viewer: Viewer, event: Event, rows: Sequence[Occurrence], words: str, before: Before = (), because: str = ""
) -> bool:
    if event.circle is Circle.HOME:
        return False
    times = {row.id: Length(row.starts_on, row.starts_at, row.minutes) for row in rows}
    people = people_around(event) - _oneself(viewer)
    if not is_soon([*times.values(), *before], clock.now()):
        people &= people_expected(list(times), has_moved=bool(before))
    if not people:
        return False
    first = min(rows, key=lambda row: times[row.id].begins)
    said = " ".join(filter(None, (words % {"what": _what(event, rows)}, because)))
    # Each change gives a date or its event a new version: it is told once, and the next change again.
    session().flush()
    tell(people, News(f"event {first.id} {event.version} {first.version}", said, f"/events/{first.id}"))
    return True


def _what(event: Event, rows: Sequence[Occurrence]) -> str:
    """What some dates of an event are called, and when the first of them is."""
    first = min(rows, key=lambda row: row.length.begins)
    when = occasion_words(first.starts_on, first.starts_at, first.minutes)
    what = str(gettext("%(title)s, %(when)s", title=first.title or event.title, when=when))
    if len(rows) > 1:
        what += ngettext(", and %(num)s more date", ", and %(num)s more dates", len(rows) - 1)
    return what


def _oneself(viewer: Viewer) -> set[uuid.UUID]:
    return {viewer.person_id} if viewer.person_id else set()
