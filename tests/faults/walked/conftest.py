"""Faults of time itself: the clock is the test's, as everywhere but in the folder above."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """It is Sunday, 22 November 2026, 09:00 in London, until the test says otherwise."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
