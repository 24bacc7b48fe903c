"""A calendar file is read whatever made it; what is hostile or broken ends in a sentence, and soon."""

import contextlib
import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constellations.core import calendar_file as files
from constellations.core.calendar_file import FileEntry, entries_of
from constellations.core.calendar_values import Unreadable
from constellations.core.errors import RuleBroken
from constellations.core.recurrence import ComesTooOften, days_of

SATURDAY = "DTSTART;TZID=Europe/London:20261017T140000"


def calendar(*entries: str, before: str = "") -> bytes:
    """A file with entries of these lines."""
    body = "".join(f"BEGIN:VEVENT\r\n{lines.strip()}\r\nEND:VEVENT\r\n" for lines in entries)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{before}{body}END:VCALENDAR\r\n".encode()


def entry(*lines: str, title: str = "Picnic") -> FileEntry:
    """What is read of one entry."""
    (found,) = entries_of(calendar("\r\n".join(("UID:a@x", f"SUMMARY:{title}", *lines))))
    assert isinstance(found, FileEntry), found
    return found


def why_not(*lines: str) -> str:
    """Why one entry is not taken."""
    (found,) = entries_of(calendar("\r\n".join(lines)))
    assert isinstance(found, Unreadable)
    return found.why


@pytest.mark.parametrize(
    ("begins", "london"),
    [
        (SATURDAY, "2026-10-17T14:00"),
        ("DTSTART:20261017T140000", "2026-10-17T14:00"),
        ("DTSTART:20261017T130000Z", "2026-10-17T14:00"),
        ("DTSTART:20261031T140000Z", "2026-10-31T14:00"),
        ("DTSTART:20261017T233000Z", "2026-10-18T00:30"),
        ("DTSTART;TZID=America/New_York:20261017T090000", "2026-10-17T14:00"),
        # In the week between the clocks of Europe and of America New York is four hours behind.
        ("DTSTART;TZID=America/New_York:20261027T090000", "2026-10-27T13:00"),
        ("DTSTART;TZID=GMT Standard Time:20261017T140000", "2026-10-17T14:00"),
        ("DTSTART;VALUE=DATE:20261017", "2026-10-17T00:00"),
        # The clocks skip from one to two on that night, and show from one to two twice on this.
        ("DTSTART:20270328T013000", "2027-03-28T02:30"),
        ("DTSTART;TZID=Europe/London:20270328T013000", "2027-03-28T02:30"),
        ("DTSTART:20261025T013000", "2026-10-25T01:30"),
    ],
)
def test_when_it_begins_is_said_by_a_london_wall(begins: str, london: str) -> None:
    assert entry(begins).begins.in_london() == dt.datetime.fromisoformat(london)


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        ((SATURDAY, "DTEND;TZID=Europe/London:20261017T170000"), 180),
        ((SATURDAY, "DTEND:20261017T160000Z"), 180),
        ((SATURDAY, "DURATION:PT1H30M"), 90),
        ((SATURDAY,), 60),
        ((SATURDAY, "DTEND;TZID=Europe/London:20261017T140000"), 60),
        (("DTSTART;VALUE=DATE:20261017",), 1440),
        (("DTSTART;VALUE=DATE:20261017", "DTEND;VALUE=DATE:20261019"), 2880),
        (("DTSTART;VALUE=DATE:20261017", "DURATION:P2D"), 2880),
        # Over the night on which the clocks go back a wall shows two hours from midnight to two.
        (("DTSTART:20261025T000000", "DTEND:20261025T020000"), 120),
    ],
)
def test_how_long_it_lasts(lines: tuple[str, ...], minutes: int) -> None:
    assert entry(*lines).minutes == minutes


def test_words_are_unfolded_unescaped_and_stand_on_one_line() -> None:
    found = entry(
        SATURDAY, "LOCATION:Village\\, hall", "DESCRIPTION:Bring\\n\\n cake\\; and", "  tea 🎉", title="Te i\r\n bawb"
    )
    assert (found.title, found.place, found.words) == ("Te ibawb", "Village, hall", "Bring cake; and tea 🎉")


