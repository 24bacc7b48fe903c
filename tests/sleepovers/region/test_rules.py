"""The figures of a region as they may be told, and the orders in which they stand."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest

from constellations.region.rules import Told
from sleepovers.region.rules import (
    COLUMNS,
    Counted,
    Figure,
    ItemMet,
    Line,
    Order,
    in_all,
    in_order,
    item_met,
    line_of,
)

LARGE = {Figure.CONSTELLATIONS: 8, Figure.CHECKLISTS_MET: 8, Figure.HOMES: 70, Figure.ASKS: 40, Figure.ASKS_MET: 30}
SMALL = {Figure.CONSTELLATIONS: 1, Figure.CHECKLISTS_MET: 1, Figure.HOMES: 4, Figure.ASKS: 12, Figure.ASKS_MET: 10}


def lines(*numbers: Mapping[Figure, int]) -> tuple[list[Line], Line]:
    counted = [Counted(one) for one in numbers]
    found = [line_of(f"Service {n}", counts) for n, counts in enumerate(counted)]
    return found, in_all("", counted, found)


def test_large_numbers_are_told_and_small_ones_are_not() -> None:
    (large, small), _ = lines(LARGE, SMALL)
    assert (large.told[Figure.HOMES], small.told[Figure.HOMES]) == (Told(70, 70), Told(1, 4))
    assert (large.share(Figure.ASKS_MET), small.share(Figure.ASKS_MET)) == (75, None)
    assert small.told[Figure.ASKS_MET] == Told(8, 11)
    assert small.told[Figure.CHECKLISTS_MET] == Told(0, 4)
    assert large.told[Figure.NIGHTS] == Told(0, 0)


def test_the_sum_of_all_tells_no_hidden_number() -> None:
    _, everything = lines(LARGE, SMALL)
    assert everything.told[Figure.HOMES] == Told(71, 74)
    assert everything.told[Figure.ASKS] == Told(52, 52)
    assert everything.share(Figure.CHECKLISTS_MET) is None


def test_a_line_of_the_file_has_both_ends_of_each_figure() -> None:
    (_, small), _ = lines(LARGE, SMALL)
    cells = dict(zip(COLUMNS, small.cells, strict=True))
    assert (cells["service"], cells["homes_from"], cells["homes_to"]) == ("Service 1", 1, 4)
    assert (cells["asks_from"], cells["asks_to"]) == (12, 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, Order()),
        ("", Order()),
        ("service", Order()),
        ("-service", Order("service", True)),
        ("homes", Order("homes")),
        ("-homes", Order("homes", True)),
        ("'; drop", Order()),
        ("--homes", Order()),
    ],
)
def test_an_order_is_read_from_the_address(text: str | None, expected: Order) -> None:
    assert Order.parse(text) == expected


def test_the_same_heading_pressed_again_turns_the_order() -> None:
    assert Order().next_for("homes") == "-homes"
    assert Order("homes", True).next_for("homes") == "homes"
    assert Order("homes").next_for("homes") == "-homes"
    assert Order("homes").next_for("service") == "service"
    assert Order().next_for("service") == "-service"


def homes(**numbers: int) -> list[Line]:
    return [line_of(name, Counted({Figure.HOMES: number})) for name, number in numbers.items()]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("service", ["ash", "birch", "Cedar", "Dale"]),
        ("-service", ["Dale", "Cedar", "birch", "ash"]),
        ("homes", ["Dale", "ash", "birch", "Cedar"]),
        ("-homes", ["Cedar", "ash", "birch", "Dale"]),
    ],
)
def test_lines_stand_by_what_is_told_and_hidden_ones_by_name(order: str, expected: list[str]) -> None:
    # Sorted by the numbers themselves, birch with 1 would stand before ash with 4.
    found = in_order(homes(Cedar=9, birch=1, ash=4, Dale=0), Order.parse(order))
    assert [line.name for line in found] == expected


def test_how_an_item_stands_is_told_exactly_or_in_tenths_or_not() -> None:
    _, exact = lines(LARGE, LARGE)
    _, near = lines(LARGE, SMALL)
    assert item_met(11, 16, exact) == ItemMet(Told(11, 11), 16)
    assert item_met(15, 16, exact) == ItemMet(Told(12, 15), 16)
    assert item_met(86, 97, near) == ItemMet(tenths=9)
    assert item_met(30, 39, near) == ItemMet()
    assert [item_met(*of).is_told for of in ((11, 16, exact), (86, 97, near), (30, 39, near))] == [True, True, False]


def nights(number: int, hosts: int) -> Counted:
    return Counted({Figure.NIGHTS: number}, behind={Figure.NIGHTS: hosts})


def of_nights(*counted: Counted) -> list[Told | None]:
    """What is told of nights in each line, and last in all."""
    found = [line_of("", one) for one in counted]
    return [line.told[Figure.NIGHTS] for line in (*found, in_all("", counted, found))]


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ([nights(87, 1)], [None, None]),
        ([nights(87, 5)], [Told(87, 87), Told(87, 87)]),
        ([nights(0, 0), nights(87, 5)], [Told(0, 0), Told(87, 87), Told(87, 87)]),
        # The sum without what is told is that of one household, of four, of five.
        ([nights(87, 1), nights(40, 9)], [None, Told(40, 40), None]),
        ([nights(87, 1), nights(12, 3), nights(40, 9)], [None, None, Told(40, 40), None]),
        ([nights(87, 1), nights(12, 4), nights(40, 9)], [None, None, Told(40, 40), Told(139, 139)]),
        # Each of five has hosted: of five nights all would be known.
        ([nights(1, 1)] * 5, [None] * 6),
        ([nights(1, 1)] * 4 + [nights(5, 1)], [*[None] * 5, Told(9, 9)]),
    ],
)
def test_nights_are_told_where_five_homes_stand_behind_them(
    counted: list[Counted], expected: list[Told | None]
) -> None:
    assert of_nights(*counted) == expected


def test_asks_and_their_share_are_told_where_five_homes_asked() -> None:
    def asks(number: int, met: int, homes: int) -> Counted:
        return Counted({Figure.ASKS: number, Figure.ASKS_MET: met}, behind={Figure.ASKS: homes})

    counted = [asks(12, 6, 5), asks(12, 6, 4), asks(9, 0, 1)]
    several, few, none_met = found = [line_of("", one) for one in counted]
    everything = in_all("", counted, found)
    assert (several.told[Figure.ASKS], several.share(Figure.ASKS_MET)) == (Told(12, 12), 50)
    for line in (few, none_met):
        assert (line.told[Figure.ASKS], line.told[Figure.ASKS_MET], line.share(Figure.ASKS_MET)) == (None, None, None)
    assert (everything.told[Figure.ASKS], everything.told[Figure.ASKS_MET]) == (Told(33, 33), Told(12, 12))
    cells = dict(zip(COLUMNS, few.cells, strict=True))
    assert (cells["asks_from"], cells["asks_to"], cells["homes_from"]) == (None, None, 0)


def test_nobody_works_out_the_nights_of_few_homes_from_the_other_lines_and_the_sum() -> None:
    def pairs(most: int) -> Iterator[tuple[Counted, ...]]:
        each = [
            nights(number, hosts) for number in range(most + 1) for hosts in range(min(number, 1), min(number, 5) + 1)
        ]
        return itertools.product(each, repeat=2)

    read: defaultdict[object, list[set[int]]] = defaultdict(lambda: [set(), set()])
    for two in pairs(14):
        for values, one in zip(read[tuple(of_nights(*two))], two, strict=True):
            values.add(one.of(Figure.NIGHTS))
    for two in pairs(8):
        for values, one in zip(read[tuple(of_nights(*two))], two, strict=True):
            assert len(values) >= 4 or not one.is_of_few(Figure.NIGHTS)


def test_what_is_not_told_comes_last_in_either_order() -> None:
    lines = [line_of(name, of) for name, of in (("A", nights(50, 1)), ("B", nights(9, 5)), ("C", nights(70, 8)))]
    for order, expected in (("nights", "BCA"), ("-nights", "CBA")):
        assert "".join(line.name for line in in_order(lines, Order.parse(order))) == expected
