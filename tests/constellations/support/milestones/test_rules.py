"""Which years are marked, and on which day."""

import datetime as dt

import pytest

from constellations.support.milestones.rules import (
    anniversary,
    is_milestone,
    milestone_in,
    next_milestone,
    year_asked,
)

SINCE = dt.date(2016, 11, 30)
LEAP = dt.date(2020, 2, 29)


def test_one_three_five_and_then_every_five_years_are_marked() -> None:
    assert [years for years in range(-5, 31) if is_milestone(years)] == [1, 3, 5, 10, 15, 20, 25, 30]


@pytest.mark.parametrize(
    ("year", "found"),
    [
        (2016, None),
        (2017, (1, dt.date(2017, 11, 30))),
        (2018, None),
        (2019, (3, dt.date(2019, 11, 30))),
        (2021, (5, dt.date(2021, 11, 30))),
        (2022, None),
        (2026, (10, dt.date(2026, 11, 30))),
        (2015, None),
    ],
)
def test_a_year_has_one_milestone_or_none(year: int, found: tuple[int, dt.date] | None) -> None:
    assert milestone_in(SINCE, year) == found


def test_of_a_leap_day_the_28th_is_marked() -> None:
    assert anniversary(LEAP, 2025) == dt.date(2025, 2, 28)
    assert anniversary(LEAP, 2024) == dt.date(2024, 2, 29)
    assert milestone_in(LEAP, 2021) == (1, dt.date(2021, 2, 28))


@pytest.mark.parametrize(
    ("today", "years"),
    [("2016-11-30", 1), ("2017-11-30", 1), ("2017-12-01", 3), ("2026-11-30", 10), ("2026-12-01", 15)],
)
def test_the_next_one_may_be_today(today: str, years: int) -> None:
    found, day = next_milestone(SINCE, dt.date.fromisoformat(today))
    assert (found, day) == (years, dt.date(2016 + years, 11, 30))


@pytest.mark.parametrize(
    ("text", "year"),
    [(None, 2026), ("2021", 2021), ("2020", 2026), ("2031", 2031), ("2032", 2026), ("9" * 5000, 2026), ("²", 2026)],
)
def test_the_list_is_of_this_year_unless_one_near_it_is_named(text: str | None, year: int) -> None:
    assert year_asked(text, dt.date(2026, 11, 22)) == year
