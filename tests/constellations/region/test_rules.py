"""Which numbers point at nobody."""

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constellations.region.rules import (
    Flow,
    Told,
    rounded,
    share,
    shown,
    told,
    told_flow,
    told_flow_sum,
    told_part,
    told_share,
    told_sum,
)


@pytest.mark.parametrize(("number", "expected"), [(0, 0), (1, None), (4, None), (5, 5), (40, 40)])
def test_a_number_from_one_to_four_is_never_shown(number: int, expected: int | None) -> None:
    assert shown(number) == expected


@pytest.mark.parametrize(("number", "expected"), [(0, 0), (4, None), (5, 5), (7, 5), (8, 10), (43, 45)])
def test_a_size_is_told_to_the_nearest_five(number: int, expected: int | None) -> None:
    assert rounded(number) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0, 0, None),
        (4, 4, None),
        (5, 5, 100),
        (0, 5, 0),
        (4, 20, None),
        (5, 20, 25),
        (15, 20, 75),
        (16, 20, None),
        (20, 20, 100),
        (10, 30, 33),
    ],
)
def test_a_share_is_shown_where_neither_part_nor_rest_is_small(part: int, whole: int, expected: int | None) -> None:
    assert share(part, whole) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0, 0, Told(0, 0)),
        (0, 3, Told(0, 4)),
        (3, 3, Told(0, 4)),
        (0, 5, Told(0, 0)),
        (5, 5, Told(5, 5)),
        (4, 5, Told(1, 4)),
        (6, 8, Told(1, 7)),
        (4, 9, Told(1, 4)),
        (5, 9, Told(5, 8)),
        (18, 20, Told(16, 19)),
        (12, 20, Told(12, 12)),
    ],
)
def test_a_part_is_told_where_neither_it_nor_the_rest_is_small(part: int, whole: int, expected: Told) -> None:
    assert told_part(part, whole) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], Told(0, 0)),
        ([0, 12], Told(12, 12)),
        ([3], Told(1, 4)),
        ([1, 20], Told(21, 24)),
        ([1, 1], Told(2, 8)),
        ([1, 1, 1], Told(3, 6)),
        ([4, 4, 4], Told(7, 12)),
        ([1] * 90 + [7], Told(97, 100)),
    ],
)
def test_a_sum_is_told_as_near_as_it_may_be(numbers: list[int], expected: Told) -> None:
    assert told_sum(numbers, [told(number) for number in numbers]) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (Told(6, 6), Told(12, 12), 50),
        (Told(1, 4), Told(12, 12), None),
        (Told(6, 6), Told(9, 12), None),
        (Told(0, 0), Told(0, 0), None),
    ],
)
def test_a_rate_is_told_of_what_is_told_exactly(part: Told, whole: Told, expected: int | None) -> None:
    assert told_share(part, whole) == expected


def test_only_an_exact_number_says_so() -> None:
    assert (Told(5, 5).is_exact, Told(1, 4).is_exact) == (True, False)


Tables = Iterable[tuple[object, tuple[int, ...]]]
"""What is read of a table, and the numbers behind it."""


def values_left(tables: Tables) -> dict[object, list[set[int]]]:
    """For whoever knows all rules and tries out every table there can be: what each number may be, by what is read."""
    left: dict[object, list[set[int]]] = {}
    for read, numbers in tables:
        for values, number in zip(left.setdefault(read, [set() for _ in numbers]), numbers, strict=True):
            values.add(number)
    return left


@pytest.mark.parametrize(("services", "highest"), [(1, 30), (2, 16), (3, 9), (4, 6), (5, 5)])
def test_nobody_works_out_a_small_number_from_the_others_and_the_sum(services: int, highest: int) -> None:
    def read(numbers: tuple[int, ...]) -> object:
        shown = [told(number) for number in numbers]
        return (*shown, told_sum(numbers, shown))

    tables = [(read(numbers), numbers) for numbers in itertools.product(range(highest + 1), repeat=services)]
    left = values_left(tables)
    small = [(shown, n) for shown, numbers in tables for n, number in enumerate(numbers) if 1 <= number <= 4]
    assert small
    assert all(left[shown][n] == {1, 2, 3, 4} for shown, n in small)


