"""The lists of terms that councils publish, and what is none."""

import datetime as dt

import pytest

from constellations.core.errors import RuleBroken
from constellations.days_off.rules import SchoolDays, TermsTooLarge
from constellations.days_off.terms_file import LARGEST_FILE, periods_read

HALF_TERM = SchoolDays("Half term", dt.date(2026, 10, 26), dt.date(2026, 10, 30))


def calendar(*lines: str) -> bytes:
    """A calendar file with one entry."""
    text = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:a", *lines, "END:VEVENT", "END:VCALENDAR"))
    return text.encode()


@pytest.mark.parametrize(
    "content",
    [
        b"name,first,last\nHalf term,2026-10-26,2026-10-30\n",
        b"\xef\xbb\xbfFirst,Last,Name,Notes\r\n26/10/2026,30/10/2026, Half  term ,x\r\n,,,\r\n",
        b"name,first,last\nHalf term,26 October 2026,30 October 2026",
        calendar("SUMMARY:Half term", "DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261031"),
    ],
)
def test_a_list_is_read_however_it_is_written(content: bytes) -> None:
    assert periods_read(content) == [HALF_TERM]


def test_what_is_called_off_is_no_term() -> None:
    assert periods_read(calendar("SUMMARY:Half term", "DTSTART;VALUE=DATE:20261026", "STATUS:CANCELLED")) == []


def test_no_more_lines_are_read_than_can_be_taken() -> None:
    content = b"name,first,last\n" + b"Half term,2026-10-26,2026-10-30\n" * 20_000
    assert len(periods_read(content)) == 101


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(TermsTooLarge, match="larger than 1 MB"):
        periods_read(b"x" * (LARGEST_FILE + 1))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\xff\xfe", "neither CSV"),
        (b"name,first,last\nx\x00,2026-10-26,2026-10-30", "neither CSV"),
        (b"name,first,last\n" + b"x" * 200_000 + b",2026-10-26,2026-10-30", "neither CSV"),
        (b"", "first line must name"),
        (b"term,begins,ends\n", "first line must name"),
        (b"name,first,last\nHalf term,26.10.,2026-10-30\n", "Line 2: write the day as"),
        (b"name,first,last\nHalf term,2026-10-26\n", "Line 2: write the day as"),
        (calendar("SUMMARY:Half term"), "Entry 1, Half term: It does not say when"),
        (calendar("SUMMARY:Half term", "DTSTART:20261026T090000"), "Half term is not a term"),
        (calendar("SUMMARY:Half term", "DTSTART;VALUE=DATE:20261026", "RRULE:FREQ=DAILY"), "is not a term"),
        (calendar("SUMMARY:Half term", "DTSTART;VALUE=DATE:20261026", "RDATE;VALUE=DATE:20261027"), "is not a term"),
        (calendar("SUMMARY:x", "DTSTART;VALUE=DATE:20261026", "RRULE:FREQ=DAILY;WKST=1MO"), "does not know"),
        (b"BEGIN:VCALENDAR\r\n", "no calendar file"),
    ],
)
def test_what_is_no_list_of_terms_is_refused_in_plain_words(content: bytes, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        periods_read(content)


def test_hostile_words_are_kept_as_words() -> None:
    (read,) = periods_read('name,first,last\n"=cmd|x <script>\u2028",2026-10-26,2026-10-30\n'.encode())
    assert read.name == "=cmd|x <script>"
