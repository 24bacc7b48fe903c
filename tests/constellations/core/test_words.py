"""How dates, nights, months and money are said."""

import datetime as dt

import pytest

from constellations.core.clock import Month
from constellations.core.words import (
    FILTERS,
    day_words,
    full_day_words,
    last_day_words,
    moment_words,
    month_words,
    nights_words,
    occasion_words,
    pence_words,
    time_words,
)

FRIDAY = dt.date(2026, 11, 27)


def test_a_date_is_said_shortly() -> None:
    assert day_words(FRIDAY) == "Fri 27 Nov"


def test_a_date_is_said_in_full_with_its_year() -> None:
    assert full_day_words(FRIDAY) == "Friday 27 November 2026"


def test_a_time_that_ends_before_a_date_is_said_with_its_last_day() -> None:
    assert last_day_words(FRIDAY) == "Thursday 26 November 2026"


def test_an_instant_is_said_as_a_wall_in_london_shows_it() -> None:
    summer = dt.datetime(2026, 7, 31, 23, 30, tzinfo=dt.UTC)
    assert moment_words(summer) == "Sat 1 Aug, 00:30"


@pytest.mark.parametrize(
    ("nights", "expected"),
    [
        (1, "Fri 27 Nov, 1 night (home Sat)"),
        (2, "Fri 27 Nov, 2 nights (home Sun)"),
        (6, "Fri 27 Nov, 6 nights (home Thu)"),
        (7, "Fri 27 Nov, 7 nights (home Fri 4 Dec)"),
        (40, "Fri 27 Nov, 40 nights (home Wed 6 Jan)"),
    ],
)
def test_a_stay_is_said_with_its_homecoming(nights: int, expected: str) -> None:
    assert nights_words(FRIDAY, nights) == expected


@pytest.mark.parametrize(
    ("starts_at", "minutes", "expected"),
    [
        (dt.time(14), 180, "Fri 27 Nov, 14:00 to 17:00"),
        (dt.time(20), 300, "Fri 27 Nov, 20:00 to Sat 28 Nov, 01:00"),
        (None, 1440, "Fri 27 Nov"),
        (None, 3 * 1440, "Fri 27 Nov to Sun 29 Nov"),
    ],
)
def test_an_occasion_is_said_by_a_wall_clock(starts_at: dt.time | None, minutes: int, expected: str) -> None:
    assert occasion_words(FRIDAY, starts_at, minutes) == expected


@pytest.mark.parametrize(
    ("starts_at", "minutes", "expected"),
    [
        (dt.time(14), 180, "14:00 to 17:00"),
        (dt.time(20), 300, "20:00 to Sat 28 Nov, 01:00"),
        (None, 1440, "all day"),
        (None, 3 * 1440, "until Sun 29 Nov"),
    ],
)
def test_a_time_is_said_without_the_day_that_is_said_before_it(
    starts_at: dt.time | None, minutes: int, expected: str
) -> None:
    assert time_words(FRIDAY, starts_at, minutes) == expected


def test_a_month_is_said_with_its_year() -> None:
    assert month_words(Month(2026, 10)) == "October 2026"


@pytest.mark.parametrize(
    ("pence", "expected"),
    [
        (0, "£0.00"),
        (5, "£0.05"),
        (100, "£1.00"),
        (123450, "£1,234.50"),
        (-1200, "-£12.00"),
        (9_007_199_254_740_993, "£90,071,992,547,409.93"),
    ],
)
def test_money_is_said_to_the_penny(pence: int, expected: str) -> None:
    assert pence_words(pence) == expected


def test_templates_may_say_all_of_these() -> None:
    assert {words.__name__ for words in FILTERS.values()} == set(FILTERS)
    assert {"day_words", "nights_words", "last_day_words", "month_words", "pence_words"} <= set(FILTERS)
