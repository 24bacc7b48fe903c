"""Of two answers to one ask the one that went further is that of the home."""

import itertools

import pytest

from sleepovers.merging.homes.rules import FURTHEST_FIRST, goes_further
from sleepovers.rules import AnswerState


def test_every_answer_has_its_place() -> None:
    assert sorted(FURTHEST_FIRST) == sorted(AnswerState)


@pytest.mark.parametrize(("more", "less"), list(itertools.combinations(FURTHEST_FIRST, 2)))
def test_a_yes_goes_further_than_an_offer_and_an_offer_than_a_no(more: AnswerState, less: AnswerState) -> None:
    assert goes_further(more, less)
    assert not goes_further(less, more)
    assert not goes_further(more, more)
