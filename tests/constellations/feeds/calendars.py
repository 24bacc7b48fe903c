"""Entries for tests, and what an independent reader makes of the calendar that they are written into."""

import datetime as dt

import recurring_ical_events
from icalendar import Calendar

from constellations.feeds.ics import Again, Entry, Instance, Stamp, calendar, rendered

NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
STAMP = Stamp(3, NOON)

Seen = list[tuple[str, str, str, str]]
"""What somebody sees: when it begins and ends by a London wall, its title, and whether it is on."""


def at(written: str) -> dt.datetime:
    """A moment on a London wall."""
    return dt.datetime.fromisoformat(written)


def day(written: str) -> dt.date:
    """A date."""
    return dt.date.fromisoformat(written)


def weekly(title: str, first: str, times: int, *others: Instance, minutes: int = 90) -> Entry:
    """A series, with dates that are otherwise."""
    begins = at(first)
    main = Instance(begins, begins + dt.timedelta(minutes=minutes), title, again=Again("WEEKLY", times))
    return Entry(title, (main, *others))


def night(title: str, first: str, end: str) -> Entry:
    """A stay of whole days, the last one not included."""
    return Entry(title, (Instance(day(first), day(end), title, is_busy=False),))


def text_of(*entries: Entry, name: str = "Roost", public_url: str = "https://roost.example") -> bytes:
    """The calendar of some entries."""
    return calendar(name, [rendered(one, STAMP) for one in entries], public_url)


def shown(text: bytes, first: dt.date, end: dt.date) -> Seen:
    """What recurring-ical-events shows of a calendar between two days, in order."""
    read = Calendar.from_ical(text)
    events = recurring_ical_events.of(read, keep_recurrence_attributes=True).between(first, end)
    found = [
        (_wall(one["dtstart"].dt), _wall(one["dtend"].dt), str(one["summary"]), str(one.get("status", "")))
        for one in events
    ]
    return sorted(found)


def _wall(moment: dt.datetime | dt.date) -> str:
    if isinstance(moment, dt.datetime):
        return moment.replace(tzinfo=None).isoformat(timespec="minutes")
    return moment.isoformat()
