"""From which day on a home reads what is said in a constellation."""

import datetime as dt

import pytest

from constellations.core.clock import ALWAYS
from constellations.rules import Span
from messaging.window.rules import came_back_on, reads_from

TODAY = dt.date(2026, 11, 22)


def day(number: int) -> dt.date:
    """So many days from today."""
    return TODAY + dt.timedelta(days=number)


@pytest.mark.parametrize(
    ("spans", "reads", "came_back"),
    [
        ([Span(ALWAYS)], None, None),
        ([Span(day(-100))], -130, None),
        ([Span(day(0))], -30, None),
        # Another role on the next day is no gap.
        ([Span(ALWAYS, day(-5)), Span(day(-5))], None, None),
        ([Span(day(-100), day(-5)), Span(day(-5))], -130, None),
        # Who was away reads nothing of that time, however short it was.
        ([Span(ALWAYS, day(-6)), Span(day(-5))], -5, -5),
        ([Span(day(-300), day(-200)), Span(day(-100))], -100, -100),
        ([Span(day(-300), day(-200)), Span(day(-100), day(-50)), Span(day(-50))], -100, -100),
        # What is to come changes nothing yet.
        ([Span(day(-100)), Span(day(3))], -130, None),
        ([Span(day(-300), day(-200)), Span(day(3))], -330, None),
    ],
)
def test_who_joins_reads_from_thirty_days_before_and_who_comes_back_from_that_day(
    spans: list[Span], reads: int | None, came_back: int | None
) -> None:
    assert reads_from(spans, TODAY) == (None if reads is None else day(reads))
    assert reads_from(reversed(spans), TODAY) == reads_from(spans, TODAY)
    assert came_back_on(spans, TODAY) == (None if came_back is None else day(came_back))
