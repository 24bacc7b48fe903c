"""Quarters and years of returns, and what is added up of them."""

import datetime as dt

import pytest

from constellations.budget.rules import FinancialYear
from constellations.core.clock import Month
from sleepovers.returns.figures.facts import NAMES, Figures
from sleepovers.returns.period.rules import NOT_ADDED, Period, add_up, period_of
from sleepovers.returns.rules import Answers, ReturnState

TODAY = dt.date(2026, 11, 22)
THIS = FinancialYear(2026)


@pytest.mark.parametrize(
    ("quarter", "first", "last", "number"),
    [
        (None, Month(2026, 4), Month(2027, 3), 12),
        (1, Month(2026, 4), Month(2026, 6), 3),
        (3, Month(2026, 10), Month(2026, 12), 3),
        (4, Month(2027, 1), Month(2027, 3), 3),
    ],
)
def test_a_year_goes_from_april_to_march(quarter: int | None, first: Month, last: Month, number: int) -> None:
    months = Period(THIS, quarter).months
    assert (months[0], months[-1], len(months)) == (first, last, number)


def test_only_months_that_have_begun_are_added_up() -> None:
    assert Period(THIS, 3).begun_months(TODAY) == (Month(2026, 10), Month(2026, 11))
    assert (Period(THIS, 4).has_begun(TODAY), Period(THIS, 3).has_begun(TODAY)) == (False, True)


@pytest.mark.parametrize(
    ("year", "quarter", "expected"),
    [
        (None, None, Period(THIS)),
        ("2025", "2", Period(FinancialYear(2025), 2)),
        ("soon", "5", Period(THIS)),
        ("1999", "", Period(THIS)),
    ],
)
def test_the_address_says_which(year: str | None, quarter: str | None, expected: Period) -> None:
    assert period_of(year, quarter, TODAY) == expected


def figures(**numbers: int) -> Figures:
    return Figures({**dict.fromkeys(NAMES, 0), **numbers})


def test_numbers_are_added_up_and_people_are_not() -> None:
    found = add_up(
        [
            (ReturnState.LOCKED, figures(check_in_times=2, children=3, homes=9), Answers(1, 0)),
            (ReturnState.SUBMITTED, figures(check_in_times=3, children=3), Answers(0, 2)),
            (ReturnState.OPEN, figures(), Answers(None, 1)),
        ]
    )
    assert (found.numbers["check_in_times"], found.resignations, found.endings) == (5, 1, 3)
    assert (found.returns, found.not_locked, found.unanswered) == (3, 2, 1)
    assert not NOT_ADDED & set(found.numbers)
    assert {"children", "homes", "hub_overnight_children"} <= NOT_ADDED


def test_of_nothing_the_sum_is_nought() -> None:
    found = add_up([])
    assert (found.returns, found.not_locked, set(found.numbers.values())) == (0, 0, {0})