def test_a_series_says_how_it_comes_what_is_added_and_left_out_and_what_stands_instead() -> None:
    found = entry(SATURDAY, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20261024T130000Z", "RDATE:20261020T140000")
    assert found.rule is not None
    assert found.rule.times == 3
    assert found.left_out == {dt.datetime.fromisoformat("2026-10-24T14:00")}
    assert found.more == (dt.datetime.fromisoformat("2026-10-20T14:00"),)
    instead = entry(SATURDAY, "RECURRENCE-ID;TZID=Europe/London:20261017T140000", "STATUS:cancelled")
    assert (instead.stands_for, instead.is_cancelled) == (dt.datetime.fromisoformat("2026-10-17T14:00"), True)


def test_what_stands_around_entries_is_left_out() -> None:
    rule = "BEGIN:STANDARD\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD"
    bomb = f"BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n{rule}\r\nEND:VTIMEZONE\r\n"
    alarm = "BEGIN:VALARM\r\nSUMMARY:Wake\r\nTRIGGER:-PT1H\r\nEND:VALARM"
    (found,) = entries_of(calendar(f"UID:a\r\nSUMMARY:Picnic\r\n{SATURDAY}\r\n{alarm}", before=bomb))
    assert isinstance(found, FileEntry)
    assert (found.title, found.begins.at) == ("Picnic", dt.time(14))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("SUMMARY:x", SATURDAY), "no name of its own"),
        ((f"UID:{'u' * 251}", "SUMMARY:x", SATURDAY), "no name of its own"),
        (("UID:a", SATURDAY), "no title"),
        (("UID:a", "SUMMARY:\x00 \x07", SATURDAY), "no title"),
        (("UID:a", "SUMMARY:x"), "does not say when"),
        (("UID:a", "SUMMARY:x", "DTSTART:rubbish"), "DTSTART cannot be read"),
        (("UID:a", "SUMMARY:x", "DTSTART;VALUE=PERIOD:20261017T140000Z/PT1H"), "does not say when"),
        (("UID:a", "SUMMARY:x", "DTSTART;TZID=Mars/Base:20261017T140000"), "Mars/Base, is not known"),
        (("UID:a", "SUMMARY:x", "DTSTART:00010101T000000Z"), "year, 1, is too far"),
        (("UID:a", "SUMMARY:x", "DTSTART:99991231T235959Z"), "year, 9999, is too far"),
        (("UID:a", "SUMMARY:x", "DTSTART"), "broken"),
        (("UID:a", "SUMMARY:x", SATURDAY, SATURDAY), "twice"),
        (("UID:a", "SUMMARY:x", SATURDAY, "DTEND:20261016T140000"), "ends before"),
        (("UID:a", "SUMMARY:x", SATURDAY, "DTEND;VALUE=DATE:20261018"), "at a time and ends on a day"),
        (("UID:a", "SUMMARY:x", SATURDAY, "DTEND:20271018T140000"), "longer than a month"),
        (("UID:a", "SUMMARY:x", SATURDAY, "DURATION:P99999W"), "longer than a month"),
        (("UID:a", "SUMMARY:x", SATURDAY, "DURATION:20261017"), "how long it lasts"),
        (("UID:a", "SUMMARY:x", "DTSTART;VALUE=DATE:20261017", "DURATION:PT1H"), "part of a day"),
        (("UID:a", "SUMMARY:x", "DTSTART;VALUE=DATE:20261017", "DTEND;VALUE=DATE:20261017"), "ends before"),
        (("UID:a", "SUMMARY:x", SATURDAY, f"X:y\r\nEXDATE:{'20261017,' * 2000}20261017"), "too long"),
        (("UID:a", "SUMMARY:x", SATURDAY, *["EXDATE:20261017"] * 400), "too many lines"),
        (("UID:a", "SUMMARY:x", SATURDAY, "RRULE:FREQ=SECONDLY"), "does not know"),
        (("UID:a", "SUMMARY:x", SATURDAY, "RRULE:FREQ=DAILY;BYHOUR=1,2,3"), "does not know"),
        (("UID:a", "SUMMARY:x", SATURDAY, "RRULE:FREQ=DAILY;INTERVAL=999999999"), "does not know"),
        (("UID:a", "SUMMARY:x", SATURDAY, "RRULE:FREQ=DAILY;INTERVAL=0"), "does not know"),
        (("UID:a", "SUMMARY:x", SATURDAY, "RRULE:FREQ=YEARLY;BYDAY=20MO"), "does not know"),
        (("UID:a", "SUMMARY:x", SATURDAY, "RRULE:FREQ=YEARLY;BYDAY=MO"), "does not know"),
        (("UID:a", "SUMMARY:x", SATURDAY, "RRULE:FREQ=WEEKLY;BYDAY=2MO"), "does not know"),
        (("UID:a", "SUMMARY:x", SATURDAY, "RRULE:FREQ=MONTHLY;BYMONTHDAY=0"), "does not know"),
        (("UID:a", "SUMMARY:x", SATURDAY, "RRULE:FREQ=OFTEN"), "cannot be read"),
        (("UID:a", "SUMMARY:x", SATURDAY, "RRULE:FREQ=WEEKLY;WKST=1MO"), "does not know"),
        (("UID:a", "SUMMARY:x", SATURDAY, "RRULE:FREQ=WEEKLY;UNTIL=P1D"), "until no day"),
        (("UID:a", "SUMMARY:x", SATURDAY, "RRULE:FREQ=WEEKLY;UNTIL=120000"), "until no day"),
        (("UID:a", "SUMMARY:x", SATURDAY, "RRULE;VALUE=DATE:20261017"), "broken"),
        (
            ("UID:a", "SUMMARY:x", SATURDAY, "RECURRENCE-ID;RANGE=THISANDFUTURE:20261017T140000"),
            "a date and all after it",
        ),
    ],
)
def test_an_entry_that_cannot_be_taken_says_why(lines: tuple[str, ...], words: str) -> None:
    assert words in why_not(*lines)


