"""Which Monday a run sees to."""

import datetime as dt

import pytest

from constellations.notices.digest.rules import last_monday


@pytest.mark.parametrize(
    ("since", "until", "monday"),
    [
        ("2026-11-23", "2026-11-23", "2026-11-23"),
        ("2026-11-24", "2026-11-24", None),
        ("2026-11-22", "2026-11-22", None),
        ("2026-11-24", "2026-11-29", None),
        # Three days, and three weeks, in which no job ran: once.
        ("2026-11-22", "2026-11-25", "2026-11-23"),
        ("2026-11-08", "2026-11-30", "2026-11-30"),
        ("2026-11-09", "2026-11-29", "2026-11-23"),
    ],
)
def test_of_the_mondays_among_some_days_the_last_counts(since: str, until: str, monday: str | None) -> None:
    expected = dt.date.fromisoformat(monday) if monday else None
    assert last_monday(dt.date.fromisoformat(since), dt.date.fromisoformat(until)) == expected
