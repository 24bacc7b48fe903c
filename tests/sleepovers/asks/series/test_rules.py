"""Sleepovers that come again: how many times, which of them a change concerns, and what is said where it cannot be."""

import datetime as dt

import pytest

from constellations.core.errors import RoostError
from sleepovers.asks.rules import repeated
from sleepovers.asks.series import rules
from sleepovers.asks.series.rules import (
    Occurrence,
    Often,
    Scope,
    concerned,
    moved_ends,
    must_end_within_a_year,
    times_of,
    times_or_once,
)
from sleepovers.rules import AskState, Moment, StayState

FRIDAY = dt.date(2026, 11, 27)
TODAY = dt.date(2026, 11, 22)
OPEN, AGREED, DECLINED = AskState.OPEN, AskState.AGREED, AskState.DECLINED


@pytest.mark.parametrize(
    ("often", "times", "until", "counted"),
    [
        (Often.ONCE, None, None, 1),
        (Often.ONCE, 5, dt.date(2027, 1, 1), 1),
        (Often.WEEKLY, 2, None, 2),
        (Often.FORTNIGHTLY, 26, None, 26),
        (Often.WEEKLY, None, dt.date(2026, 12, 3), "NotRepeated"),
        (Often.WEEKLY, None, dt.date(2026, 12, 4), 2),
        (Often.WEEKLY, None, dt.date(2026, 12, 10), 2),
        (Often.WEEKLY, 1, dt.date(2026, 12, 11), 3),
        (Often.FORTNIGHTLY, None, dt.date(2026, 12, 10), "NotRepeated"),
        (Often.FORTNIGHTLY, None, dt.date(2026, 12, 11), 2),
        (Often.WEEKLY, None, dt.date(2026, 11, 26), "NotRepeated"),
        (Often.WEEKLY, None, FRIDAY + dt.timedelta(weeks=25), 26),
        (Often.WEEKLY, None, FRIDAY + dt.timedelta(weeks=26), "SeriesTooLong"),
        (Often.WEEKLY, None, None, "NoEndOfSeries"),
        (Often.WEEKLY, 1, None, "NoEndOfSeries"),
        (Often.WEEKLY, 0, None, "NoEndOfSeries"),
        (Often.WEEKLY, 3, dt.date(2027, 1, 1), "TwoEndsOfSeries"),
    ],
)
def test_how_many_times_is_a_number_or_a_day(
    often: Often, times: int | None, until: dt.date | None, counted: int | str
) -> None:
    if isinstance(counted, int):
        assert times_of(often, times, FRIDAY, until) == counted
        assert times_or_once(often, times, FRIDAY, until) == counted
    else:
        assert times_or_once(often, times, FRIDAY, until) == 1, "while somebody is still filling it in"
        with pytest.raises(getattr(rules, counted)):
            times_of(often, times, FRIDAY, until)


def test_every_second_week_leaves_one_out_also_where_the_clocks_change() -> None:
    found = repeated(Moment.parse("2027-03-19T17:00"), Moment.parse("2027-03-21"), 2, every=2)
    assert [(came.iso, left.iso) for came, left in found] == [
        ("2027-03-19T17:00", "2027-03-21"),
        ("2027-04-02T17:00", "2027-04-04"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "is_refused"),
    [
        ("2027-11-23", "2027-11-23", False),
        ("2026-11-27", "2027-11-23", False),
        ("2026-11-27", "2027-11-24", True),
        # One that is too far ahead by itself is a slip of the pen, and said so elsewhere.
        ("2027-11-24", "2027-12-01", False),
    ],
)
def test_what_comes_again_ends_within_a_year(first: str, last: str, is_refused: bool) -> None:
    times = [(Moment.parse(day), Moment.parse(day)) for day in (first, last)]
    if is_refused:
        with pytest.raises(rules.SeriesTooLong):
            must_end_within_a_year(times, TODAY)
    else:
        must_end_within_a_year(times, TODAY)


def weekends(*states: tuple[AskState, tuple[StayState, ...]]) -> list[Occurrence]:
    """Weekend after weekend from two Fridays before the last one on."""
    first = FRIDAY - dt.timedelta(weeks=2)
    return [Occurrence(first + n * dt.timedelta(weeks=1), *each) for n, each in enumerate(states)]


COMING = weekends(
    (AGREED, (StayState.HAPPENED,)),
    (OPEN, ()),
    (AGREED, (StayState.AGREED,)),
    (OPEN, ()),
    (DECLINED, ()),
    (AGREED, (StayState.CANCELLED,)),
    (OPEN, (StayState.CANCELLED,)),
)
"""Two that have begun, one agreed, one open, two of which nothing comes any more, one open."""


@pytest.mark.parametrize(
    ("this", "scope", "numbers"),
    [
        (2, Scope.THIS, [2]),
        (3, Scope.THIS, [3]),
        (3, Scope.FOLLOWING, [3, 6]),
        (2, Scope.FOLLOWING, [2, 3, 6]),
        (4, Scope.FOLLOWING, [6]),
        (3, Scope.ALL, [2, 3, 6]),
        (0, Scope.ALL, [2, 3, 6]),
    ],
)
def test_a_change_concerns_what_is_still_to_come_and_sought_or_agreed(
    this: int, scope: Scope, numbers: list[int]
) -> None:
    assert concerned(COMING, this, scope, TODAY) == numbers


@pytest.mark.parametrize(("this", "scope"), [(0, Scope.THIS), (1, Scope.THIS), (4, Scope.THIS), (5, Scope.THIS)])
def test_of_what_has_begun_or_ended_nothing_is_changed(this: int, scope: Scope) -> None:
    with pytest.raises(rules.NothingLeftOfSeries):
        concerned(COMING, this, scope, TODAY)


def test_the_others_move_by_as_many_days_and_are_as_long() -> None:
    assert moved_ends(FRIDAY, dt.timedelta(days=1), 2) == (dt.date(2026, 11, 28), dt.date(2026, 11, 30))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (rules.SeriesTooLong(), "26 times at most, and no more than a year ahead"),
        (rules.NoEndOfSeries(), "Say how many times in all, at least 2, or until which day."),
        (rules.TwoEndsOfSeries(), "and leave the other empty"),
        (rules.NotRepeated(), "only one sleepover until that day"),
        (rules.NothingChanged(), "the nights that it has already"),
        (rules.NothingLeftOfSeries(), "All of these sleepovers have begun or are over."),
    ],
)
def test_what_cannot_be_is_said_plainly(error: RoostError, words: str) -> None:
    assert words in error.words
