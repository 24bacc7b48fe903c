"""When two records of one child or home may become one, as tables of cases without a database."""

import datetime as dt
import uuid

import pytest

from constellations.core.clock import Month
from constellations.core.errors import RoostError
from constellations.rules import Span
from sleepovers.merging import rules
from sleepovers.merging.rules import Counted, Difference, Place

ASH, BIRCH = "Ash", "Birch"
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


def on(number: int) -> dt.date:
    """A day of 2026, counted from the first."""
    return dt.date(2026, 1, 1) + dt.timedelta(days=number)


def place(key: int, where: str, first: int, end: int | None = None) -> Place:
    """A dated row."""
    return Place(uuid.UUID(int=key), where, Span(on(first), None if end is None else on(end)), f"with {where}")


@pytest.mark.parametrize(
    ("kept", "double", "gone", "changed"),
    [
        ([], [], (), {}),
        ([place(1, ASH, 0)], [], (), {}),
        ([], [place(2, ASH, 0)], (), {}),
        ([place(1, ASH, 0, 9)], [place(2, BIRCH, 9)], (), {}),
        ([place(1, ASH, 0, 9)], [place(2, ASH, 9)], (), {}),
        # The same place on overlapping days is one row, on all of them.
        ([place(1, ASH, 5)], [place(2, ASH, 5)], (2,), {}),
        ([place(1, ASH, 5)], [place(2, ASH, 0, 9)], (2,), {1: (0, None)}),
        ([place(1, ASH, 0, 9)], [place(2, ASH, 5)], (2,), {1: (0, None)}),
        ([place(1, ASH, 0, 9)], [place(2, ASH, 2, 5)], (2,), {}),
        # One long row of the double takes in two of the kept one's.
        ([place(1, ASH, 0, 3), place(3, ASH, 6, 9)], [place(2, ASH, 1, 8)], (2, 3), {1: (0, 9)}),
    ],
)
def test_the_days_of_two_become_those_of_one(
    kept: list[Place],
    double: list[Place],
    gone: tuple[int, ...],
    changed: dict[int, tuple[int, int | None]],
) -> None:
    found = rules.joined(kept, double, is_one_at_a_time=True)
    assert found.gone == {uuid.UUID(int=key) for key in gone}
    assert found.changed == {
        uuid.UUID(int=key): Span(on(first), None if end is None else on(end)) for key, (first, end) in changed.items()
    }


def test_nobody_is_in_two_places_at_once() -> None:
    kept, double = [place(1, ASH, 0)], [place(2, BIRCH, 5)]
    with pytest.raises(rules.InTwoPlaces, match="On Tuesday 6 January 2026 it would be with Ash and with Birch"):
        rules.joined(kept, double, is_one_at_a_time=True)
    assert rules.joined(kept, double, is_one_at_a_time=False) == rules.Joined(frozenset(), {})


def test_months_that_are_counted_otherwise_are_found() -> None:
    one, other = uuid.UUID(int=1), uuid.UUID(int=2)
    before = {(one, NOVEMBER): Counted(4, 4), (other, NOVEMBER): Counted(2, 2), (one, OCTOBER): Counted(1, 1)}
    after = {(one, NOVEMBER): Counted(6, 6), (one, OCTOBER): Counted(1, 1)}
    found = rules.differences(before, after, {one: "Ash", other: "Birch"})
    assert found == [
        Difference("Ash", NOVEMBER, Counted(4, 4), Counted(6, 6)),
        Difference("Birch", NOVEMBER, Counted(2, 2), Counted()),
    ]
    rules.must_leave_closed(found, {OCTOBER})
    with pytest.raises(
        rules.ClosedMonthDiffers, match="November 2026 is closed. Ash counted 4 nights in it, and would"
    ):
        rules.must_leave_closed(found, {NOVEMBER})


def test_nights_that_meet_are_named_with_their_homes() -> None:
    words = rules.NightsMeet([(on(0), "Ash", "Birch"), (on(1), "Ash", "Ash")]).words
    assert "Thu 1 Jan at Ash and at Birch and Fri 2 Jan at Ash twice" in words
    many = rules.NightsMeet([(on(number), "Ash", "Birch") for number in range(14)]).words
    assert "and 2 more" in many


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (rules.TheSame(), "Choose the other one."),
        (rules.NotADouble("They are said to be siblings."), "So they are two children."),
        (rules.StillUnnamed(), "Say who it is on the page of the sleepover."),
        (rules.BedsMeet([on(0)]), "in the same bed on Thu 1 Jan."),
        (rules.SleepsAtHome([on(0)]), "A child has none where it lives."),
        (rules.SleptWhereItLives([on(0)]), "where the other lived then: Thu 1 Jan. A child has none where it lives."),
        (rules.AskedBoth(1), "Wait until it is answered"),
        (rules.AlreadyPaidFor("Ash", OCTOBER), "The uplift of Ash for October 2026 is approved."),
        (rules.StandsInTheWay("stay_night"), "the same entry in stay night."),
        (rules.MergedMeanwhile(), "Look again."),
    ],
)
def test_what_stands_in_the_way_is_said_plainly(error: RoostError, words: str) -> None:
    assert words in error.words
