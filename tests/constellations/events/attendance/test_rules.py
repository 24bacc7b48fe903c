"""When a register may be kept, and what may stand in it."""

import datetime as dt
import uuid

import pytest

from constellations.core.errors import RoostError
from constellations.events.attendance import rules

TWO = dt.datetime.fromisoformat("2026-12-19T14:00")
ONE, OTHER, THIRD = (uuid.UUID(int=number) for number in range(3))


@pytest.mark.parametrize(
    ("now", "is_called_off", "error"),
    [
        (TWO, False, None),
        (TWO + dt.timedelta(days=90), False, None),
        (TWO - dt.timedelta(minutes=1), False, rules.NotBegun),
        (TWO, True, rules.DidNotTakePlace),
    ],
)
def test_a_register_is_kept_from_the_beginning_on(
    now: dt.datetime, is_called_off: bool, error: type[RoostError] | None
) -> None:
    told: type[RoostError] | None = None
    try:
        rules.must_have_begun(TWO, now, is_called_off=is_called_off)
    except RoostError as refused:
        told = type(refused)
    assert told is error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (rules.NotBegun(), "from its beginning on"),
        (rules.DidNotTakePlace(), "no register"),
        (rules.NobodyOf("Patel"), "Say who came of Patel"),
        (rules.TooManyOf("Patel", "more_adults"), "with Patel: a number from 0 to 20"),
        (rules.RegisterOvertaken(), "Open it again"),
        (rules.NoRegister(), "nothing to take back"),
        (rules.NobodyToThank(), "Save the register first"),
        (rules.NoThanks(), "Write a line"),
        (rules.ThanksTooLong(), "1,000 letters"),
        (rules.ThanksHidden(), "Talk to who came"),
    ],
)
def test_what_is_refused_says_what_to_do(error: RoostError, words: str) -> None:
    assert words in error.words


def test_a_family_that_came_is_somebody() -> None:
    rules.must_be_somebody("Patel", 1)
    with pytest.raises(rules.NobodyOf):
        rules.must_be_somebody("Patel", 0)


def test_thanks_are_a_few_words() -> None:
    assert rules.tidy_thanks("  Lovely day. \n") == "Lovely day."
    assert len(rules.tidy_thanks("x" * rules.LONGEST_THANKS)) == rules.LONGEST_THANKS
    for words, error in (("  ", rules.NoThanks), ("x" * (rules.LONGEST_THANKS + 1), rules.ThanksTooLong)):
        with pytest.raises(error):
            rules.tidy_thanks(words)


@pytest.mark.parametrize(
    ("before", "after", "new", "gone"),
    [
        ([], [ONE], {ONE}, set()),
        ([ONE, OTHER], [OTHER, THIRD], {THIRD}, {ONE}),
        ([ONE], [ONE], set(), set()),
        ([ONE], [], set(), {ONE}),
    ],
)
def test_who_is_new_in_a_register_and_who_is_not_in_it_any_more(
    before: list[uuid.UUID], after: list[uuid.UUID], new: set[uuid.UUID], gone: set[uuid.UUID]
) -> None:
    assert rules.changed(before, after) == (frozenset(new), frozenset(gone))
