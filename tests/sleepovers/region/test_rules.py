"""The figures of a region as they may be told, and the orders in which they stand."""

from collections.abc import Mapping

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
