"""For which nights one may say that one did not ask, and until when it is taken back."""

import datetime as dt

import pytest

from sleepovers.asks.unasked import rules

TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize("days", [-31, 0, 366])
def test_the_last_month_and_the_year_to_come_can_be_meant(days: int) -> None:
    night = TODAY + dt.timedelta(days=days)
    rules.must_be_within_reach(night, TODAY)
    assert night is not None


@pytest.mark.parametrize("days", [-32, 367])
def test_other_nights_are_refused(days: int) -> None:
    with pytest.raises(rules.NightOutOfReach, match="last month or of the year to come"):
        rules.must_be_within_reach(TODAY + dt.timedelta(days=days), TODAY)


def test_it_is_taken_back_within_a_week() -> None:
    rules.must_be_fresh(NOW - dt.timedelta(days=7), NOW)
    with pytest.raises(rules.TooLateToTakeBack, match="more than a week ago"):
        rules.must_be_fresh(NOW - dt.timedelta(days=7, seconds=1), NOW)


@pytest.mark.parametrize(
    ("today", "nights"),
    [
        ("2026-11-22", ["2026-11-22", "2026-11-27", "2026-12-04"]),
        ("2026-11-27", ["2026-11-27", "2026-12-04"]),
        ("2026-11-28", ["2026-11-28", "2026-12-04", "2026-12-11"]),
    ],
)
def test_tonight_and_two_fridays_are_one_press_away(today: str, nights: list[str]) -> None:
    assert [str(night) for night in rules.usual_nights(dt.date.fromisoformat(today))] == nights
