"""What may be handed over, and on which day nobody is left."""

import datetime as dt

import pytest

from constellations.people.caseload import rules
from constellations.rules import Span

TODAY = dt.date(2026, 11, 22)


def day(number: int) -> dt.date:
    """So many days from today."""
    return TODAY + dt.timedelta(days=number)


@pytest.mark.parametrize(
    ("spans", "nobody_from"),
    [
        ([], 0),
        ([Span(day(-9))], None),
        ([Span(day(-9), day(0))], 0),
        ([Span(day(-9), day(1))], 1),
        ([Span(day(-9), day(28))], 28),
        ([Span(day(-9), day(29))], None),
        ([Span(day(1))], 0),
        ([Span(day(-9), day(5)), Span(day(5))], None),
        ([Span(day(6)), Span(day(-9), day(5))], 5),
        ([Span(day(-9), day(5)), Span(day(2), day(9)), Span(day(3), day(4))], 9),
    ],
)
def test_nobody_is_left_from_the_first_day_that_nobody_has(spans: list[Span], nobody_from: int | None) -> None:
    assert rules.nobody_from(spans, TODAY) == (None if nobody_from is None else day(nobody_from))


@pytest.mark.parametrize(
    ("wanted", "others", "found"),
    [
        (Span(day(0)), [], False),
        (Span(day(0)), [Span(day(-5), day(0))], False),
        (Span(day(0)), [Span(day(-5))], True),
        (Span(day(0)), [Span(day(-5), day(9))], None),
        (Span(day(0)), [Span(day(1))], None),
        (Span(day(0), day(9)), [Span(day(-5), day(9))], True),
        (Span(day(0), day(9)), [Span(day(-5), day(8))], None),
        (Span(day(0), day(9)), [Span(day(-5))], True),
    ],
)
def test_who_looks_after_it_already_needs_no_more(wanted: Span, others: list[Span], found: bool | None) -> None:
    assert rules.is_looked_after(wanted, others) is found


def test_what_cannot_be_handed_over_is_said_plainly() -> None:
    assert "Choose at least one constellation" in rules.NothingHandedOver().words
    assert rules.ToThemself().words == "Choose another liaison worker."
    words = rules.LooksAfterInPart("Lena", "Harbour").words
    assert words.startswith("Lena looks after Harbour on some of those days already.")
