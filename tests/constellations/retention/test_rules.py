"""Who stayed and who left in a year, counted; and what of it may be shown to whom."""

import datetime as dt
import functools
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple

import pytest

from constellations.core.clock import ALWAYS
from constellations.core.errors import RuleBroken
from constellations.region.rules import Flow, shown, told_flow
from constellations.retention import rules
from constellations.retention.rules import (
    Ending,
    Facts,
    Outside,
    Told,
    count,
    flow_of,
    hidden,
    is_early,
    spans_together,
)
from constellations.retention.years import Year, YearKind
from constellations.rules import Span
from constellations.support.leaving.rules import Departure, LeavingWords, Reason, Scope, Spell

TODAY = dt.date(2026, 11, 22)
YEAR, LAST = Year(YearKind.FINANCIAL, 2026), Year(YearKind.FINANCIAL, 2025)
A, B, C = (uuid.UUID(int=number) for number in (1, 2, 3))
HERE, BESIDE, ELSEWHERE = (uuid.UUID(int=number) for number in (11, 12, 13))


def date(text: str) -> dt.date:
    """A date, as it is written."""
    return dt.date.fromisoformat(text)


def spell(home: uuid.UUID, starts: str | None, ends: str | None = None, where: uuid.UUID = HERE) -> Spell:
    """A membership."""
    return Spell(home, where, Span(date(starts) if starts else ALWAYS, date(ends) if ends else None))


def facts(*spells: Spell, **more: object) -> Facts:
    """What is known of the two constellations that are counted."""
    return Facts(spells=spells, group=frozenset({HERE, BESIDE}), **more)  # type: ignore[arg-type]  # as Facts takes it


def told(of: Facts, *names: str, year: Year = YEAR) -> tuple[int | None, ...]:
    """Some of the numbers."""
    found = count(of, year, TODAY)
    return tuple(found[name] for name in names)


FLOW = ("members_at_start", "joined", "left", "members_at_end")


@pytest.mark.parametrize(
    ("spells", "year", "flow"),
    [
        ([], YEAR, (0, 0, 0, 0)),
        ([spell(A, None)], YEAR, (1, 0, 0, 1)),
        ([spell(A, "2026-03-31")], YEAR, (1, 0, 0, 1)),
        ([spell(A, "2026-04-01")], YEAR, (0, 1, 0, 1)),
        ([spell(A, "2026-04-01")], LAST, (0, 0, 0, 0)),
        ([spell(A, None, "2026-04-01")], YEAR, (1, 0, 1, 0)),
        ([spell(A, None, "2026-04-01")], LAST, (1, 0, 0, 1)),
        ([spell(A, "2026-05-01", "2026-06-01")], YEAR, (0, 1, 1, 0)),
        # Of the running year only what has happened.
        ([spell(A, None, "2026-11-22"), spell(B, "2026-11-22")], YEAR, (1, 1, 1, 1)),
        ([spell(A, None, "2026-11-23"), spell(B, "2026-11-23")], YEAR, (1, 0, 0, 1)),
        # A hub succession, a family in two constellations, a change of constellation: still there.
        ([spell(A, None, "2026-10-16"), spell(A, "2026-10-16")], YEAR, (1, 0, 0, 1)),
        ([spell(A, None, "2026-10-16"), spell(A, "2026-01-01", where=BESIDE)], YEAR, (1, 0, 0, 1)),
        ([spell(A, None, "2026-10-16"), spell(A, "2026-10-16", where=BESIDE)], YEAR, (1, 0, 0, 1)),
        # Away for a while: left, and joined again.
        ([spell(A, None, "2026-05-01"), spell(A, "2026-07-01")], YEAR, (1, 1, 1, 1)),
        # What is elsewhere is not counted.
        ([spell(A, None, where=ELSEWHERE)], YEAR, (0, 0, 0, 0)),
    ],
)
def test_who_was_there_joined_and_left(spells: list[Spell], year: Year, flow: tuple[int, ...]) -> None:
    assert told(facts(*spells), *FLOW, year=year) == flow
    assert flow[0] + flow[1] - flow[2] == flow[3]


def test_who_goes_on_in_another_constellation_of_the_service_is_said_apart() -> None:
    moved = facts(
        spell(A, None, "2026-05-01"),
        spell(A, "2026-05-01", where=ELSEWHERE),
        spell(B, None, "2026-06-01", ELSEWHERE),
        spell(B, "2026-06-01"),
        spell(C, None, "2026-07-01"),
    )
    names = ("left", "went_to_other_constellation", "joined", "came_from_other_constellation", "reason_not_said")
    assert told(moved, *names) == (2, 1, 1, 1, 1)


def test_what_touches_or_overlaps_is_one_span() -> None:
    spells = [spell(A, "2026-03-01"), spell(A, "2026-01-01", "2026-02-01"), spell(A, "2026-02-01", "2026-04-01")]
    assert spans_together(spells) == {A: [Span(date("2026-01-01"))]}
    inside = [spell(B, "2026-01-01"), spell(B, "2026-02-01", "2026-03-01")]
    assert spans_together(inside) == {B: [Span(date("2026-01-01"))]}
    longer = [spell(C, "2026-01-01", "2026-09-01"), spell(C, "2026-02-01", "2026-03-01")]
    assert spans_together(longer) == {C: [Span(date("2026-01-01"), date("2026-09-01"))]}


