"""On which dates an event falls, how long it goes on, and who may plan it."""

import datetime as dt

import pytest

from constellations.core.errors import RuleBroken
from constellations.events import rules
from constellations.events.rules import Circle, Length, Pattern, Repeats, dates_of

SATURDAY = dt.date(2026, 10, 17)


def days(*written: str) -> tuple[dt.date, ...]:
    """Dates as they are written."""
    return tuple(dt.date.fromisoformat(one) for one in written)


def test_what_never_comes_again_has_one_date() -> None:
    assert dates_of(Pattern(SATURDAY)) == (SATURDAY,)


@pytest.mark.parametrize(
    ("first", "repeats", "times", "expected"),
    [
        ("2026-10-17", Repeats.WEEKLY, 3, days("2026-10-17", "2026-10-24", "2026-10-31")),
        ("2026-10-17", Repeats.FORTNIGHTLY, 3, days("2026-10-17", "2026-10-31", "2026-11-14")),
        ("2026-10-17", Repeats.MONTHLY_DAY, 3, days("2026-10-17", "2026-11-17", "2026-12-17")),
        # Months without a 31st are left out.
        ("2026-10-31", Repeats.MONTHLY_DAY, 3, days("2026-10-31", "2026-12-31", "2027-01-31")),
        ("2026-10-17", Repeats.MONTHLY_WEEKDAY, 3, days("2026-10-17", "2026-11-21", "2026-12-19")),
        # A fifth Saturday is the last one.
        ("2026-10-31", Repeats.MONTHLY_WEEKDAY, 3, days("2026-10-31", "2026-11-28", "2026-12-26")),
    ],
)
def test_a_series_comes_so_many_times(first: str, repeats: Repeats, times: int, expected: tuple[dt.date, ...]) -> None:
    assert dates_of(Pattern(dt.date.fromisoformat(first), repeats, times=times)) == expected


def test_a_series_comes_up_to_its_last_day_and_on_it() -> None:
    assert dates_of(Pattern(SATURDAY, Repeats.WEEKLY, until=dt.date(2026, 10, 31))) == days(
        "2026-10-17", "2026-10-24", "2026-10-31"
    )


def test_a_series_may_come_as_often_as_anybody_plans() -> None:
    assert len(dates_of(Pattern(SATURDAY, Repeats.WEEKLY, times=rules.MOST_TIMES))) == rules.MOST_TIMES


@pytest.mark.parametrize(
    ("pattern", "error", "words"),
    [
        (Pattern(SATURDAY, Repeats.WEEKLY), rules.NoEnd, "Say when it ends"),
        (Pattern(SATURDAY, Repeats.WEEKLY, SATURDAY, 1), rules.NoEnd, "Say when it ends"),
        (Pattern(SATURDAY, Repeats.WEEKLY, dt.date(2026, 10, 16)), rules.EndsBeforeItBegins, "before the first"),
        (Pattern(SATURDAY, Repeats.WEEKLY, times=201), rules.TooManyTimes, "more than 200 times"),
        (Pattern(SATURDAY, Repeats.WEEKLY, times=0), rules.TooManyTimes, "more than 200 times"),
        (Pattern(SATURDAY, Repeats.WEEKLY, dt.date(2036, 1, 1)), rules.TooManyTimes, "more than 200 times"),
    ],
)
def test_a_series_without_a_sensible_end_is_refused(pattern: Pattern, error: type[RuleBroken], words: str) -> None:
    with pytest.raises(error, match=words):
        dates_of(pattern)


@pytest.mark.parametrize(
    ("starts_at", "minutes", "ends", "last_day"),
    [
        (dt.time(14), 180, "2026-10-17T17:00", "2026-10-17"),
        (dt.time(22), 120, "2026-10-18T00:00", "2026-10-17"),
        (dt.time(22), 121, "2026-10-18T00:01", "2026-10-18"),
        (None, rules.DAY, "2026-10-18T00:00", "2026-10-17"),
        (None, 2 * rules.DAY, "2026-10-19T00:00", "2026-10-18"),
    ],
)
def test_how_long_it_goes_on(starts_at: dt.time | None, minutes: int, ends: str, last_day: str) -> None:
    length = Length(SATURDAY, starts_at, minutes)
    assert (length.ends.isoformat("T", "minutes"), length.last_day.isoformat()) == (ends, last_day)


