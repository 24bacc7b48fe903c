"""Past nights counted twice: as it was, and as it would have been."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from constellations.core.clock import Month
from constellations.core.errors import RuleBroken
from sleepovers.uplift import DEFAULT_POLICY, Basis, Rate, Shape
from sleepovers.what_if import rules
from sleepovers.what_if.rules import Sum, Wish
from tests.sleepovers.hosted_nights import FORTY_POUNDS, nights_from

TODAY = dt.date(2026, 11, 22)
OCTOBER = Month(2026, 10)
HOME, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
NIGHTS = {
    HOME: [*nights_from(OCTOBER.first, 10, "a"), *nights_from(OCTOBER.first, 8, "b")],
    OTHER: nights_from(OCTOBER.first, 12),
}


@pytest.mark.parametrize(
    ("since", "until", "number"),
    [("2026-10", "2026-10", 1), ("2026-01", "2026-11", 11), ("2024-12", "2026-11", 24)],
)
def test_past_months_and_the_running_one_are_counted(since: str, until: str, number: int) -> None:
    months = rules.months_between(Month.parse(since), Month.parse(until), TODAY)
    assert (len(months), str(months[0]), str(months[-1])) == (number, since, until)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-10", "2026-09", "before the first"),
        ("2026-10", "2026-12", "January 2015 to November 2026"),
        ("2014-12", "2015-02", "January 2015 to November 2026"),
        ("2024-11", "2026-11", "at most 24 months"),
    ],
)
def test_other_months_are_refused(since: str, until: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        rules.months_between(Month.parse(since), Month.parse(until), TODAY)


def test_nothing_wished_is_the_same_twice() -> None:
    line = rules.compared(OCTOBER, NIGHTS, DEFAULT_POLICY, Wish(), [FORTY_POUNDS])
    assert line.now == line.then == Sum(due=1, pence=8000, without_rate=0)
    assert (line.policy, line.wished) == (DEFAULT_POLICY, DEFAULT_POLICY)


@pytest.mark.parametrize(
    ("wish", "then"),
    [
        (Wish(threshold=11), Sum(2, 7 * 4000 + 4000, 0)),
        (Wish(threshold=18), Sum(0, 0, 0)),
        (Wish(basis=Basis.NIGHTS), Sum(0, 0, 0)),
        (Wish(basis=Basis.NIGHTS, threshold=8), Sum(2, 2 * 4000 + 4 * 4000, 0)),
        (Wish(per_night_pence=5000), Sum(1, 10000, 0)),
        (Wish(per_night_pence=0), Sum(1, 0, 0)),
        (Wish(shape=Shape.FLAT_WHEN_EXCEEDED), Sum(1, 0, 1)),
        (Wish(shape=Shape.FLAT_WHEN_EXCEEDED, flat_pence=15000), Sum(1, 15000, 0)),
    ],
)
def test_threshold_basis_shape_and_rate_are_changed_alone_or_together(wish: Wish, then: Sum) -> None:
    line = rules.compared(OCTOBER, NIGHTS, DEFAULT_POLICY, wish, [FORTY_POUNDS])
    assert (line.now, line.then) == (Sum(1, 8000, 0), then)


def test_homes_due_under_neither_are_left_out() -> None:
    line = rules.compared(OCTOBER, NIGHTS, DEFAULT_POLICY, Wish(threshold=17), [])
    assert [(home.home_id, home.now.counted, home.then.beyond) for home in line.homes] == [(HOME, 18, 1)]
    assert line.now == Sum(1, 0, 1)


def test_a_rate_that_is_wished_replaces_those_of_every_night_and_leaves_the_other_amount() -> None:
    later = Rate(dt.date(2026, 10, 15), None, 9900)
    wished = list(Wish(per_night_pence=100).rates([FORTY_POUNDS, later]))
    assert [(rate.valid_from, rate.per_night_pence, rate.flat_pence) for rate in wished] == [
        (dt.date(2015, 1, 1), 100, None),
        (FORTY_POUNDS.valid_from, 100, None),
        (later.valid_from, 100, 9900),
    ]
    assert list(Wish(flat_pence=5).rates([FORTY_POUNDS]))[-1] == replace(FORTY_POUNDS, flat_pence=5)
    assert list(Wish().rates([later])) == [later]


def test_sums_add_up() -> None:
    assert rules.total([Sum(1, 100, 0), Sum(2, 50, 1)]) == Sum(3, 150, 1)
    assert rules.total([]) == Sum(0, 0, 0)
