"""Reading the list of school terms that a council publishes: CSV with name, first and last, or iCalendar."""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping

from flask_babel import gettext

from constellations.core.calendar_file import entries_of
from constellations.core.calendar_values import DAY, Unreadable
from constellations.days_off.rules import MOST_PERIODS, BadTerms, SchoolDays, TermsTooLarge

COLUMNS = frozenset({"name", "first", "last"})
WRITTEN = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y")
LARGEST_FILE = 1_000_000
LONGEST_NAME = 80


def periods_read(content: bytes) -> list[SchoolDays]:
    """The terms and holidays of a file, in its order; raises BadTerms, and what reading a calendar file raises."""
    if len(content) > LARGEST_FILE:
        raise TermsTooLarge
    is_calendar = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR"
    return list(_from_calendar(content) if is_calendar else _from_csv(content))


def _from_calendar(content: bytes) -> Iterator[SchoolDays]:
    for number, entry in enumerate(entries_of(content), 1):
        if isinstance(entry, Unreadable):
            raise BadTerms(
                gettext("Entry %(number)s, %(title)s: %(why)s", number=number, title=entry.title, why=entry.why)
            )
        if entry.begins.at is not None or entry.rule is not None or entry.more:
            words = gettext("%(name)s is not a term: a term is whole days, once. Take it out of the file.")
            raise BadTerms(words % {"name": entry.title})
        if not entry.is_cancelled:
            last = entry.begins.day + dt.timedelta(minutes=entry.minutes - DAY)
            yield SchoolDays(entry.title[:LONGEST_NAME], entry.begins.day, last)


def _from_csv(content: bytes) -> Iterator[SchoolDays]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as unreadable:
        raise BadTerms(gettext("The file is neither CSV in UTF-8 nor iCalendar (.ics).")) from unreadable
    if "\x00" in text:
        raise BadTerms(gettext("The file is neither CSV in UTF-8 nor iCalendar (.ics)."))
    sheet = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=False)
    try:
        yield from _rows(sheet)
    except csv.Error as broken:
        raise BadTerms(gettext("The file is neither CSV in UTF-8 nor iCalendar (.ics).")) from broken


def _rows(sheet: "csv.DictReader[str]") -> Iterator[SchoolDays]:
    headings = [(name or "").strip().casefold() for name in sheet.fieldnames or ()]
    if not set(headings) >= COLUMNS:
        raise BadTerms(gettext("The first line must name the columns name, first and last."))
    sheet.fieldnames = headings
    for number, row in enumerate(sheet):
        if number > MOST_PERIODS:
            # What is left says no more than that it is too long.
            return
        if any((row.get(name) or "").strip() for name in COLUMNS):
            yield SchoolDays(_name(row), _day(row, "first", sheet.line_num), _day(row, "last", sheet.line_num))


def _name(row: Mapping[str, str | None]) -> str:
    printable = "".join(letter for letter in row.get("name") or "" if letter.isprintable())
    return " ".join(printable.split())[:LONGEST_NAME]


def _day(row: Mapping[str, str | None], column: str, line: int) -> dt.date:
    typed = (row.get(column) or "").strip()
    for written in WRITTEN:
        try:
            return dt.datetime.strptime(typed, written).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise BadTerms(gettext("Line %(line)s: write the day as 2026-10-26 or 26/10/2026.", line=line))