@pytest.mark.parametrize(
    ("circle", "is_staff", "is_hub_of_all", "is_own_family"),
    [
        (Circle.HOME, False, False, True),
        (Circle.HOME, True, False, False),
        (Circle.CONSTELLATIONS, False, True, False),
        (Circle.SERVICE, True, False, False),
    ],
)
def test_who_may_plan(circle: Circle, is_staff: bool, is_hub_of_all: bool, is_own_family: bool) -> None:
    refusal: RuleBroken | None = None
    try:
        rules.may_plan(circle, is_staff=is_staff, is_hub_of_all=is_hub_of_all, is_own_family=is_own_family)
    except RuleBroken as refused:
        refusal = refused
    assert refusal is None


@pytest.mark.parametrize(
    ("circle", "is_hub_of_all", "is_own_family"),
    [
        (Circle.CONSTELLATIONS, False, True),
        (Circle.SERVICE, True, True),
        # The hub plans nothing in another family's own calendar.
        (Circle.HOME, True, False),
    ],
)
def test_who_may_not_plan_is_told_whom_to_ask(circle: Circle, is_hub_of_all: bool, is_own_family: bool) -> None:
    with pytest.raises(rules.NotYoursToPlan, match="ask your hub"):
        rules.may_plan(circle, is_staff=False, is_hub_of_all=is_hub_of_all, is_own_family=is_own_family)


@pytest.mark.parametrize(
    ("day", "at", "begins"),
    [
        # The night on which the clocks go back: half past one is meant as it comes first.
        ("2026-10-25", dt.time(0, 30), "2026-10-24T23:30Z"),
        ("2026-10-25", dt.time(1, 30), "2026-10-25T00:30Z"),
        ("2026-10-25", dt.time(2, 30), "2026-10-25T02:30Z"),
        # The night on which they go forward: half past one is not there, and is half past two (RFC 5545, 3.3.5).
        ("2027-03-28", dt.time(0, 30), "2027-03-28T00:30Z"),
        ("2027-03-28", dt.time(1, 30), "2027-03-28T01:30Z"),
        ("2027-03-28", dt.time(2, 30), "2027-03-28T01:30Z"),
        ("2027-03-28", None, "2027-03-28T00:00Z"),
    ],
)
def test_when_it_begins_on_the_nights_that_the_clocks_change(day: str, at: dt.time | None, begins: str) -> None:
    assert Length(dt.date.fromisoformat(day), at, rules.DAY).begins == dt.datetime.fromisoformat(begins)


@pytest.mark.parametrize(
    ("first", "hours"),
    [("2026-10-17", [13, 13, 14, 14]), ("2027-03-20", [14, 14, 13, 13])],
    ids=["25 October 2026", "28 March 2027"],
)
def test_a_series_stays_at_two_by_a_london_wall(first: str, hours: list[int]) -> None:
    dates = dates_of(Pattern(dt.date.fromisoformat(first), Repeats.WEEKLY, times=4))
    lengths = [Length(day, dt.time(14), 180) for day in dates]
    assert [one.begins.hour for one in lengths] == hours
    assert {one.ends.time() for one in lengths} == {dt.time(17)}


def test_it_has_begun_from_its_first_moment_on() -> None:
    length = Length(SATURDAY, dt.time(14), 180)
    assert [length.has_begun(length.begins + dt.timedelta(seconds=n)) for n in (-1, 0, 1)] == [False, True, True]


@pytest.mark.parametrize("day", ["2026-11-28", "2026-10-25", "2027-03-28"])
def test_whole_days_have_begun_once_the_first_is_over(day: str) -> None:
    first = dt.date.fromisoformat(day)
    over = Length(first + dt.timedelta(days=1), dt.time(), 1).begins
    length = Length(first, None, 2 * rules.DAY)
    assert [length.has_begun(over + dt.timedelta(seconds=n)) for n in (-1, 0)] == [False, True]


def test_two_services_have_no_event_together() -> None:
    assert "one service" in rules.NotOneService().words
