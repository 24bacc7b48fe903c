"""In which order the versions of two stay cards are those of one."""

import datetime as dt

import pytest

from sleepovers.merging.children.rules import Written, numbers_in_one


def card(last: int, **days: int) -> Written:
    """A card with the days on which its versions were written, as v1=5."""
    return Written(last, {int(name[1:]): dt.datetime(2026, 11, day, tzinfo=dt.UTC) for name, day in days.items()})


@pytest.mark.parametrize(
    ("kept", "double", "of_kept", "of_double"),
    [
        (card(0), card(2, v1=3, v2=5), {}, {1: 1, 2: 2}),
        (card(1, v1=4), card(1, v1=3), {1: 2}, {1: 1}),
        (card(1, v1=3), card(1, v1=4), {1: 1}, {1: 2}),
        (card(1, v1=3), card(1, v1=3), {1: 2}, {1: 1}),
        (card(2, v1=1, v2=9), card(2, v1=2, v2=5), {1: 1, 2: 4}, {1: 2, 2: 3}),
        # What is removed keeps a number of its own, before what is still there of its card.
        (card(3, v3=4), card(1, v1=5), {1: 1, 2: 2, 3: 3}, {1: 4}),
        (card(1, v1=5), card(3, v1=1, v3=7), {1: 2}, {1: 1, 2: 3, 3: 4}),
        # A clock that went back puts no version of a card before an earlier one.
        (card(2, v1=9, v2=8), card(1, v1=7), {1: 2, 2: 3}, {1: 1}),
    ],
)
def test_what_was_written_last_holds_and_each_card_keeps_its_order(
    kept: Written, double: Written, of_kept: dict[int, int], of_double: dict[int, int]
) -> None:
    assert numbers_in_one(kept, double) == (of_kept, of_double)
