"""Who may stand in for whom, and on which days."""

import datetime as dt

import pytest

from constellations.core.errors import RoostError, RuleBroken
from constellations.deputies import rules
from constellations.deputies.rules import StandIn
from constellations.permissions import STAFF, Role
from constellations.rules import Span

TODAY = dt.date(2026, 11, 22)
LIAISON, MANAGER, FINANCE = Role.LIAISON, Role.MANAGER, Role.FINANCE


def day(number: int) -> dt.date:
    """So many days from today."""
    return TODAY + dt.timedelta(days=number)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 91), (366, 370)])
def test_days_are_half_open(first: int, last: int) -> None:
    assert rules.deputy_days(day(first), day(last), TODAY) == Span(day(first), day(last + 1))


@pytest.mark.parametrize(("number", "did"), [(-1, False), (0, True), (2, True), (3, True), (4, False)])
def test_who_stood_in_may_have_done_so_on_the_day_on_which_it_ended_too(number: int, did: bool) -> None:
    assert rules.stood_in_on(day(number), day(0), day(3)) is did


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (-1, 3, rules.DaysOver),
        (3, 2, rules.DaysTheWrongWay),
        (367, 368, rules.DaysTooFar),
        (0, 92, rules.TooManyDays),
    ],
)
def test_other_days_are_refused(first: int, last: int, refusal: type[RoostError]) -> None:
    with pytest.raises(refusal):
        rules.deputy_days(day(first), day(last), TODAY)


def test_who_stands_in_for_whom_is_a_table() -> None:
    assert {(one, other) for one in Role for other in Role if rules.may_stand_in(one, other)} == {
        (LIAISON, LIAISON),
        (MANAGER, MANAGER),
        (LIAISON, MANAGER),
        (FINANCE, FINANCE),
        (MANAGER, FINANCE),
    }
    assert set(rules.DEPUTIES) == STAFF


@pytest.mark.parametrize(
    ("own", "others", "role"),
    [
        (LIAISON, [], LIAISON),
        (LIAISON, [LIAISON], LIAISON),
        (LIAISON, [MANAGER], MANAGER),
        (MANAGER, [FINANCE], MANAGER),
        (FINANCE, [FINANCE], FINANCE),
    ],
)
def test_who_stands_in_for_a_manager_sees_as_one(own: Role, others: list[Role], role: Role) -> None:
    assert rules.acting_role(own, others) is role


@pytest.mark.parametrize(
    ("theirs", "where_deputy", "away", "error", "words"),
    [
        (True, False, False, rules.StandsInAlready, "Lena stands in on some of those days already."),
        (False, True, False, rules.IsADeputy, "they stand in for Sam themself"),
        (False, False, True, rules.AwayThemself, "Sam has a deputy on some of those days, so Sam is away."),
    ],
)
def test_one_stands_in_at_a_time_and_no_deputy_has_one(
    theirs: bool, where_deputy: bool, away: bool, error: type[RuleBroken], words: str
) -> None:
    taken = [StandIn("Lena", "Sam", Span(day(4), day(7)))]
    given = [taken if here else [] for here in (theirs, where_deputy, away)]
    for free in (Span(day(0), day(4)), Span(day(7), day(9))):
        rules.must_be_free(free, *given)
    with pytest.raises(error, match=words):
        rules.must_be_free(Span(day(0), day(5)), *given)


@pytest.mark.parametrize(
    ("theirs", "own", "covered"),
    [
        ([], [], []),
        ([(0, None)], [], [(0, 7)]),
        ([(-9, 3)], [], [(0, 3)]),
        ([(5, 99)], [], [(5, 7)]),
        ([(0, 2), (2, 4)], [], [(0, 4)]),
        ([(0, None)], [(0, None)], []),
        ([(0, None)], [(2, 4)], [(0, 2), (4, 7)]),
        ([], [(0, 7)], []),
    ],
)
def test_a_deputy_covers_what_the_other_has_and_they_have_not(
    theirs: list[tuple[int, int | None]], own: list[tuple[int, int | None]], covered: list[tuple[int, int]]
) -> None:
    times, held = ([Span(day(a), None if b is None else day(b)) for a, b in spans] for spans in (theirs, own))
    assert rules.days_to_cover(day(0), day(7), times, held) == [Span(day(a), day(b)) for a, b in covered]


def test_what_is_over_is_not_ended() -> None:
    rules.must_not_be_over(day(1), TODAY)
    with pytest.raises(rules.IsOver):
        rules.must_not_be_over(day(0), TODAY)


def test_who_cannot_stand_in_is_said_plainly() -> None:
    assert rules.CannotStandIn(MANAGER).words == "Choose somebody else who is here: liaison worker or service manager."
    assert rules.CannotStandIn(Role.HUB_CARER).words == "Nobody can stand in for them."
    assert "For others a service manager does it" in rules.NotYoursToName().words
