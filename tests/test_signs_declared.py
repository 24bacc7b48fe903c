"""Every action of the activity log is declared: as a sign of life of a family, as one taken back, or as none."""

from app import PARTS
from tests.actions_recorded import NOT_SAID, actions_recorded


def test_the_code_says_what_it_records() -> None:
    assert {name for name in actions_recorded() if name.endswith(NOT_SAID)} == set()


def test_every_action_is_declared_and_none_that_is_not_there() -> None:
    declared = {*PARTS.signs, *PARTS.signs_taken_back, *PARTS.no_signs}
    recorded = actions_recorded()
    assert recorded - declared == set(), "say in `signs.py` of the package whether it is a sign of life"
    assert declared - recorded == set()


def test_words_of_their_own_are_those_of_signs() -> None:
    assert PARTS.signs_said.keys() <= PARTS.signs.keys()


def test_no_action_is_declared_twice() -> None:
    names = [*PARTS.signs, *PARTS.signs_taken_back, *PARTS.no_signs]
    assert sorted(names) == sorted(set(names))
