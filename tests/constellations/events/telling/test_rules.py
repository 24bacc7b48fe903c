"""Which news of the calendar cannot wait."""

import datetime as dt

import pytest

from constellations.events.rules import DAY, Length
from constellations.events.telling.rules import is_soon

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


def at(written: str) -> Length:
    """Three hours from a wall time on."""
    when = dt.datetime.fromisoformat(written)
    return Length(when.date(), when.time(), 180)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((), False),
        ((at("2026-11-24T09:00"),), True),
        ((at("2026-11-24T09:01"),), False),
        ((at("2026-11-22T09:01"),), True),
        ((at("2026-11-22T09:00"),), False),
        ((at("2026-12-24T09:00"), at("2026-11-23T09:00")), True),
        ((Length(dt.date(2026, 11, 22), None, DAY),), True),
        ((Length(dt.date(2026, 11, 21), None, 3 * DAY),), False),
    ],
)
def test_two_days_are_soon_and_what_has_begun_is_not(times: tuple[Length, ...], expected: bool) -> None:
    assert is_soon(times, NOW) is expected
