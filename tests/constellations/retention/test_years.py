"""Financial and calendar years, and of which of them something is known."""

import datetime as dt

import pytest

from constellations.core.clock import ALWAYS
from constellations.retention.years import Year, YearKind, first_known, kind_of, year_of, years_known
from constellations.rules import Span

TODAY = dt.date(2026, 11, 22)
FINANCIAL, CALENDAR = YearKind.FINANCIAL, YearKind.CALENDAR


def date(text: str) -> dt.date:
    """A date, as it is written."""
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("kind", "day", "begins", "first", "end", "said"),
    [
        (FINANCIAL, "2026-03-31", 2025, "2025-04-01", "2026-04-01", "2025/26"),
        (FINANCIAL, "2026-04-01", 2026, "2026-04-01", "2027-04-01", "2026/27"),
        (FINANCIAL, "1999-12-31", 1999, "1999-04-01", "2000-04-01", "1999/00"),
        (CALENDAR, "2026-12-31", 2026, "2026-01-01", "2027-01-01", "2026"),
        (CALENDAR, "2027-01-01", 2027, "2027-01-01", "2028-01-01", "2027"),
    ],
)
def test_a_day_falls_in_one_year(kind: YearKind, day: str, begins: int, first: str, end: str, said: str) -> None:
    year = Year.of(kind, date(day))
    assert (year.begins, year.first, year.end, str(year)) == (begins, date(first), date(end), said)
    assert Year(kind, begins - 1) < year


@pytest.mark.parametrize(
    ("text", "kind"), [(None, FINANCIAL), ("", FINANCIAL), ("calendar", CALENDAR), ("lunar", FINANCIAL)]
)
def test_the_financial_year_is_meant_unless_the_other_is_asked_for(text: str | None, kind: YearKind) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        *((text, 2026) for text in (None, "", "2026", "2027", "1999", "9999", "20 25", "²⁰²⁵", "٢٠٢٥", "-2025")),
        ("2025", 2025),
        ("2000", 2000),
    ],
)
def test_a_year_that_cannot_be_shown_is_the_running_one(text: str | None, begins: int) -> None:
    assert year_of(FINANCIAL, text, TODAY) == Year(FINANCIAL, begins)


@pytest.mark.parametrize(
    ("spans", "first"),
    [
        ([], None),
        ([Span(ALWAYS)], None),
        ([Span(ALWAYS, date("2025-06-01"))], "2025-06-01"),
        ([Span(ALWAYS), Span(date("2024-09-01"), date("2025-01-01"))], "2024-09-01"),
    ],
)
def test_since_ever_is_no_day(spans: list[Span], first: str | None) -> None:
    assert first_known(spans) == (date(first) if first else None)


@pytest.mark.parametrize(
    ("first", "years"),
    [
        (None, [2026]),
        ("2027-06-01", [2026]),
        ("2026-11-22", [2026]),
        ("2024-03-31", [2023, 2024, 2025, 2026]),
        ("2001-01-01", list(range(2017, 2027))),
    ],
)
def test_years_begin_with_the_first_known_day_and_are_ten_at_most(first: str | None, years: list[int]) -> None:
    known = years_known(FINANCIAL, date(first) if first else None, TODAY)
    assert [year.begins for year in known] == years
