"""What could be a child's name in a text, and what is an everyday word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sleepovers.cards.names.rules import initials_of_pairs, may_be_called, without_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jaz is tired.", "jaz"),
        ("is jaz with you?", "jaz"),
        ("JAZ!!", "jaz"),
        ("Zoë slept well", "zoe"),
        ("Little T is here", "little t"),
        ("Mary-Jane Ann came", "mary jane ann"),
        ("I saw Will today", "will"),
        ("He and Will went out", "will"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, name: str) -> None:
    assert name in may_be_called(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I will come at five", "will"),
        ("Will you come?", "will"),
        ("Lovely. Will you come?", "will"),
        ("“Will you come?”", "will"),
        ("Tea at five\nMay I come?", "may"),
        ("a ray of hope", "hope"),
    ],
)
def test_an_everyday_word_is_no_name_where_its_capital_says_nothing(text: str, word: str) -> None:
    assert word not in may_be_called(text)


def test_what_is_said_in_four_words_is_nobodys_name() -> None:
    found = may_be_called("one two three four")
    assert "one two three" in found
    assert "one two three four" not in found
    assert may_be_called("") == set()


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("Jayden Brooks is here", {"JB"}),
        ("with Zoë Ångström and Ali Khan", {"ZÅ", "AK"}),
        ("jayden brooks", set()),
        ("JB is here", set()),
        ("Good Morning everyone", set()),
        ("See you Monday Evening", set()),
        ("BRING BOOTS", set()),
        ("Jayden. Brooks came", set()),
        ("J Brooks", set()),
    ],
)
def test_a_first_name_and_a_surname_are_known_by_their_capitals(text: str, initials: set[str]) -> None:
    assert initials_of_pairs(text) == initials


def test_the_names_of_grown_ups_are_left_out() -> None:
    text = "Moira Hale and moira hale know Jayden Brooks"
    assert initials_of_pairs(without_names(text, ["Moira Hale", "J. (x"])) == {"JB"}
    assert without_names(text, []) == text


@given(st.text(alphabet="Aa Bb.\n-“Will May", max_size=3000))
def test_whatever_is_written_is_looked_at_without_a_fault(text: str) -> None:
    assert "" not in may_be_called(text)
    assert all(len(each) >= 2 for each in initials_of_pairs(text))
