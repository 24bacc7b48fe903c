"""How a few nights are said together."""

import pytest

from sleepovers.nights.words import few_nights_words
from tests.sleepovers.households import day


@pytest.mark.parametrize(
    ("nights", "words"),
    [
        (["2026-11-20"], "Fri 20 Nov"),
        (["2026-11-20", "2026-11-21"], "Fri 20 Nov and Sat 21 Nov"),
        (["2026-11-20", "2026-11-21", "2026-11-22"], "Fri 20 Nov to Sun 22 Nov, 3 nights"),
        (["2026-11-18", "2026-11-20", "2026-11-21"], "Wed 18 Nov, Fri 20 Nov and Sat 21 Nov"),
    ],
)
def test_nights_are_said_as_people_say_them(nights: list[str], words: str) -> None:
    assert few_nights_words([day(night) for night in nights]) == words
