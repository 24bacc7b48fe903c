"""Entries as text/calendar (RFC 5545, RFC 7986): plain values in, the very text out, written by `icalendar`."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from icalendar import Calendar, Event, vDuration, vRecur

from constellations.core.clock import LONDON

KIND = "text/calendar; charset=utf-8"

Wall = dt.datetime | dt.date
"""When something is on a London wall: a naive moment, or a whole day."""

REFRESHED_EVERY = dt.timedelta(hours=1)
"""How often calendars are asked to look again; most look when they like."""

LONDON_ZONE = "\r\n".join(
    (
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
        "BEGIN:DAYLIGHT",
        "DTSTART:19810329T010000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "TZNAME:BST",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19961027T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "TZNAME:GMT",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    )
)
"""London's clock, written by hand: the library's own puts the change of March an hour late, and some calendars then
show everything of March an hour early."""

END = b"END:VCALENDAR\r\n"

HERE = "\x1a"
"""Stands in texts for the address of Roost, which may move; no words hold it."""

LONGEST_LINE = 75
"""How many octets stand on a line (RFC 5545, 3.1)."""

_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters, the two line ends that only some programs take for such, and halves of a character."""


@dataclass(frozen=True, slots=True)
class Again:
    """How an entry comes again (RFC 5545, 3.3.10): so many times, on a day of the month or on its `nth` weekday."""

    frequency: str
    times: int
    interval: int = 1
    month_day: int | None = None
    weekday: str | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """One VEVENT: an entry itself, or one date of it that is otherwise (`replaces`: the date that its series gave it).

    `ends` is exclusive: of whole days the day after the last. `left_out` are dates of the series on which there is
    none, `added` those that it does not give. `is_busy` says whether one cannot be elsewhere meanwhile.
    `link` is a path within Roost.
    """

    starts: Wall
    ends: Wall
    title: str
    place: str = ""
    words: str = ""
    link: str = ""
    is_cancelled: bool = False
    is_busy: bool = True
    replaces: Wall | None = None
    again: Again | None = None
    left_out: tuple[Wall, ...] = ()
    added: tuple[Wall, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar shows as one thing, with all its dates; `uid` stays the same for ever."""

    uid: str
    instances: tuple[Instance, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """The how manyeth wording of an entry this is (the first is 0), and since when."""

    sequence: int
    changed_at: dt.datetime


def digest(entry: Entry) -> str:
    """What two entries have in common that say the same."""
    return hashlib.sha256(repr(entry).encode("utf-8", "backslashreplace")).hexdigest()


def rendered(entry: Entry, stamp: Stamp) -> bytes:
    """The text of an entry, in UTF-8; raises what the library raises where it cannot be written."""
    return b"".join(_event(entry.uid, one, stamp).to_ical() for one in entry.instances)


def calendar(name: str, texts: Iterable[bytes], public_url: str) -> bytes:
    """A whole calendar of entries that are rendered already, with the clock that their times are told by."""
    written = b"".join(((_head(name) + LONDON_ZONE).encode(), *texts, END))
    return written.replace(HERE.encode(), _folded(public_url.rstrip("/")))


def line(text: str) -> str:
    """Words that go on one line, without what no calendar can hold."""
    return " ".join(_ODD.sub(" ", text).split())


def lines(text: str) -> str:
    """Words of several lines, without what no calendar can hold."""
    return _ODD.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _folded(address: str) -> bytes:
    """An address as it begins a link; the path goes on in a line of its own, so that no line becomes too long."""
    room = LONGEST_LINE - len("URL:")
    return "".join(f"{address[start : start + room]}\r\n " for start in range(0, len(address), room)).encode()


@lru_cache(maxsize=256)
def _head(name: str) -> str:
    head = Calendar()
    head.add("prodid", "-//Roost//Roost//EN")
    head.add("version", "2.0")
    head.add("calscale", "GREGORIAN")
    for key in ("name", "x-wr-calname"):
        head.add(key, line(name))
    head.add("refresh-interval", vDuration(REFRESHED_EVERY), parameters={"VALUE": "DURATION"})
    head.add("x-published-ttl", vDuration(REFRESHED_EVERY))
    head.add("x-wr-timezone", LONDON.key)
    written: str = head.to_ical().decode()
    return written.removesuffix(END.decode())


def _event(uid: str, one: Instance, stamp: Stamp) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp.changed_at)
    event.add("last-modified", stamp.changed_at)
    event.add("sequence", stamp.sequence)
    event.add("dtstart", _told(one.starts))
    event.add("dtend", _told(one.ends))
    event.add("summary", line(one.title))
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if one.is_busy else "TRANSPARENT")
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    for key, words in (
        ("location", line(one.place)),
        ("description", lines(one.words)),
        ("url", one.link and HERE + one.link),
    ):
        if words:
            event.add(key, words)
    if one.replaces is not None:
        event.add("recurrence-id", _told(one.replaces))
    _add_dates(event, one)
    return event


def _add_dates(event: Event, one: Instance) -> None:
    if one.again is not None:
        event.add("rrule", _rule(one.again))
    for key, days in (("exdate", one.left_out), ("rdate", one.added)):
        if days:
            whole_days = {} if isinstance(one.starts, dt.datetime) else {"VALUE": "DATE"}
            event.add(key, [_told(day) for day in days], parameters=whole_days)


def _rule(again: Again) -> vRecur:
    rule: dict[str, object] = {"FREQ": again.frequency, "COUNT": again.times}
    if again.interval > 1:
        rule["INTERVAL"] = again.interval
    if again.month_day is not None:
        rule["BYMONTHDAY"] = again.month_day
    if again.weekday is not None:
        rule["BYDAY"] = again.weekday
    return vRecur(rule)


def _told(wall: Wall) -> Wall:
    """A moment with London's clock beside it; a whole day has none."""
    return wall.replace(tzinfo=LONDON) if isinstance(wall, dt.datetime) else wall
