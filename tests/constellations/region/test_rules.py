"""Which numbers point at nobody."""

import pytest

from constellations.region.rules import share, shown


@pytest.mark.parametrize(("number", "expected"), [(0, 0), (1, None), (4, None), (5, 5), (40, 40)])
def test_a_number_from_one_to_four_is_never_shown(number: int, expected: int | None) -> None:
    assert shown(number) == expected


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
