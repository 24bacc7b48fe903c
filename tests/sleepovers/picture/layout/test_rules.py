"""Where homes stand in the picture, and how lines run between them."""

import math
import re
import uuid
from itertools import combinations

import pytest

from sleepovers.picture.layout.rules import CLEAR, MIDDLE_X, WIDTH, Side, Spot, bend_of, layout_of

HUB = uuid.UUID(int=1)


def homes(number: int, after: int = 100) -> list[uuid.UUID]:
    """So many homes."""
    return [uuid.UUID(int=after + n) for n in range(number)]


@pytest.mark.parametrize("around", [0, 1, 2, 6, 9, 10, 11, 16, 20])
@pytest.mark.parametrize("apart", [0, 1, 2, 3, 4, 7])
def test_everybody_has_a_place_of_their_own_within_the_picture(around: int, apart: int) -> None:
    layout = layout_of(HUB, homes(around), homes(apart, 200))
    assert len(layout.spots) == 1 + around + apart
    for spot in layout.spots.values():
        assert 8 <= spot.x <= WIDTH - 8
        assert 8 <= spot.y <= layout.height - 30
    for one, other in combinations(layout.spots.values(), 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > 30


@pytest.mark.parametrize("around", [0, 3, 10, 14])
def test_those_apart_stand_below_a_line_and_all_others_above_it(around: int) -> None:
    tied, apart = homes(around), homes(4, 200)
    layout = layout_of(HUB, tied, apart)
    assert layout.rim is not None
    assert all(layout.spots[home].y < layout.rim for home in [HUB, *tied])
    assert all(layout.spots[home].y > layout.rim for home in apart)
    assert layout_of(HUB, tied, []).rim is None


def test_three_stand_in_a_row_and_the_last_row_is_in_the_middle() -> None:
    layout = layout_of(HUB, [], homes(4, 200))
    *row, last = (layout.spots[home] for home in homes(4, 200))
    assert [round(spot.x) for spot in row] == [55, 165, 275]
    assert len({spot.y for spot in row}) == 1
    assert (last.x, last.y > row[0].y) == (MIDDLE_X, True)


def test_the_hub_is_in_the_middle_also_where_there_is_none() -> None:
    with_hub = layout_of(HUB, homes(6), [])
    assert with_hub.spots[HUB] == with_hub.middle
    without = layout_of(None, homes(6), [])
    assert HUB not in without.spots
    assert without.middle == with_hub.middle


def test_many_homes_have_their_names_beside_them() -> None:
    few, many = layout_of(HUB, homes(10), []), layout_of(HUB, homes(11), [])
    assert {few.spots[home].side for home in homes(10)} == {Side.BELOW}
    sides = [many.spots[home].side for home in homes(11)]
    assert (sides.count(Side.RIGHT), sides.count(Side.LEFT)) == (6, 5)
    assert all((many.spots[home].x > MIDDLE_X) == (many.spots[home].side is Side.RIGHT) for home in homes(11))


def test_the_ring_is_open_at_its_foot_where_lines_lead_to_those_apart() -> None:
    layout = layout_of(HUB, homes(9), homes(1, 200))
    lowest = max(layout.spots[home].y for home in homes(9))
    foot = [layout.spots[home].x for home in homes(9) if layout.spots[home].y > lowest - 5]
    assert min(abs(x - MIDDLE_X) for x in foot) > 60


def test_a_line_to_the_hub_is_straight_and_one_past_it_is_bent() -> None:
    first, second, *_ = homes(2)
    layout = layout_of(HUB, [first, second], [])
    assert layout.line(HUB, first) == "M165.0 188.0L165.0 34.0"
    assert re.fullmatch(r"M165\.0 34\.0Q[\d.]+ 188\.0 165\.0 342\.0", layout.line(first, second))


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (Spot(165, 34), Spot(165, 342)),
        (Spot(47, 188), Spot(283, 188)),
        (Spot(47, 180), Spot(283, 200)),
        (Spot(60, 100), Spot(280, 250)),
        (Spot(165, 188), Spot(165, 188)),
    ],
)
def test_no_line_comes_near_a_hub_that_it_does_not_lead_to(begins: Spot, ends: Spot) -> None:
    middle = Spot(165, 188)
    bend = bend_of(begins, ends, middle)
    half_way = ((begins.x + ends.x) / 4 + bend.x / 2, (begins.y + ends.y) / 4 + bend.y / 2)
    away = math.hypot(half_way[0] - middle.x, half_way[1] - middle.y)
    assert away == pytest.approx(CLEAR) or begins == ends


def test_a_line_that_is_clear_of_the_hub_stays_straight() -> None:
    assert bend_of(Spot(50, 50), Spot(150, 60), Spot(165, 188)) == (100, 55)
