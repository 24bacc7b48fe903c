"""What a calendar file says of events from today on, and what of it is left out with a reason."""

import datetime as dt

import pytest

from constellations.core.calendar_file import entries_of
from constellations.events.loading.reading import rules
from constellations.events.loading.reading.rules import Loaded, OneDate, pattern_of, read_entries
from constellations.events.rules import MOST_TIMES, Pattern, Repeats
from tests.constellations.events.loading.files import calendar, first_aid, instead, meeting

TODAY = dt.date(2026, 11, 22)
THERE = "DTSTART;TZID=Europe/London:20261209T200000"


def day(text: str) -> dt.date:
    """A date, as it is written."""
    return dt.date.fromisoformat(text)


def read(*entries: str, today: dt.date = TODAY) -> list[Loaded]:
    """The events of a file."""
    return read_entries(entries_of(calendar(*entries)), today)[0]


def refused(*entries: str) -> dict[str, str]:
    """What of a file is left out, and why."""
    return {one.title: one.why for one in read_entries(entries_of(calendar(*entries)), TODAY)[1]}


@pytest.mark.parametrize(
    ("days", "pattern"),
    [
        (["2026-12-01"], Pattern(day("2026-12-01"))),
        (["2026-12-01", "2026-12-08"], Pattern(day("2026-12-01"), Repeats.WEEKLY, day("2026-12-08"))),
        (["2026-12-01", "2026-12-15"], Pattern(day("2026-12-01"), Repeats.FORTNIGHTLY, day("2026-12-15"))),
        (["2026-12-01", "2027-01-01"], Pattern(day("2026-12-01"), Repeats.MONTHLY_DAY, day("2027-01-01"))),
        (["2026-12-01", "2027-01-05"], Pattern(day("2026-12-01"), Repeats.MONTHLY_WEEKDAY, day("2027-01-05"))),
        (["2026-12-01", "2026-12-02"], None),
        (["2026-12-01", "2026-12-08", "2026-12-22"], None),
    ],
)
def test_a_pattern_is_found_in_the_days_themselves(days: list[str], pattern: Pattern | None) -> None:
    assert pattern_of([day(one) for one in days]) == pattern


def test_more_dates_than_a_series_may_have_follow_no_pattern() -> None:
    days = [day("2026-12-01") + dt.timedelta(days=7 * n) for n in range(MOST_TIMES + 1)]
    assert pattern_of(days) is None
    assert pattern_of([days[0], days[-1]]) is None


def test_an_event_is_read_with_its_words_and_its_day() -> None:
    (found,) = read(first_aid())
    assert (found.title, found.place, found.words) == ("First aid", "Town hall", "A day of practice.")
    assert found.dates == (OneDate(day("2026-12-05"), day("2026-12-05"), dt.time(9, 30), 360),)
    assert found.pattern == Pattern(day("2026-12-05"))


def test_a_series_has_a_row_for_each_date_with_what_is_its_own() -> None:
    moved = instead("20261208", "DTSTART;TZID=Europe/London:20261209T200000", "DURATION:PT1H", "LOCATION:Library")
    off = instead("20261215", "DTSTART;TZID=Europe/London:20261215T190000", "DURATION:PT90M", "STATUS:CANCELLED")
    (found,) = read(meeting(), moved, off)
    first, second, third = found.dates
    assert (first.starts_at, first.minutes, first.place) == (dt.time(19), 90, None)
    assert second == OneDate(day("2026-12-08"), day("2026-12-09"), dt.time(20), 60, None, "Library")
    assert third.is_cancelled
    assert found.pattern is not None


def test_a_date_left_out_of_a_series_is_called_off() -> None:
    (found,) = read(meeting("EXDATE;TZID=Europe/London:20261208T190000"))
    assert [one.is_cancelled for one in found.dates] == [False, True, False]


def test_whole_days_have_no_time() -> None:
    (found,) = read("UID:a\r\nSUMMARY:Away days\r\nDTSTART;VALUE=DATE:20261205\r\nDTEND;VALUE=DATE:20261207")
    assert found.dates == (OneDate(day("2026-12-05"), day("2026-12-05"), None, 2880),)


