"""How long a course counts, in which year, and how that is said."""

import datetime as dt

import pytest

from constellations.core.errors import RuleBroken
from constellations.support.learning.rules import (
    CourseInFuture,
    CourseOutOfReach,
    NotYoursToTakeOut,
    VerifiedAlready,
    WrittenAlready,
    check_own_course,
    hours_read,
    minutes_of,
    year_of,
)
from constellations.support.learning.words import hours_words

DAY = dt.date(2026, 12, 19)


@pytest.mark.parametrize(
    ("last", "minutes", "counts"), [(DAY, 90, 90), (DAY, None, 360), (DAY + dt.timedelta(days=1), None, 720)]
)
def test_a_course_counts_as_long_as_it_was_and_a_day_six_hours(last: dt.date, minutes: int | None, counts: int) -> None:
    assert minutes_of(DAY, last, minutes) == counts


@pytest.mark.parametrize(
    ("day", "first"), [("2026-03-31", "2025-04-01"), ("2026-04-01", "2026-04-01"), ("2027-01-01", "2026-04-01")]
)
def test_the_year_of_learning_begins_in_april(day: str, first: str) -> None:
    begins = dt.date.fromisoformat(first)
    assert year_of(dt.date.fromisoformat(day)) == (begins, dt.date(begins.year + 1, 4, 1))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(60, "1 hour"), (150, "2 hours 30 minutes"), (45, "45 minutes"), (0, "0 hours"), (61, "1 hour 1 minute")],
)
def test_how_long_is_said_in_hours(minutes: int, words: str) -> None:
    assert hours_words(minutes) == words


def test_what_is_verified_is_not_verified_again() -> None:
    assert VerifiedAlready().words == "This is verified already."


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2", 120),
        (" 1.5 ", 90),
        ("1,25", 75),
        ("1:30", 90),
        ("0:45", 45),
        ("100", 6000),
        ("0", 0),
        ("", None),
        ("1:75", None),
        ("-1", None),
        ("²", None),
        ("two", None),
        ("9" * 5000, None),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, minutes: int | None) -> None:
    assert hours_read(text) == minutes


@pytest.mark.parametrize(
    ("day", "minutes", "refused"),
    [
        ("2026-11-22", 1, None),
        ("2026-11-23", 60, CourseInFuture),
        ("1999-12-31", 60, CourseInFuture),
        ("2000-01-01", 6000, None),
        ("2026-11-22", 0, CourseOutOfReach),
        ("2026-11-22", 6001, CourseOutOfReach),
    ],
)
def test_a_course_was_taken_by_today_and_took_some_time(
    day: str, minutes: int, refused: type[Exception] | None
) -> None:
    broken = None
    try:
        check_own_course(dt.date.fromisoformat(day), minutes, dt.date(2026, 11, 22))
    except RuleBroken as no:
        broken = type(no)
    assert broken is refused


def test_what_cannot_stand_in_a_log_is_said() -> None:
    assert CourseInFuture().words.startswith("Choose the day on which you took it")
    assert CourseOutOfReach().words == "Enter how long it was: up to 100 hours."
    assert WrittenAlready().words == "This course stands in your log for that day already."
    assert "Ask your liaison worker to correct it." in NotYoursToTakeOut().words