def test_a_refused_entry_is_told_by_its_title() -> None:
    (refused,) = entries_of(calendar("UID:a\r\nSUMMARY;LANGUAGE=en:First aid"))
    assert isinstance(refused, Unreadable)
    assert refused.title == "First aid"


@pytest.mark.parametrize("last", ["20261031", "20261031T140000", "20261031T140000Z", "20261031T145959Z"])
def test_a_series_ends_with_its_last_day(last: str) -> None:
    found = entry(SATURDAY, f"RRULE:FREQ=WEEKLY;UNTIL={last}")
    assert found.rule is not None
    assert found.rule.until is not None
    assert found.rule.until >= dt.datetime.fromisoformat("2026-10-31T14:00")


@pytest.mark.parametrize("last", ["99991231T235959Z", "00010101T000000Z", "99991231"])
def test_an_end_in_no_time_of_ours_is_no_fault(last: str) -> None:
    found = entry(SATURDAY, f"RRULE:FREQ=WEEKLY;UNTIL={last}")
    assert found.rule is not None
    assert found.rule.until is not None
    assert found.rule.until.year in (1, 9999)


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"x" * (files.LARGEST_FILE + 1), files.FileTooLarge, "larger than 1 MB"),
        (calendar(*["UID:a"] * 2001), files.TooManyEntries, "more than 2000 entries"),
        (b"", files.NoCalendarFile, "no calendar file"),
        (b"PK\x03\x04\xff\xfe", files.NoCalendarFile, "no calendar file"),
        (b"name,first,last\n", files.NoCalendarFile, "no calendar file"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a", files.NoCalendarFile, "no calendar file"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", files.NoCalendarFile, "no calendar file"),
        (b"END:VCALENDAR\r\n", files.NoCalendarFile, "no calendar file"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", files.NoCalendarFile, "no calendar file"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 50_000, files.NoCalendarFile, "no calendar file"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_in_plain_words(
    content: bytes, error: type[RuleBroken], words: str
) -> None:
    with pytest.raises(error, match=words):
        list(entries_of(content))


def test_the_worst_megabyte_is_read_in_seconds() -> None:
    line = "\r\nEXDATE:" + ",".join(["20261017T140000"] * 30)
    bomb = calendar(*[f"UID:a\r\nSUMMARY:x\r\n{SATURDAY}\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30{line}"] * 1_500)
    assert len(bomb) < files.LARGEST_FILE
    began = time.process_time()
    assert all(isinstance(one, FileEntry) for one in entries_of(bomb))
    assert time.process_time() - began < 30


@settings(max_examples=60)
@given(st.lists(st.sampled_from((*sorted(files.READ), "BEGIN", "END", "X")), max_size=6), st.text(max_size=40))
def test_no_line_of_a_file_is_a_fault(names: list[str], text: str) -> None:
    lines = "\r\n".join(f"{name}:{text}" for name in names)
    found: list[object] = []
    with contextlib.suppress(RuleBroken):
        found += entries_of(calendar(f"UID:a\r\nSUMMARY:x\r\n{SATURDAY}\r\n{lines}"))
    assert all(isinstance(one, FileEntry | Unreadable) for one in found)


PARTS = ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "UNTIL", "COUNT", "WKST", "SKIP", "RSCALE")
VALUES = (
    *("DAILY", "WEEKLY", "MONTHLY", "YEARLY", "MO", "1MO", "-1SU", "53TU", "0", "1", "-1", "99999999999", "5L", "OMIT"),
    *("BACKWARD", "20261231", "20261231T120000Z", "120000", "P1D", "20261017/P1D", "00010101", "1.5", "", "MO,TU", "x"),
)
DATED = ("DTSTART", "DTEND", "DURATION", "RDATE", "EXDATE", "RECURRENCE-ID", "RRULE")
NAMED = (
    "",
    ";VALUE=DATE",
    ";VALUE=PERIOD",
    ";VALUE=DURATION",
    ";TZID=Europe/London",
    ";TZID=x",
    ";RANGE=THISANDFUTURE",
)


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(VALUES)), max_size=5),
    st.lists(st.tuples(st.sampled_from(DATED), st.sampled_from(NAMED), st.sampled_from(VALUES)), max_size=3),
)
def test_no_rule_and_no_date_of_a_file_is_a_fault(
    rule: list[tuple[str, str]], dated: list[tuple[str, str, str]]
) -> None:
    said = ";".join(("FREQ=WEEKLY", *(f"{name}={value}" for name, value in rule)))
    more = "\r\n".join(f"{name}{named}:{value}" for name, named, value in dated)
    found = list(entries_of(calendar(f"UID:a\r\nSUMMARY:x\r\n{SATURDAY}\r\nRRULE:{said}\r\n{more}")))
    assert all(isinstance(one, FileEntry | Unreadable) for one in found)
    for one in found:
        if isinstance(one, FileEntry) and one.rule is not None:
            with contextlib.suppress(ComesTooOften):
                assert list(days_of(one.rule, one.begins.moment, dt.date(2027, 12, 31)))
