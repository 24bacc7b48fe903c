"""Which passwords are refused, and with what advice."""

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from constellations.accounts.passwords import TOO_EASY, TOO_LONG, TOO_NEAR, TOO_SHORT, advice_on

ANITA = ("Anita O'Hare", "anita.ohare@fairvale.example")


@pytest.mark.parametrize(
    "password",
    [
        "k7#mPq2x",
        "heron kettle violin",
        "   spaces   count   ",
        "ŵyrdd a môr halen",
        "木の上の小さな家",
        "I love fostering and long walks by the weir",
        "heron kettle violin " * 10,
        "x" * 63 + "heron kettle violin",
        "0123456789 heron kettle violin " * 32,
    ],
)
def test_a_good_password_needs_no_advice(password: str) -> None:
    assert advice_on(password, ANITA) is None


@pytest.mark.parametrize("password", ["", "a", "k7#mPq2", "ŵ" * 7])
def test_less_than_eight_letters_are_too_short(password: str) -> None:
    assert advice_on(password, ANITA) == TOO_SHORT


def test_a_thousand_letters_are_enough() -> None:
    assert advice_on("heron ket " * 100, ANITA) is None
    assert advice_on("heron ket " * 100 + "x", ANITA) == TOO_LONG


@pytest.mark.parametrize(
    "password",
    [
        "fostering2026",
        "Council123!",
        "roostroost",
        "MockingBird1",
        "constellation",
        "anitaohare",
        "Anita1972",
        "fairvale!",
        "ohare.anita@fairvale",
        "password1",
    ],
)
def test_what_is_near_to_the_person_or_the_house_is_refused(password: str) -> None:
    assert advice_on(password, ANITA) == TOO_NEAR


@pytest.mark.parametrize(
    "password", ["12345678", "qwertyuiop", "aaaaaaaaaaaa", "sunshine", "letmein1", "liverpool1", "iloveyou", "19720314"]
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert advice_on(password, ANITA) == TOO_EASY


def test_another_person_may_use_what_is_near_to_anita() -> None:
    assert advice_on("Anita1972", ("Moira Flint", "moira@example.org")) != TOO_NEAR


@pytest.mark.proof
def test_none_of_the_three_thousand_that_are_used_most_is_let_through() -> None:
    # OWASP ASVS 5.0, 6.2.4.
    most_used = list(FREQUENCY_LISTS["passwords"])[:3000]
    assert [password for password in most_used if advice_on(password, ANITA) is None] == []
