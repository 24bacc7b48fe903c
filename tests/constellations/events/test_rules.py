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
    ("circle", "is_staff", "is_hub_of_all"),
    [(Circle.HOME, False, False), (Circle.CONSTELLATIONS, False, True), (Circle.SERVICE, True, False)],
)
def test_who_may_plan(circle: Circle, is_staff: bool, is_hub_of_all: bool) -> None:
    refusal: RuleBroken | None = None
    try:
        rules.may_plan(circle, is_staff=is_staff, is_hub_of_all=is_hub_of_all)
    except RuleBroken as refused:
        refusal = refused
    assert refusal is None


@pytest.mark.parametrize(("circle", "is_hub_of_all"), [(Circle.CONSTELLATIONS, False), (Circle.SERVICE, True)])
def test_who_may_not_plan_is_told_whom_to_ask(circle: Circle, is_hub_of_all: bool) -> None:
    with pytest.raises(rules.NotYoursToPlan, match="ask your hub"):
        rules.may_plan(circle, is_staff=False, is_hub_of_all=is_hub_of_all)


def test_two_services_have_no_event_together() -> None:
    assert "one service" in rules.NotOneService().words