def test_who_came_and_went_is_counted_between_two_days() -> None:
    spells = [
        spell(A, None, "2026-06-01"),
        spell(B, "2026-05-01"),
        spell(C, "2026-07-01"),
        spell(C, None, "2026-02-01"),
    ]
    assert flow_of(spells, date("2026-04-01"), date("2026-07-01")) == Flow(at_start=1, joined=1, left=1)
    assert flow_of(spells, date("2026-07-01"), date("2026-10-01")) == Flow(at_start=1, joined=1, left=0)


@pytest.mark.parametrize(
    ("approved", "day", "early"),
    [
        (None, "2026-11-22", None),
        ("2024-11-23", "2026-11-22", True),
        ("2024-11-22", "2026-11-22", False),
        ("2024-02-29", "2026-02-28", True),
        ("2024-02-29", "2026-03-01", False),
        ("2027-01-01", "2026-11-22", True),
    ],
)
def test_the_first_two_years_end_on_the_day_of_the_third(approved: str | None, day: str, early: bool | None) -> None:
    assert is_early(date(approved) if approved else None, date(day)) is early


def test_first_two_years_carers_stand_apart() -> None:
    known = {A: date("2025-06-01"), B: date("2010-01-01")}
    of = facts(spell(A, None, "2026-05-01"), spell(B, None), spell(C, None, "2026-05-01"), approved=known)
    at_start = [f"members_at_start_{name}" for name in rules.TENURE.values()]
    left = [f"left_{name}" for name in rules.TENURE.values()]
    assert told(of, *at_start, *left) == (1, 1, 1, 1, 0, 1)


def test_reasons_are_counted_each_and_who_gave_none_too() -> None:
    said = {
        (A, date("2026-05-01")): LeavingWords(
            Scope.FOSTERING, date("2026-05-01"), frozenset({Reason.MONEY, Reason.HEALTH})
        ),
        (B, date("2025-05-01")): LeavingWords(Scope.FOSTERING, date("2025-05-01"), frozenset({Reason.MONEY})),
    }
    of = facts(spell(A, None, "2026-05-01"), spell(B, None, "2026-06-01"), words=said)
    assert told(of, "reason_money", "reason_health", "reason_retired", "reason_not_said") == (1, 1, 0, 1)


def test_who_left_fostering_is_counted_as_staff_say_or_else_the_register() -> None:
    def gone(home: uuid.UUID, on: str, scope: Scope) -> Departure:
        return Departure(home, date(on), scope, frozenset())

    said = {(B, date("2026-06-01")): LeavingWords(Scope.FOSTERING, date("2026-06-01"))}
    of = facts(
        spell(A, None, "2025-05-01"),
        spell(B, None, "2026-06-01"),
        departures=(
            gone(A, "2026-05-01", Scope.FOSTERING),
            gone(A, "2025-05-01", Scope.CONSTELLATION),
            gone(B, "2026-06-01", Scope.CONSTELLATION),
            gone(C, "2026-06-01", Scope.FOSTERING),
            gone(A, "2027-04-01", Scope.FOSTERING),
        ),
        words=said,
    )
    assert told(of, "left_fostering") == (2,)


def test_placements_count_that_ended_in_homes_that_were_members() -> None:
    of = facts(
        spell(A, "2026-01-01", "2026-06-01"),
        endings=(
            Ending(A, date("2026-05-01"), True),
            Ending(A, date("2026-06-01"), False),
            Ending(A, date("2026-06-02"), False),
            Ending(A, date("2026-05-02"), None),
            Ending(B, date("2026-05-02"), False),
            Ending(A, date("2026-03-01"), False),
        ),
    )
    ended = "placements_ended"
    assert told(of, ended, f"{ended}_planned", f"{ended}_unplanned", f"{ended}_not_said") == (3, 1, 1, 1)


def test_homes_outside_stand_where_they_were_entered_alone() -> None:
    of = facts(outside={YEAR: Outside(60, 5, 9)})
    names = ("outside_at_start", "outside_joined", "outside_left")
    assert told(of, *names) == (60, 5, 9)
    assert told(of, *names, year=LAST) == (None, None, None)


