"""When a month can be closed, and of which months staff are asked whether they can be."""

import datetime as dt

import pytest

from constellations.core.clock import Month
from sleepovers.claims import rules
from sleepovers.claims.rules import months_asked_for, must_be_over

OCTOBER = Month(2026, 10)


@pytest.mark.parametrize("today", [dt.date(2026, 10, 1), dt.date(2026, 10, 31), dt.date(2025, 12, 31)])
def test_a_month_is_not_closed_before_the_next_has_begun(today: dt.date) -> None:
    with pytest.raises(rules.MonthNotOver, match="Sunday 1 November 2026"):
        must_be_over(OCTOBER, today)


@pytest.mark.parametrize("today", [dt.date(2026, 11, 1), dt.date(2027, 3, 1)])
def test_a_month_that_is_over_may_be_closed(today: dt.date) -> None:
    assert must_be_over(OCTOBER, today) is None  # type: ignore[func-returns-value]  # it does not raise


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (dt.date(2026, 11, 4), Month(2026, 9)),
        (dt.date(2026, 11, 5), OCTOBER),
        (dt.date(2026, 11, 30), OCTOBER),
        (dt.date(2027, 1, 4), Month(2026, 11)),
        (dt.date(2027, 1, 5), Month(2026, 12)),
    ],
)
def test_staff_are_asked_of_twelve_months_from_the_fifth_on(today: dt.date, last: Month) -> None:
    asked = months_asked_for(today, 5)
    assert (asked[0], asked[-1], len(set(asked))) == (last.shifted(-11), last, 12)


def test_a_service_chooses_the_day_from_which_staff_are_asked() -> None:
    assert months_asked_for(dt.date(2026, 11, 9), 10)[-1] == Month(2026, 9)
    assert months_asked_for(dt.date(2026, 11, 10), 10)[-1] == OCTOBER
    assert months_asked_for(dt.date(2026, 11, 1), 1)[-1] == OCTOBER


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (rules.NightsUntold(OCTOBER, 1), "on 1 night. Confirm it, then"),
        (rules.NightsUntold(OCTOBER, 2), "on 2 nights. Confirm them, then"),
        (rules.ChildrenUnnamed(OCTOBER, 1), "1 stay in October 2026 has a child still to be named."),
        (rules.ChildrenUnnamed(OCTOBER, 3), "3 stays in October 2026 have a child still to be named."),
    ],
)
def test_what_keeps_a_month_open_is_counted(refusal: rules.NightsUntold | rules.ChildrenUnnamed, words: str) -> None:
    assert words in refusal.words
