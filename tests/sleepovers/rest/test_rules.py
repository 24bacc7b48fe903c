"""When a home could do with a rest: levels, weekends and runs of them."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from constellations.core.errors import RuleBroken
from sleepovers.rest import rules
from sleepovers.rest.rules import DEFAULT_LEVELS, Levels
from sleepovers.uplift import Basis

SATURDAY = dt.date(2026, 11, 21)
WEEK = dt.timedelta(days=7)
CHILD, SIBLING = uuid.UUID(int=1), uuid.UUID(int=2)


def saturdays(*weeks_ago: int) -> set[dt.date]:
    """The Saturdays so many weeks before that of 21 November."""
    return {SATURDAY - n * WEEK for n in weeks_ago}


@pytest.mark.parametrize(("nights", "level"), [(0, None), (11, None), (12, 12), (19, 12), (20, 20), (31, 20)])
def test_a_month_is_noticed_at_twelve_and_at_twenty(nights: int, level: int | None) -> None:
    assert rules.level_of(nights, DEFAULT_LEVELS.first_nights, DEFAULT_LEVELS.second_nights) == level


@pytest.mark.parametrize(
    ("today", "months"),
    [
        ("2026-11-30", ["2026-11"]),
        ("2026-12-01", ["2026-12", "2026-11"]),
        ("2026-12-14", ["2026-12", "2026-11"]),
        ("2026-12-15", ["2026-12"]),
        ("2027-01-02", ["2027-01", "2026-12"]),
    ],
)
def test_a_full_month_is_looked_at_until_the_middle_of_the_next(today: str, months: list[str]) -> None:
    assert [str(one) for one in rules.months_looked_at(dt.date.fromisoformat(today))] == months


@pytest.mark.parametrize(("basis", "number"), [(Basis.CHILD_NIGHTS, 3), (Basis.NIGHTS, 2)])
def test_two_children_on_one_evening_are_two_nights_or_one_evening(basis: Basis, number: int) -> None:
    nights = [(CHILD, SATURDAY), (SIBLING, SATURDAY), (CHILD, SATURDAY + WEEK), (CHILD, SATURDAY)]
    assert rules.number_of(nights, basis) == number


@pytest.mark.parametrize(
    ("night", "saturday"),
    [
        ("2026-11-19", None),
        ("2026-11-20", "2026-11-21"),
        ("2026-11-21", "2026-11-21"),
        ("2026-11-22", None),
        ("2027-01-01", "2027-01-02"),
    ],
)
def test_a_weekend_is_the_nights_of_friday_and_saturday(night: str, saturday: str | None) -> None:
    found = rules.weekend_of(dt.date.fromisoformat(night))
    assert found == (dt.date.fromisoformat(saturday) if saturday else None)


@pytest.mark.parametrize(
    ("today", "last"),
    [
        ("2026-11-20", "2026-11-14"),
        ("2026-11-21", "2026-11-14"),
        ("2026-11-22", "2026-11-21"),
        ("2026-11-23", "2026-11-21"),
        ("2026-11-27", "2026-11-21"),
        ("2026-11-28", "2026-11-21"),
        ("2026-11-29", "2026-11-28"),
    ],
)
def test_a_weekend_is_over_on_its_sunday(today: str, last: str) -> None:
    assert rules.last_weekend(dt.date.fromisoformat(today)) == dt.date.fromisoformat(last)


def test_the_nights_of_weekends_come_in_order() -> None:
    nights = rules.nights_of_weekends(SATURDAY, 2)
    assert [str(night) for night in nights] == ["2026-11-13", "2026-11-14", "2026-11-20", "2026-11-21"]
    assert rules.weekends_of([*nights, dt.date(2026, 11, 18)]) == {SATURDAY, SATURDAY - WEEK}


@pytest.mark.parametrize(
    ("busy", "run"), [((), 0), ((0,), 1), ((1, 2), 0), ((0, 1, 2, 3), 4), ((0, 1, 3, 4), 2), (range(200), 104)]
)
def test_a_run_ends_with_a_free_weekend_and_is_followed_for_two_years(busy: range, run: int) -> None:
    assert rules.run_up_to(saturdays(*busy), SATURDAY) == run


@pytest.mark.parametrize(
    ("busy", "run"),
    [((), 1), ((1, 2, 3), 4), ((-1, -2), 3), ((1, -1), 3), ((2, -2), 1), (range(-200, 0), 105)],
)
def test_a_weekend_that_is_asked_for_joins_those_before_and_after(busy: range, run: int) -> None:
    assert rules.run_through(saturdays(*busy), SATURDAY) == run


@pytest.mark.parametrize(
    ("run", "told"), [(0, 0), (3, 0), (4, 4), (5, 4), (7, 4), (8, 8), (13, 12), (103, 100), (104, 0)]
)
def test_a_run_is_told_after_every_four_weekends(run: int, told: int) -> None:
    assert rules.weekends_told(run, 4) == told


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        (replace(DEFAULT_LEVELS, first_nights=0), "from 1 to 200"),
        (replace(DEFAULT_LEVELS, stay_second=201), "from 1 to 200"),
        (replace(DEFAULT_LEVELS, second_nights=12), "larger than the first"),
        (replace(DEFAULT_LEVELS, stay_first=14), "larger than the first"),
        (replace(DEFAULT_LEVELS, weekends=1), "from 2 to 26"),
        (replace(DEFAULT_LEVELS, weekends=27), "from 2 to 26"),
    ],
)
def test_levels_that_nobody_can_mean_are_refused(levels: Levels, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        rules.must_be_sound(levels)
    rules.must_be_sound(DEFAULT_LEVELS)


def test_the_refusal_stands_beside_the_second_number_that_is_wrong() -> None:
    for about, levels in (
        ("second_nights", replace(DEFAULT_LEVELS, second_nights=3)),
        ("stay_second", replace(DEFAULT_LEVELS, stay_second=3)),
    ):
        with pytest.raises(rules.SecondNotAfterFirst) as refused:
            rules.must_be_sound(levels)
        assert refused.value.about == about
