"""How told numbers are said."""

import pytest

from constellations.region.rules import Told
from sleepovers.region.rules import Figure, ItemMet
from sleepovers.region.words import FIGURE_WORDS, item_words, told_words


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (None, "not told"),
        (Told(0, 0), "0"),
        (Told(12, 12), "12"),
        (Told(1, 4), "fewer than 5"),
        (Told(0, 4), "fewer than 5"),
        (Told(1, 7), "1 to 7"),
        (Told(95, 98), "95 to 98"),
    ],
)
def test_a_number_is_said_as_it_may_be_told(one: Told | None, expected: str) -> None:
    assert told_words(one) == expected


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (ItemMet(Told(11, 11), 14), "11 of 14"),
        (ItemMet(Told(10, 13), 14), "10 to 13 of 14"),
        (ItemMet(tenths=9), "about 9 in 10"),
        (ItemMet(), "too few to say"),
    ],
)
def test_how_an_item_stands_is_said_as_near_as_it_may_be(one: ItemMet, expected: str) -> None:
    assert item_words(one) == expected


def test_every_figure_has_its_words() -> None:
    assert set(FIGURE_WORDS) == set(Figure)
