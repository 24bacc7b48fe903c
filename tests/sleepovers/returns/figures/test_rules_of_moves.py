"""Who joined and who left, and how many homes there are."""

import datetime as dt
import itertools
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constellations.core.clock import ALWAYS
from constellations.retention.rules import flow_of
from constellations.rules import HomeRole, Span
from constellations.support.leaving.rules import Spell
from sleepovers.returns.figures.facts import (
    Facts,
    MemberFact,
    Move,
    Moved,
)
from sleepovers.returns.figures.rules import moves_in, tally
from tests.sleepovers.returns.figures.test_rules import (
    HUB,
    MONTHS,
    OCTOBER,
    OKAFOR,
    PATEL,
    SATELLITE,
    THE_HUB,
    day,
    member,
)


def row(role: HomeRole, first: dt.date, end: dt.date | None) -> MemberFact:
    return MemberFact(PATEL, "Patel", role, Span(first, end))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row(SATELLITE, ALWAYS, None)], []),
        ([row(SATELLITE, day(1), None)], [(Moved.JOINED, day(1))]),
        ([row(SATELLITE, dt.date(2026, 11, 1), None)], []),
        ([row(SATELLITE, ALWAYS, day(21))], [(Moved.LEFT, day(20))]),
        # Who was there to the end of a month leaves in the next, with that day as the last.
        ([row(SATELLITE, ALWAYS, dt.date(2026, 11, 1))], []),
        ([row(SATELLITE, ALWAYS, day(1))], [(Moved.LEFT, dt.date(2026, 9, 30))]),
        ([row(SATELLITE, ALWAYS, day(16)), row(THE_HUB, day(16), None)], [(Moved.BECAME_HUB, day(16))]),
        ([row(THE_HUB, ALWAYS, day(16)), row(SATELLITE, day(16), None)], [(Moved.NO_LONGER_HUB, day(16))]),
        ([row(SATELLITE, ALWAYS, day(16)), row(SATELLITE, day(16), None)], []),
        (
            [row(SATELLITE, ALWAYS, day(5)), row(SATELLITE, day(9), None)],
            [(Moved.LEFT, day(4)), (Moved.JOINED, day(9))],
        ),
    ],
)
def test_who_came_and_went_is_told_with_the_first_day_or_the_last(
    rows: list[MemberFact], expected: list[tuple[Moved, dt.date]]
) -> None:
    assert moves_in(OCTOBER, rows) == tuple(Move("Patel", moved, on) for moved, on in expected)


def test_as_a_constellation_closes_on_a_first_its_homes_leave_with_the_month_before() -> None:
    first = dt.date(2026, 11, 1)
    members = (member(HUB, "Moira", ALWAYS, first), member(PATEL, "Patel", day(5), first))
    left = Move("Moira", Moved.LEFT, day(31)), Move("Patel", Moved.LEFT, day(31))
    assert moves_in(OCTOBER, members, first) == (Move("Patel", Moved.JOINED, day(5)), *left)
    found = tally(Facts(members=members, closed_on=first), OCTOBER).numbers
    assert (found["homes_joined"], found["homes_left"], found["homes"]) == (1, 2, 0)
    before = tally(Facts(members=members, closed_on=first), OCTOBER.shifted(-1)).numbers
    assert (before["homes_left"], before["homes"]) == (0, 1)


def test_who_leaves_on_the_first_of_a_constellation_that_goes_on_leaves_in_that_month() -> None:
    first = dt.date(2026, 11, 1)
    members = (member(HUB, "Moira"), member(PATEL, "Patel", ALWAYS, first))
    for closed_on in (None, dt.date(2026, 11, 20)):
        found = tally(Facts(members=members, closed_on=closed_on), OCTOBER).numbers
        assert (found["homes_left"], found["homes"]) == (0, 2)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([HUB, PATEL, OKAFOR]),
            st.lists(st.dates(dt.date(2026, 9, 25), dt.date(2026, 12, 5)), min_size=1, max_size=5, unique=True),
            st.booleans(),
        ),
        max_size=3,
        unique_by=lambda one: one[0],
    )
)
def test_the_homes_before_and_who_joined_without_who_left_are_the_homes_after(
    drawn: list[tuple[uuid.UUID, list[dt.date], bool]],
) -> None:
    members = []
    for home, days, was_always_there in drawn:
        ends: list[dt.date | None] = [*([ALWAYS] if was_always_there else []), *sorted(days)]
        pairs = zip(ends[::2], [*ends[1::2], None][: len(ends[::2])], strict=True)
        members += [member(home, str(home), first or ALWAYS, end) for first, end in pairs]
    year = [flow_of([Spell(one.home_id, HUB, one.span) for one in members], at.first, at.end) for at in MONTHS]
    numbers = [tally(Facts(members=tuple(members)), at).numbers for at in MONTHS]
    for before, after in itertools.pairwise(numbers):
        assert before["homes"] + after["homes_joined"] - after["homes_left"] == after["homes"]
    assert [(one["homes_joined"], one["homes_left"], one["homes"]) for one in numbers] == [
        (one.joined, one.left, one.at_end) for one in year
    ]
