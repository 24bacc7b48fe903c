"""What stands in one entry of a calendar file (RFC 5545), as plain values: when, how long, and how it comes again."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from constellations.core.clock import LONDON
from constellations.core.recurrence import Every, Recurrence

LONGEST = 31 * 24 * 60
"""In minutes: no event goes on for longer."""

AN_HOUR = 60
DAY = 24 * 60
MOST_STEPS = 1_000
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100

UNDERSTOOD = frozenset(
    {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "UNTIL", "COUNT", "WKST", "SKIP"}
)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")


BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
"""What icalendar, and the values it gives, may raise of an entry that keeps no rule."""


class Unreadable(Exception):
    """One entry that cannot be taken: its title where it has one, and why, for who handed the file over."""

    def __init__(self, why: str, title: str = "") -> None:
        super().__init__(why)
        self.why, self.title = why, title


@dataclass(frozen=True, slots=True)
class Begins:
    """When something begins: on the wall of a zone; without a time a whole day, without a zone on London's wall."""

    day: dt.date
    at: dt.time | None
    zone: dt.tzinfo | None = None

    @property
    def moment(self) -> dt.datetime:
        """The same as a moment on the wall of its zone."""
        return dt.datetime.combine(self.day, self.at or dt.time())

    def in_london(self) -> dt.datetime:
        """The moment that a London wall shows then, naive.

        A time that the clocks skip is told as they went before: 01:30 is half past two (RFC 5545, 3.3.5).
        """
        if self.at is None:
            return self.moment
        instant = self.moment.replace(tzinfo=self.zone or LONDON).astimezone(dt.UTC)
        return instant.astimezone(LONDON).replace(tzinfo=None)

    def moved_to(self, day: dt.date) -> "Begins":
        """The same on another day."""
        return Begins(day, self.at, self.zone)


Read = dict[str, Any]
"""The properties of an entry as icalendar reads them, by name."""


def text_of(read: Read, name: str, longest: int) -> str:
    """A text on one line, for it stands in lists."""
    return " ".join(str(read.get(name, "")).split())[:longest].strip()


def several_of(read: Read, name: str) -> list[Any]:
    """All dates of a property that an entry may have several of."""
    value = read.get(name, [])
    given = value if isinstance(value, list) else [value]
    return [one for each in given for one in each.dts]


def begins_of(value: Any) -> Begins:  # noqa: ANN401  # a value of icalendar's
    """When something begins; raises Unreadable."""
    moment = getattr(value, "dt", None)
    if isinstance(moment, dt.date) and not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise Unreadable(gettext("Its year, %(year)s, is too far away.", year=moment.year))
    if isinstance(moment, dt.datetime):
        zone = moment.tzinfo
        if zone is None and value.params.get("TZID"):
            raise Unreadable(gettext("Its time zone, %(zone)s, is not known.", zone=str(value.params["TZID"])[:60]))
        return Begins(moment.date(), moment.time().replace(tzinfo=None, second=0, microsecond=0), zone)
    if isinstance(moment, dt.date):
        return Begins(moment, None)
    raise Unreadable(gettext("It does not say when it begins."))


def moments_of(values: Sequence[Any]) -> list[dt.datetime]:
    """Moments on a London wall; raises Unreadable."""
    return [begins_of(value).in_london() for value in values]


def minutes_of(read: Read, begins: Begins) -> int:
    """How long it lasts on a London wall; without an end an hour, or a day; raises Unreadable."""
    if "DTEND" in read:
        ends = begins_of(read["DTEND"])
        if (ends.at is None) != (begins.at is None):
            raise Unreadable(gettext("It begins at a time and ends on a day, or the other way round."))
        lasts = ends.in_london() - begins.in_london()
    elif "DURATION" in read:
        given = getattr(read["DURATION"], "dt", None)
        if not isinstance(given, dt.timedelta):
            raise Unreadable(gettext("It does not say how long it lasts."))
        lasts = given
    else:
        lasts = dt.timedelta(minutes=DAY if begins.at is None else AN_HOUR)
    minutes = int(lasts.total_seconds() // 60)
    if minutes < 0 or (minutes == 0 and begins.at is None):
        raise Unreadable(gettext("It ends before it begins."))
    if minutes > LONGEST or (begins.at is None and minutes % DAY):
        raise Unreadable(gettext("It goes on for longer than a month, or for part of a day."))
    return minutes or AN_HOUR


def rule_of(value: Any, begins: Begins) -> Recurrence:  # noqa: ANN401  # a value of icalendar's
    """How it comes again; raises Unreadable for what nobody plans a gathering by."""
    said = {name: given if isinstance(given, list) else [given] for name, given in value.items()}
    every = str(said.get("FREQ", [""])[0]).upper()
    weekdays = [_WEEKDAY.fullmatch(str(each).upper()) for each in said.get("BYDAY", [])]
    is_plain = set(said) <= UNDERSTOOD and every in set(Every) and None not in weekdays
    numbers = [*said.get("BYMONTHDAY", []), *said.get("BYSETPOS", []), *said.get("BYMONTH", [])]
    interval, times = int(said.get("INTERVAL", [1])[0]), said.get("COUNT", [None])[0]
    days = tuple((int(one[1]) if one[1] else None, WEEKDAYS.index(one[2])) for one in weekdays if one)
    by_nth = any(nth is not None for nth, _ in days)
    is_odd = (by_nth and every in ("DAILY", "WEEKLY")) or (every == "YEARLY" and bool(days) and "BYMONTH" not in said)
    week_begins = str(said.get("WKST", ["MO"])[0]).upper()
    is_odd = is_odd or str(said.get("SKIP", ["OMIT"])[0]).upper() != "OMIT" or week_begins not in WEEKDAYS
    if not is_plain or is_odd or not 1 <= interval <= MOST_STEPS or any(not 0 < abs(int(n)) <= 366 for n in numbers):
        raise Unreadable(gettext("It comes again in a way that Roost does not know."))
    return Recurrence(
        every=Every(every),
        interval=interval,
        weekdays=days,
        month_days=tuple(int(one) for one in said.get("BYMONTHDAY", [])),
        months=tuple(one for one in map(int, said.get("BYMONTH", [])) if 0 < one <= 12),
        positions=tuple(int(one) for one in said.get("BYSETPOS", [])),
        until=_until(said["UNTIL"][0], begins) if "UNTIL" in said else None,
        times=None if times is None else int(times),
        week_begins=WEEKDAYS.index(week_begins),
    )


def _until(last: Any, begins: Begins) -> dt.datetime:  # noqa: ANN401  # a value of icalendar's
    """The last moment on the wall of the rule's zone; one that is a day is over at its end; raises Unreadable."""
    if not isinstance(last, dt.date):
        raise Unreadable(gettext("It comes again until no day or moment."))
    if not isinstance(last, dt.datetime):
        return dt.datetime.combine(last, dt.time.max)
    is_near = EARLIEST_YEAR <= last.year <= LATEST_YEAR
    there = last.astimezone(begins.zone or LONDON) if last.tzinfo and is_near else last
    return there.replace(tzinfo=None)
