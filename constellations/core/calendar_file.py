"""Reading a calendar file (RFC 5545) that somebody hands over: plain values, in little time, whatever is in it.

Only the entries are read, each by itself and in capped numbers; time zones of the file's own, alarms and all else are
left out before anything is parsed, for a rule in any of them may be made to keep a machine busy for ever.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from icalendar import Event

from constellations.core.calendar_values import (
    BROKEN,
    Begins,
    Read,
    Unreadable,
    begins_of,
    minutes_of,
    moments_of,
    rule_of,
    several_of,
    text_of,
)
from constellations.core.errors import RuleBroken, TooLarge
from constellations.core.recurrence import Recurrence

LARGEST_FILE = 1_000_000
"""In bytes: what a thousand entries and their words need, several times over."""

MOST_ENTRIES = 2_000
MOST_LINES = 400
"""Of one entry: what is left out of a series may stand in a line for each day."""

LONGEST_LINE = 10_000
DEEPEST = 6
LONGEST_NAME = 250
LONGEST_TITLE = 120
LONGEST_WORDS = 2_000
READ = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS"}
    | {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
)
"""The properties that are read; of each but these two an entry has one."""

SEVERAL = frozenset({"RDATE", "EXDATE"})
TEXTS = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION"})
_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")


class FileTooLarge(TooLarge):
    """A file larger than any calendar of a service."""

    about = "file"

    def __init__(self) -> None:
        super().__init__(gettext("The file is larger than 1 MB. Export a shorter time, or only the events you need."))


class TooManyEntries(RuleBroken):
    """A file with more entries than any calendar of a service."""

    about = "file"

    def __init__(self) -> None:
        words = gettext("There are more than %(most)s entries in the file. Export a shorter time.", most=MOST_ENTRIES)
        super().__init__(words)


class NoCalendarFile(RuleBroken):
    """A file that is something else, or was cut off."""

    about = "file"

    def __init__(self) -> None:
        super().__init__(gettext("This is no calendar file, or it is broken. Export it again as iCalendar (.ics)."))


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One entry of a calendar file, as it stands there.

    `more` and `left_out` are the dates added to its rule and taken from it; `stands_for` is the one of a series that
    it stands for. All three are moments in London; of an entry of whole days at midnight.
    """

    uid: str
    title: str
    place: str
    words: str
    begins: Begins
    minutes: int
    rule: Recurrence | None
    more: tuple[dt.datetime, ...]
    left_out: frozenset[dt.datetime]
    stands_for: dt.datetime | None
    is_cancelled: bool


def entries_of(content: bytes) -> Iterator[FileEntry | Unreadable]:
    """Every entry of a file in order, or why one cannot be taken.

    Raises FileTooLarge, TooManyEntries, NoCalendarFile.
    """
    for lines in _blocks(content):
        yield _read(lines)


def _read(lines: Sequence[str]) -> FileEntry | Unreadable:
    try:
        return _entry(lines)
    except Unreadable as refused:
        return _refused(refused.why, lines)
    except BROKEN:
        return _refused(gettext("It is broken."), lines)


def _refused(why: str, lines: Sequence[str]) -> Unreadable:
    said = (line.partition(":")[2] for line in lines if line[:8].upper().startswith(("SUMMARY:", "SUMMARY;")))
    return Unreadable(why, " ".join(next(said, "").split())[:LONGEST_TITLE])


def _blocks(content: bytes) -> list[list[str]]:
    """The lines of each entry that are read."""
    if len(content) > LARGEST_FILE:
        raise FileTooLarge
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as unreadable:
        raise NoCalendarFile from unreadable
    found: list[list[str]] = []
    inside: list[str] = []
    for line in _LINE_END.split(_CONTROL.sub(" ", _FOLD.sub("", text)).strip()):
        name = line.partition(":")[0].partition(";")[0].strip().upper()
        if name == "BEGIN":
            inside.append(line.partition(":")[2].strip().upper())
            if inside == ["VCALENDAR", "VEVENT"]:
                found.append([])
        elif name == "END":
            if not inside or inside.pop() != line.partition(":")[2].strip().upper():
                raise NoCalendarFile
        elif inside == ["VCALENDAR", "VEVENT"] and name in READ:
            found[-1].append(line)
        if (not inside and name != "END") or len(inside) > DEEPEST or inside[:1] not in ([], ["VCALENDAR"]):
            raise NoCalendarFile
        if len(found) > MOST_ENTRIES:
            raise TooManyEntries
    if inside:
        raise NoCalendarFile
    return found


def _entry(lines: Sequence[str]) -> FileEntry:
    if len(lines) > MOST_LINES:
        raise Unreadable(gettext("It has too many lines."))
    names = [line.partition(":")[0].partition(";")[0].strip().upper() for line in lines]
    if any(len(line) > LONGEST_LINE for name, line in zip(names, lines, strict=True) if name not in TEXTS):
        raise Unreadable(gettext("One of its lines is too long."))
    read = _parsed([line[:LONGEST_LINE] for line in lines])
    if any(isinstance(value, list) for name, value in read.items() if name not in SEVERAL):
        raise Unreadable(gettext("It says something twice."))
    uid = text_of(read, "UID", LONGEST_NAME + 1)
    if not uid or len(uid) > LONGEST_NAME:
        raise Unreadable(gettext("It has no name of its own (UID), so it would not be known again."))
    title = text_of(read, "SUMMARY", LONGEST_TITLE)
    if not title:
        raise Unreadable(gettext("It has no title."))
    begins = begins_of(read.get("DTSTART"))
    return FileEntry(
        uid=uid,
        title=title,
        place=text_of(read, "LOCATION", LONGEST_TITLE),
        words=text_of(read, "DESCRIPTION", LONGEST_WORDS),
        begins=begins,
        minutes=minutes_of(read, begins),
        rule=rule_of(read["RRULE"], begins) if "RRULE" in read else None,
        more=tuple(moments_of(several_of(read, "RDATE"))),
        left_out=frozenset(moments_of(several_of(read, "EXDATE"))),
        stands_for=_stands_for(read),
        is_cancelled=text_of(read, "STATUS", LONGEST_NAME).upper() == "CANCELLED",
    )


def _stands_for(read: Read) -> dt.datetime | None:
    """The date of its series that an entry stands for; raises Unreadable, also where it means those after it too."""
    if "RECURRENCE-ID" not in read:
        return None
    if "RANGE" in read["RECURRENCE-ID"].params:
        raise Unreadable(
            gettext("It changes a date and all after it (RANGE). End the series there, and let another one begin.")
        )
    return moments_of([read["RECURRENCE-ID"]])[0]


def _parsed(lines: Sequence[str]) -> Read:
    """The values of an entry as icalendar reads them, by name."""
    try:
        read = Event.from_ical("\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT")))
    except BROKEN as broken:
        raise Unreadable(gettext("It is broken.")) from broken
    if read.errors:
        name = read.errors[0][0]
        raise Unreadable(gettext("Its %(name)s cannot be read.", name=name) if name else gettext("It is broken."))
    return dict(read)