@pytest.mark.parametrize(("services", "highest"), [(1, 40), (2, 11), (3, 5)])
def test_nobody_works_out_a_small_part_or_rest_from_the_others_and_the_sums(services: int, highest: int) -> None:
    pairs = [(part, whole) for whole in range(highest + 1) for part in range(whole + 1)]

    def read(table: tuple[tuple[int, int], ...]) -> object:
        parts, wholes = zip(*table, strict=True)
        shown, shown_wholes = [told_part(*pair) for pair in table], [told(whole) for whole in wholes]
        return (*shown, *shown_wholes, told_sum(parts, shown), told_sum(wholes, shown_wholes))

    def numbers(table: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
        return tuple(number for part, whole in table for number in (part, whole, whole - part))

    tables = [(read(table), numbers(table)) for table in itertools.product(pairs, repeat=services)]
    left = values_left(tables)
    small = [(shown, n) for shown, found in tables for n, number in enumerate(found) if 1 <= number <= 4]
    assert small
    assert all(len(left[shown][n]) > 1 for shown, n in small)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=90))
def test_beside_a_told_sum_each_hidden_number_can_still_be_any_small_one(numbers: list[int]) -> None:
    shown = [told(number) for number in numbers]
    whole = told_sum(numbers, shown)
    assert whole.least <= sum(numbers) <= whole.most
    hidden = [one for one in shown if not one.is_exact]
    exact = sum(one.least for one in shown if one.is_exact)
    others = len(hidden) - 1
    for value in (1, 2, 3, 4) if hidden else ():
        # With one of them at this value, the others leave some sum of the block possible.
        least, most = exact + value + others, exact + value + 4 * others
        assert least <= whole.most
        assert whole.least <= most


@pytest.mark.parametrize(
    ("flow", "joined", "left"),
    [
        (Flow(17, 0, 0), Told(0, 0), Told(0, 0)),
        (Flow(17, 5, 7), Told(5, 5), Told(7, 7)),
        # A large number is as hidden as the small one beside it, and a nought too.
        (Flow(17, 1, 0), Told(1, 5), Told(0, 4)),
        (Flow(17, 2, 7), Told(1, 4), Told(6, 9)),
        (Flow(17, 9, 3), Told(7, 10), Told(1, 4)),
        # Of few homes, whether at the start or at the end, nothing is told that says how few.
        (Flow(3, 5, 0), Told(4, 11), Told(0, 4)),
        (Flow(9, 0, 6), Told(0, 4), Told(5, 12)),
    ],
)
def test_who_joined_and_who_left_is_told_together_or_not_at_all(flow: Flow, joined: Told, left: Told) -> None:
    assert told_flow(flow) == (joined, left)


def flows(sizes: int, moves: int) -> Iterable[Flow]:
    """All that can be, up to some numbers."""
    for start, joined, gone in itertools.product(range(sizes + 1), range(moves + 1), range(moves + 1)):
        if gone <= start + joined:
            yield Flow(start, joined, gone)


def numbers_of(flow: Flow) -> tuple[int, ...]:
    """Every number of a flow that may be small."""
    return flow.at_start, flow.joined, flow.left, flow.at_end


def read_of(flow: Flow) -> tuple[object, ...]:
    """What is read of a flow by somebody who is told sizes exactly."""
    return shown(flow.at_start), told_flow(flow), shown(flow.at_end)


def test_nobody_works_out_who_joined_or_left_from_the_sizes() -> None:
    left = values_left((read_of(flow), numbers_of(flow)) for flow in flows(12, 14))
    small = [(read_of(one), n) for one in flows(9, 9) for n, number in enumerate(numbers_of(one)) if 1 <= number <= 4]
    assert small
    assert min(len(left[read][n]) for read, n in small) == 4


def test_nobody_works_out_who_joined_or_left_from_those_of_another_service_and_the_sums() -> None:
    alike: dict[object, list[Flow]] = {}
    for flow in flows(10, 10):
        alike.setdefault(read_of(flow), []).append(flow)
    classes = [alike[read] for read in {read_of(flow): None for flow in flows(5, 1)}]
    for two in itertools.combinations_with_replacement(classes, 2):
        tables = [(told_flow_sum(pair), sum(map(numbers_of, pair), ())) for pair in itertools.product(*two)]
        for values in itertools.chain.from_iterable(values_left(tables).values()):
            assert len(values) > 1 or not values & {1, 2, 3, 4}


def test_what_all_services_together_are_told_holds_the_sums() -> None:
    found = [Flow(17, 1, 0), Flow(3, 5, 0), Flow(40, 6, 7)]
    joined, gone = told_flow_sum(found)
    assert joined.least <= 12 <= joined.most
    assert gone.least <= 7 <= gone.most
    assert told_flow_sum([]) == (Told(0, 0), Told(0, 0))
