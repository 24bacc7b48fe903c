"""Entries as text/calendar: what RFC 5545 and RFC 7986 ask of it, to the letter, and what hostile words cannot do."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from constellations.feeds.ics import LONDON_ZONE, Again, Entry, Instance, Stamp, digest, line, lines, rendered
from tests.constellations.feeds.calendars import NOON, STAMP, at, day, night, shown, text_of, weekly

YEAR = (day("2026-01-01"), day("2027-01-01"))

HOSTILE = (
    "BEGIN:VEVENT\r\nSUMMARY:Ours",
    'a;b,c\\d"e:f',
    "\x00\x07\x1b\x7f nothing",
    "one\u2028two\u2029three\x85four",
    "\n\r\nEND:VCALENDAR\r\n",
    "Gŵyl y gaeaf 🦉 yn y Llyfrgell: dewch â’r plant",
    "🎄" * 200,
    "x" * 10_000,
    "é" * 5_000,
    "half \ud83d of one",
    "\u202egnittis\ufeff",
    "",
)


def written(one: Instance, stamp: Stamp = STAMP) -> dict[str, str]:
    """The lines of the first VEVENT, by their names with their parameters."""
    text = re.sub(r"\r\n[ \t]", "", rendered(Entry("uid", (one,)), stamp).decode())
    return dict(each.split(":", 1) for each in text.strip().split("\r\n"))


def test_a_night_is_a_whole_day_whose_end_is_not_included() -> None:
    found = written(Instance(day("2026-10-30"), day("2026-11-01"), "Sleepover", is_busy=False))
    assert found["DTSTART;VALUE=DATE"] == "20261030"
    assert found["DTEND;VALUE=DATE"] == "20261101"
    assert found["TRANSP"] == "TRANSPARENT"


def test_a_time_is_told_by_londons_clock() -> None:
    found = written(
        Instance(at("2026-07-01T14:00"), at("2026-07-01T17:00"), "Picnic", "Hall", "Bring tea", "/events/1")
    )
    assert found["DTSTART;TZID=Europe/London"] == "20260701T140000"
    assert found["DTEND;TZID=Europe/London"] == "20260701T170000"
    assert (found["SUMMARY"], found["LOCATION"], found["DESCRIPTION"]) == ("Picnic", "Hall", "Bring tea")
    assert (found["STATUS"], found["TRANSP"], found["CLASS"]) == ("CONFIRMED", "OPAQUE", "PRIVATE")
    assert any(name.startswith("URL") for name in found)


@pytest.mark.parametrize(
    "public_url", ["https://roost.example", "https://roost.example/", f"https://{'long.' * 30}example"]
)
def test_a_link_begins_with_the_address_of_the_day_on_lines_that_are_not_too_long(public_url: str) -> None:
    one = Instance(day("2026-10-30"), day("2026-11-01"), "\x1a", link="/stays/1")
    text = text_of(Entry("uid", (one,)), public_url=public_url)
    assert max(map(len, text.split(b"\r\n"))) <= 75
    event = Calendar.from_ical(text).walk("VEVENT")[0]
    assert (str(event["url"]), str(event["summary"])) == (f"{public_url.rstrip('/')}/stays/1", "")


def test_every_entry_says_which_wording_it_is_and_since_when() -> None:
    found = written(Instance(day("2026-10-30"), day("2026-11-01"), "x", is_cancelled=True))
    assert (found["UID"], found["SEQUENCE"], found["STATUS"]) == ("uid", "3", "CANCELLED")
    assert found["DTSTAMP"] == found["LAST-MODIFIED"] == "20261122T120000Z"


def test_a_series_says_how_it_comes_again_and_which_dates_are_otherwise() -> None:
    first = at("2026-10-17T14:00")
    away, extra = at("2026-10-31T14:00"), at("2026-12-01T14:00")
    again = Again("MONTHLY", 3, weekday="3SA")
    main = Instance(first, at("2026-10-17T15:00"), "x", again=again, left_out=(away,), added=(extra,))
    found = written(main)
    assert found["RRULE"] == "FREQ=MONTHLY;COUNT=3;BYDAY=3SA"
    assert found["EXDATE;TZID=Europe/London"] == "20261031T140000"
    assert found["RDATE;TZID=Europe/London"] == "20261201T140000"
    other = written(replace(main, again=None, left_out=(), added=(), replaces=first))
    assert other["RECURRENCE-ID;TZID=Europe/London"] == "20261017T140000"


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        (Again("WEEKLY", 5), "FREQ=WEEKLY;COUNT=5"),
        (Again("WEEKLY", 5, interval=2), "FREQ=WEEKLY;COUNT=5;INTERVAL=2"),
        (Again("MONTHLY", 5, month_day=31), "FREQ=MONTHLY;COUNT=5;BYMONTHDAY=31"),
        (Again("MONTHLY", 5, weekday="-1SU"), "FREQ=MONTHLY;COUNT=5;BYDAY=-1SU"),
    ],
)
def test_a_rule_is_written_as_the_standard_says(again: Again, expected: str) -> None:
    assert written(Instance(day("2026-10-31"), day("2026-11-01"), "x", again=again))["RRULE"] == expected


def test_whole_days_of_a_series_are_left_out_as_days() -> None:
    main = Instance(day("2026-10-31"), day("2026-11-01"), "x", again=Again("WEEKLY", 2), left_out=(day("2026-11-07"),))
    assert written(main)["EXDATE;VALUE=DATE"] == "20261107"


def test_a_calendar_says_what_it_is_and_how_often_to_look() -> None:
    text = re.sub(r"\r\n[ \t]", "", text_of(name="Roost: Anita’s phone").decode())
    told = text.split("\r\n")
    for wanted in (
        "VERSION:2.0",
        "PRODID:-//Roost//Roost//EN",
        "NAME:Roost: Anita’s phone",
        "X-WR-CALNAME:Roost: Anita’s phone",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ):
        assert wanted in told
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert LONDON_ZONE in text
    assert not re.search(r"^(METHOD|ATTENDEE|ORGANIZER|GEO)", text, re.MULTILINE)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_break_out_of_their_place(words: str) -> None:
    one = Instance(at("2026-07-01T14:00"), at("2026-07-01T17:00"), words, words, words)
    text = text_of(Entry("one", (one,)), night("after", "2026-07-03", "2026-07-04"), name=words)
    assert b"\r" not in text.replace(b"\r\n", b"")
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xe2\x80[\xa8\xa9]", text)
    assert max(map(len, text.split(b"\r\n"))) <= 75
    text.decode()
    read = Calendar.from_ical(text)
    events = read.walk("VEVENT")
    assert [str(event["uid"]) for event in events] == ["one", "after"]
    assert str(events[0]["summary"]) == line(words)
    assert str(events[0].get("description", "")) == lines(words)


@settings(max_examples=60)
@given(st.text(), st.text())
def test_whatever_is_typed_is_read_back(title: str, words: str) -> None:
    one = Instance(day("2026-07-01"), day("2026-07-02"), title, words=words)
    event = Calendar.from_ical(text_of(Entry("one", (one,)))).walk("VEVENT")[0]
    assert str(event["summary"]) == line(title)
    assert str(event.get("description", "")) == lines(words)


def test_times_stay_where_they_are_through_both_clock_changes() -> None:
    text = text_of(weekly("Coffee", "2026-03-21T10:30", 33), weekly("Late", "2026-10-24T23:00", 2, minutes=180))
    seen = shown(text, *YEAR)
    coffee = [begins for begins, _, title, _ in seen if title == "Coffee"]
    assert len(coffee) == 33
    assert {begins[11:] for begins in coffee} == {"10:30"}
    # Three hours by the wall over the night on which the clocks go back.
    assert ("2026-10-24T23:00", "2026-10-25T02:00", "Late", "CONFIRMED") in seen


def test_dates_that_were_moved_or_called_off_are_so_in_the_calendar_too() -> None:
    moved = Instance(
        at("2026-11-15T11:00"), at("2026-11-15T12:00"), "Walk in the wood", replaces=at("2026-11-14T14:00")
    )
    off = Instance(
        *(at("2026-11-21T14:00"), at("2026-11-21T15:30"), "Called off: Walk"),
        is_cancelled=True,
        replaces=at("2026-11-21T14:00"),
    )
    seen = shown(text_of(weekly("Walk", "2026-11-07T14:00", 4, moved, off)), *YEAR)
    assert [(begins, title, status) for begins, _, title, status in seen] == [
        ("2026-11-07T14:00", "Walk", "CONFIRMED"),
        ("2026-11-15T11:00", "Walk in the wood", "CONFIRMED"),
        ("2026-11-21T14:00", "Called off: Walk", "CANCELLED"),
        ("2026-11-28T14:00", "Walk", "CONFIRMED"),
    ]


def test_what_says_the_same_has_the_same_digest_and_else_another() -> None:
    one = Instance(day("2026-07-01"), day("2026-07-02"), "x")
    others = [replace(one, title="y"), replace(one, is_cancelled=True), replace(one, link="z"), replace(one, place="p")]
    digests = {digest(Entry("uid", (each,))) for each in (one, *others)} | {digest(Entry("other", (one,)))}
    assert len(digests) == 6
    assert digest(Entry("uid", (one,))) == digest(Entry("uid", (replace(one),)))
    assert len(digest(Entry("uid", (replace(one, title="\ud83d"),)))) == 64


def test_the_same_entries_are_the_same_bytes() -> None:
    entries = [night("JB", "2026-10-30", "2026-11-01"), weekly("Walk", "2026-11-07T14:00", 4)]
    assert text_of(*entries) == text_of(*entries)
    assert text_of().startswith(b"BEGIN:VCALENDAR\r\n")
    assert text_of().endswith(b"END:VTIMEZONE\r\nEND:VCALENDAR\r\n")
    assert NOON.tzinfo is dt.UTC
