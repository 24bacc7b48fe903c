"""Whom exemptions name on a night."""

import datetime as dt
import uuid

import pytest

from constellations.homes.exemptions.rules import named_by_night
from constellations.rules import Span

AA, BB = uuid.UUID(int=1), uuid.UUID(int=2)


def day(number: int) -> dt.date:
    return dt.date(2026, 12, number)


@pytest.mark.parametrize(
    ("night", "named"),
    [
        (9, set()),
        (10, {AA}),
        (14, {AA}),
        (15, {AA, BB}),
        (19, {AA, BB}),
        # The day on which it ends is the first on which it no longer holds.
        (20, {BB}),
        (31, {BB}),
    ],
)
def test_a_child_is_named_from_the_first_day_up_to_the_last(night: int, named: set[uuid.UUID]) -> None:
    exemptions = [(AA, Span(day(10), day(20))), (BB, Span(day(15))), (BB, Span(day(16), day(18)))]
    assert named_by_night(exemptions, [day(night)]) == {day(night): named}


def test_every_night_has_an_answer() -> None:
    nights = [day(1), day(2)]
    assert named_by_night([], nights) == {day(1): frozenset(), day(2): frozenset()}
    assert named_by_night([(AA, Span(day(2)))], nights) == {day(1): frozenset(), day(2): frozenset({AA})}
    assert named_by_night([(AA, Span(day(2)))], []) == {}
