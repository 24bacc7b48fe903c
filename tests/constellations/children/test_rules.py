"""Which placements of a child may stand beside one another, which birth is plausible, and who are all siblings."""

import datetime as dt
import uuid

import pytest

from constellations.children.rules import NotBornYet, PlacedTwice, all_siblings, check_placement, is_plausible_birth
from constellations.core.clock import Month
from constellations.rules import Span

BORN = Month(2015, 3)
TODAY = dt.date(2026, 11, 22)
ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


def day(number: int) -> dt.date:
    return dt.date(2026, 11, number)


@pytest.mark.parametrize(
    ("new", "fits"),
    [
        (Span(day(1), day(10)), True),
        (Span(day(1), day(11)), False),
        (Span(day(10), day(20)), False),
        (Span(day(12), day(13)), False),
        (Span(day(1), day(30)), False),
        (Span(day(19), day(30)), False),
        (Span(day(20), day(30)), True),
        (Span(day(20)), True),
        (Span(day(1)), False),
    ],
)
def test_a_child_lives_in_one_home_at_a_time(new: Span, fits: bool) -> None:
    others = [Span(day(10), day(20))]
    if fits:
        check_placement(new, others, BORN)
        assert not new.overlaps(others[0])
    else:
        with pytest.raises(PlacedTwice):
            check_placement(new, others, BORN)


def test_nobody_lives_anywhere_before_the_month_of_birth() -> None:
    with pytest.raises(NotBornYet):
        check_placement(Span(dt.date(2015, 2, 28)), [], BORN)


@pytest.mark.parametrize(
    ("born", "plausible"),
    [
        (Month(2026, 11), True),
        (Month(2026, 12), False),
        (Month(2001, 11), True),
        (Month(2001, 10), False),
    ],
)
def test_a_birth_lies_neither_ahead_nor_longer_ago_than_25_years(born: Month, plausible: bool) -> None:
    assert is_plausible_birth(born, TODAY) is plausible


@pytest.mark.parametrize(
    ("groups", "are"),
    [
        ([], True),
        ([None], True),
        ([ONE], True),
        ([ONE, ONE], True),
        ([ONE, ONE, ONE, ONE], True),
        ([None, None], False),
        ([ONE, None], False),
        ([None, ONE, ONE], False),
        ([ONE, OTHER], False),
        ([ONE, ONE, OTHER], False),
    ],
)
def test_children_are_all_siblings_where_all_are_of_one_group(groups: list[uuid.UUID | None], are: bool) -> None:
    assert all_siblings(groups) is are
    assert all_siblings(reversed(groups)) is are
