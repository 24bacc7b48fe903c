"""Who may answer an event and how, who has a place, and who moves up."""

import datetime as dt
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constellations.core.errors import RoostError
from constellations.events.answers import rules
from constellations.events.answers.rules import InLine, free_places, has_place, moves_up, too_many, wants_another_look

DAY = dt.date(2026, 12, 19)
NOON = dt.datetime.fromisoformat("2026-12-19T12:00")


@pytest.mark.parametrize(
    ("ends", "is_called_off", "error"),
    [
        (NOON + dt.timedelta(minutes=1), False, None),
        (NOON, False, rules.IsOver),
        (NOON - dt.timedelta(days=1), False, rules.IsOver),
        (NOON + dt.timedelta(days=1), True, rules.CalledOff),
    ],
)
def test_an_event_is_answered_until_it_is_over(
    ends: dt.datetime, is_called_off: bool, error: type[RoostError] | None
) -> None:
    told: type[RoostError] | None = None
    try:
        rules.must_be_ahead(ends, NOON, is_called_off=is_called_off)
    except RoostError as refused:
        told = type(refused)
    assert told is error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (rules.NobodyComes(), "choose No"),
        (rules.TooManyOthers(), "from 0 to 20"),
        (rules.DietTooLong(), "500 letters"),
        (rules.NoRoomForMore(1, DAY), "On Sat 19 Dec there is 1 more place. Tick fewer people"),
        (rules.NoRoomForMore(2, DAY), "there are 2 more places"),
        (rules.NothingToAnswer(), "one family only"),
        (rules.CalledOff(), "called off"),
        (rules.IsOver(), "register"),
        (rules.NotTheHost(), "Ask your hub"),
    ],
)
def test_what_is_refused_says_what_to_do(error: RoostError, words: str) -> None:
    assert words in error.words


def test_the_host_may_look_and_nobody_else() -> None:
    rules.must_be_host(is_host=True)
    with pytest.raises(rules.NotTheHost):
        rules.must_be_host(is_host=False)


@pytest.mark.parametrize("others", [(0, 0), (20, 0), (1, 20)])
def test_a_family_brings_a_few_others(others: tuple[int, int]) -> None:
    assert rules.must_be_few(*others) is None  # type: ignore[func-returns-value]  # it raises, or does not


@pytest.mark.parametrize("others", [(21, 0), (0, -1), (0, 99)])
def test_a_family_does_not_bring_a_crowd(others: tuple[int, int]) -> None:
    with pytest.raises(rules.TooManyOthers):
        rules.must_be_few(*others)


def test_what_a_family_eats_is_one_tidy_line() -> None:
    assert rules.tidy_diet("  JB: no\n nuts ") == "JB: no nuts"
    assert len(rules.tidy_diet("x" * rules.LONGEST_DIET)) == rules.LONGEST_DIET
    with pytest.raises(rules.DietTooLong):
        rules.tidy_diet("x" * (rules.LONGEST_DIET + 1))


@pytest.mark.parametrize(
    ("day", "time", "is_over", "looks"),
    [
        (DAY, dt.time(14), False, False),
        (DAY, dt.time(15), False, True),
        (DAY, None, False, True),
        (DAY + dt.timedelta(days=1), dt.time(14), False, True),
        (DAY, dt.time(15), True, False),
    ],
)
def test_who_answered_before_it_was_moved_looks_again(
    day: dt.date, time: dt.time | None, is_over: bool, looks: bool
) -> None:
    assert wants_another_look((DAY, dt.time(14)), (day, time), is_over=is_over) is looks


@pytest.mark.parametrize(
    ("capacity", "seated", "free", "beyond"), [(None, 9, None, 0), (5, 0, 5, 0), (5, 5, 0, 0), (5, 7, 0, 2)]
)
def test_places_left_and_people_beyond_them(capacity: int | None, seated: int, free: int | None, beyond: int) -> None:
    assert (free_places(capacity, seated), too_many(capacity, seated)) == (free, beyond)


@pytest.mark.parametrize(
    ("heads", "had", "free", "has"),
    [
        (5, 0, None, True),
        (5, 0, 5, True),
        (5, 0, 4, False),
        (5, 5, 0, True),
        # Fewer than before need no new place, also where the places have become fewer.
        (3, 5, 0, True),
        (5, 3, 2, True),
        (1, 0, 0, False),
    ],
)
def test_a_family_has_its_places_at_once_or_waits(heads: int, had: int, free: int | None, has: bool) -> None:
    assert has_place(heads, had, free, DAY) is has


def test_a_family_that_is_seated_and_wants_too_many_more_is_told_and_keeps_what_it_has() -> None:
    with pytest.raises(rules.NoRoomForMore, match="there are 2 more places"):
        has_place(6, 3, 2, DAY)


def line(*heads: int) -> list[InLine]:
    """Families that wait, by how many they are."""
    return [InLine(uuid.UUID(int=number), each) for number, each in enumerate(heads)]


@pytest.mark.parametrize(
    ("free", "waiting", "up"),
    [
        (None, (9, 9), [0, 1]),
        (0, (1,), []),
        (2, (2, 2), [0]),
        (4, (2, 2, 1), [0, 1]),
        # The first does not fit, and lets smaller ones pass.
        (3, (5, 2, 2, 1), [1, 3]),
        (5, (5, 1), [0]),
        (3, (), []),
    ],
)
def test_who_waits_moves_up_in_order(free: int | None, waiting: tuple[int, ...], up: list[int]) -> None:
    assert moves_up(free, line(*waiting)) == tuple(uuid.UUID(int=number) for number in up)


@settings(max_examples=50)
@given(st.none() | st.integers(0, 30), st.lists(st.integers(1, 9), max_size=8))
def test_no_place_is_given_twice_and_nobody_waits_who_fits(free: int | None, waiting: list[int]) -> None:
    up = moves_up(free, line(*waiting))
    seated = sum(waiting[one.int] for one in up)
    still = [heads for number, heads in enumerate(waiting) if uuid.UUID(int=number) not in up]
    if free is None:
        assert still == []
    else:
        assert seated <= free
        assert all(heads > free - seated for heads in still)


@settings(max_examples=50)
@given(st.integers(1, 12), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6)), max_size=25))
def test_whatever_families_say_in_whatever_order_no_more_come_than_there_are_places(
    capacity: int, words: list[tuple[int, int]]
) -> None:
    seated: dict[int, int] = {}
    waits: dict[int, int] = {}
    for who, heads in words:
        had = seated.get(who, 0)
        free = free_places(capacity, sum(seated.values()))
        try:
            if not heads:
                seated.pop(who, None)
                waits.pop(who, None)
            elif who in waits:
                waits[who] = heads
            elif has_place(heads, had, free, DAY):
                seated[who] = heads
            else:
                waits[who] = heads
        except rules.NoRoomForMore:
            assert had
        order = list(waits)
        left = free_places(capacity, sum(seated.values()))
        for one in moves_up(left, [InLine(uuid.UUID(int=key), waits[key]) for key in order]):
            seated[one.int] = waits.pop(one.int)
        assert sum(seated.values()) <= capacity
        assert not seated.keys() & waits.keys()
