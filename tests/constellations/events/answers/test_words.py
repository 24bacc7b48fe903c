"""How answers and numbers of people are said."""

import pytest

from constellations.events.answers.rules import Coming
from constellations.events.answers.words import answer_words, heads_words


@pytest.mark.parametrize(
    ("adults", "children", "words"),
    [
        (2, 3, "2 adults and 3 children"),
        (1, 1, "1 adult and 1 child"),
        (1, 0, "1 adult"),
        (0, 2, "2 children"),
        (0, 0, "0 adults"),
    ],
)
def test_how_many_people(adults: int, children: int, words: str) -> None:
    assert heads_words(adults, children) == words


@pytest.mark.parametrize(
    ("said", "waits", "words"),
    [
        (Coming.GOING, False, "Thank you. You are going: 2 adults and 1 child."),
        (Coming.GOING, True, "All places are taken. You wait for places: 2 adults and 1 child. You are told."),
        (Coming.MAYBE, False, "Thank you. Maybe you come: 2 adults and 1 child."),
        (Coming.NO, False, "Thank you. You are not coming."),
    ],
)
def test_an_answer_is_said_back(said: Coming, waits: bool, words: str) -> None:
    assert answer_words(said, 2, 1, waits=waits) == words