ZERO = count(Facts(), YEAR, TODAY)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ({"members_at_start": 48, "members_at_end": 0}, {"members_at_start": 50, "members_at_end": 0}),
        ({"members_at_start": 3}, {"members_at_start": None}),
        ({"members_at_start": 17, "joined": 6, "left": 7}, {"joined": 6, "left": 7}),
        ({"members_at_start": 17, "joined": 6, "left": 1}, {"joined": None, "left": None}),
        ({"members_at_start": 17, "joined": 4, "left": 0}, {"joined": None, "left": None}),
        # What would say how few there were is hidden too, and what would say how many joined or left.
        ({"members_at_start": 3, "joined": 6}, {"joined": None, "left": None}),
        ({"members_at_start": 9, "left": 7}, {"joined": None, "left": None}),
        ({"members_at_start_later": 17}, {"members_at_start_later": 15, "members_at_start_approval_not_known": 0}),
        (
            {"members_at_start": 17, "joined": 2, "left": 7, "left_approval_not_known": 7, "reason_not_said": 7},
            {"left_approval_not_known": None, "left_later": None, "reason_not_said": None, "reason_money": None},
        ),
        ({"members_at_start": 17, "joined": 1}, {"left_later": None, "reason_not_said": None, "left_fostering": None}),
        (
            {"members_at_start": 17, "left": 7, "left_later": 5, "went_to_other_constellation": 2},
            {"left": 7, "left_later": None, "went_to_other_constellation": None, "left_approval_not_known": 0},
        ),
        (
            {"outside_at_start": 63, "outside_joined": 2, "outside_left": 0},
            {"outside_at_start": 65, "outside_joined": None, "outside_left": None},
        ),
        ({"reason_money": 7, "reason_moved": 1}, {"reason_money": None, "reason_moved": None, "reason_other": 0}),
        ({"reason_money": 7, "reason_moved": 5}, {"reason_money": 7, "reason_moved": 5}),
        ({"left_later": 9, "left_in_first_two_years": 2}, {"left_later": None, "left_in_first_two_years": None}),
        (
            {"placements_ended": 12, "placements_ended_planned": 11, "placements_ended_not_said": 1},
            {"placements_ended": 12, "placements_ended_planned": None, "placements_ended_not_said": None},
        ),
        ({"outside_at_start": 9, "outside_left": 6}, {"outside_at_start": 10, "outside_left": None}),
        ({"left_fostering": 4, "went_to_other_constellation": 5}, {"left_fostering": None}),
    ],
)
def test_small_numbers_are_hidden_and_what_would_give_them_away(numbers: Told, shown: Told) -> None:
    safe = hidden({**ZERO, **numbers})
    assert {name: safe[name] for name in shown} == shown
    assert list(safe) == list(ZERO)


def told_of(flow: Flow) -> tuple[object, ...]:
    """What a regional viewer reads of a year in which nobody's day of approval is known and nobody gave a reason."""
    numbers = {"members_at_start": flow.at_start, "members_at_start_approval_not_known": flow.at_start}
    gone = dict.fromkeys(("left", "left_approval_not_known", "reason_not_said"), flow.left)
    return tuple(hidden({**ZERO, **numbers, **gone, "joined": flow.joined, "members_at_end": flow.at_end}).values())


def test_nobody_works_out_a_small_number_from_two_years_and_from_the_page_of_the_region() -> None:
    def moves(most: int, there: int) -> Iterator[tuple[int, int]]:
        return ((joined, left) for joined in range(most + 1) for left in range(min(most, there + joined) + 1))

    def worlds(most: int) -> Iterator[tuple[Flow, Flow]]:
        for there, moved in ((n, moved) for n in range(most + 1) for moved in moves(most, n)):
            first = Flow(there, *moved)
            yield from ((first, Flow(first.at_end, *later)) for later in moves(most, first.at_end))

    of_year, of_region = functools.cache(told_of), functools.cache(told_flow)
    read: defaultdict[object, list[set[int]]] = defaultdict(lambda: [set() for _ in range(7)])

    def looked_at(first: Flow, second: Flow) -> tuple[list[set[int]], tuple[int, ...]]:
        # In April the page of the region tells of the same twelve months, and how many homes there are today.
        found = read[of_year(first), of_year(second), of_region(second), shown(second.at_end)]
        return found, (*astuple(first), *astuple(second), second.at_end)

    for world in worlds(9):
        for values, number in zip(*looked_at(*world), strict=True):
            values.add(number)
    small = [
        values for world in worlds(5) for values, number in zip(*looked_at(*world), strict=True) if 1 <= number <= 4
    ]
    assert small
    assert min(map(len, small)) > 1


@pytest.mark.parametrize(
    ("year", "entered", "error", "words"),
    [
        (Year(YearKind.CALENDAR, 2027), Outside(1, 1, 1), rules.YearNotYet, "has not begun"),
        (YEAR, Outside(1, 1, 3), rules.MoreLeftThanThere, "More homes have left than were there"),
    ],
)
def test_some_numbers_cannot_be(year: Year, entered: Outside, error: type[RuleBroken], words: str) -> None:
    with pytest.raises(error, match=words):
        rules.check_outside(year, entered, TODAY)


def test_all_may_have_left() -> None:
    rules.check_outside(YEAR, Outside(1, 1, 2), TODAY)
    assert str(Outside(1, 1, 2)) == "1 at the start, 1 joined, 2 left"


def test_a_picture_has_a_height_also_of_nothing() -> None:
    assert rules.highest([]) == 1
    assert rules.highest([{"joined": None, "left": 3}, {"joined": 7, "left": 0}]) == 7
