"""How long a course counts, in which year, and how that is said."""

import datetime as dt

import pytest

from constellations.support.learning.rules import VerifiedAlready, minutes_of, year_of
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