def test_a_series_without_an_end_goes_to_the_end_of_next_year_and_on_another_day_as_far() -> None:
    endless = meeting().replace(";COUNT=3", "")
    (found,) = read(endless)
    (later,) = read(endless, today=day("2026-12-14"))
    assert found.dates[-1] == later.dates[-1] == OneDate(day("2027-12-28"), day("2027-12-28"), dt.time(19), 90)
    assert later.dates[0].planned_on == day("2026-12-15")


def test_a_series_kept_in_universal_time_is_an_hour_later_on_a_london_wall_in_summer() -> None:
    (found,) = read("UID:a\r\nSUMMARY:x\r\nDTSTART:20270322T190000Z\r\nRRULE:FREQ=WEEKLY;COUNT=2")
    assert [one.starts_at for one in found.dates] == [dt.time(19), dt.time(20)]


def test_what_is_over_is_counted_and_left() -> None:
    events, _, over = read_entries(entries_of(calendar(first_aid("20261121T093000"), meeting())), TODAY)
    assert [one.title for one in events] == ["Carers' meeting"]
    assert over == 1


def test_a_date_without_its_series_is_an_event_of_its_own() -> None:
    (found,) = read(instead("20261208", "DTSTART;TZID=Europe/London:20261209T200000"))
    assert (found.uid, found.dates[0].starts_on) == ("meet@train#20261208", day("2026-12-09"))


@pytest.mark.parametrize(
    ("entries", "title", "words"),
    [
        ((first_aid(), first_aid("20261212T093000")), "First aid", "in the file twice"),
        ((meeting("RDATE;TZID=Europe/London:20261208T210000"),), "Carers' meeting", "twice on the same day"),
        ((meeting().replace("WEEKLY;COUNT=3", "DAILY"),), "Carers' meeting", "more than 200 times"),
        ((meeting(begins="20000101T190000").replace("WEEKLY;COUNT=3", "DAILY"),), "Carers' meeting", "too often"),
        ((meeting().replace("WEEKLY", "HOURLY"),), "Carers' meeting", "does not know"),
        (("UID:a\r\nSUMMARY:Nothing",), "Nothing", "does not say when"),
        ((first_aid("20280105T093000"),), "First aid", "too far ahead"),
        ((instead("20261208", THERE, "DURATION:PT1H"), instead("20261208", THERE)), "Carers' meeting", "file twice"),
        ((meeting(), instead("20261208", THERE), instead("20261208", THERE)), "Carers' meeting", "file twice"),
        ((instead("20261208", THERE), first_aid(uid="meet@train#20261208")), "First aid", "file twice"),
        ((meeting(), first_aid(uid="meet@train#20261208")), "First aid", "file twice"),
        (
            (meeting(begins="20250603T190000"), instead("20250603", THERE)),
            "Carers' meeting",
            "more than a year: that of Tuesday 3 June 2025",
        ),
    ],
)
def test_what_is_left_out_has_a_reason(entries: tuple[str, ...], title: str, words: str) -> None:
    assert words in refused(*entries)[title]


def test_what_is_too_far_ahead_is_not_over_and_of_two_for_one_date_the_first_is_taken() -> None:
    far = first_aid("20280105T093000")
    assert read_entries(entries_of(calendar(far)), TODAY)[2] == 0
    (found,) = read(instead("20261208", THERE), instead("20261208", THERE.replace("T20", "T21")))
    assert found.dates[0].starts_at == dt.time(20)


def test_a_date_in_the_hour_that_the_clocks_skip_is_an_hour_later() -> None:
    (found,) = read("UID:a\r\nSUMMARY:Night walk\r\nDTSTART:20270328T013000")
    assert found.dates[0].starts_at == dt.time(2, 30)


def test_the_last_friday_of_the_month_is_a_pattern_also_where_the_first_is_a_fourth() -> None:
    days = [day("2026-11-27"), day("2026-12-25"), day("2027-01-29")]
    assert pattern_of(days) == Pattern(days[0], Repeats.MONTHLY_WEEKDAY, until=days[-1], of_month=-1)


def test_a_file_of_endless_dates_is_refused_as_a_whole() -> None:
    entries = [f"UID:{n}\r\nSUMMARY:x\r\nDTSTART:20261201T190000\r\nRRULE:FREQ=WEEKLY" for n in range(100)]
    with pytest.raises(rules.TooManyDates, match="more than 5000 dates"):
        read(*entries)
