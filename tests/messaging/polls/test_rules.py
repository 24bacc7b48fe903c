"""What a poll may ask, who may still answer it, and which day suits most."""

import datetime as dt

import pytest

from constellations.core.errors import RoostError
from messaging.polls import rules
from messaging.polls.rules import Asking, PollKind, Says

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (("Soup", "Stew"), ("Soup", "Stew")),
        ((" Soup ", "", "Stew", "Soup"), ("Soup", "Stew")),
        (("bell\x07", "\u202eturned"), ("bell", "turned")),
        (tuple("abcdefghij"), tuple("abcdefghij")),
    ],
)
def test_answers_are_kept_once_and_in_order(lines: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert rules.answers_of(lines) == kept
    assert rules.checked(Asking(PollKind.ANSWERS, answers=lines, days=(TODAY,)), TODAY) == Asking(
        PollKind.ANSWERS, answers=kept
    )


@pytest.mark.parametrize(
    ("lines", "refused", "words"),
    [
        ((), rules.TooFewAnswers, "at least two"),
        (("Soup", " Soup "), rules.TooFewAnswers, "at least two"),
        (tuple("abcdefghijk"), rules.TooManyAnswers, "at most 10 answers"),
        (("x" * 121, "y"), rules.AnswerTooLong, "at most 120 letters"),
    ],
)
def test_too_few_too_many_and_too_long_are_said_plainly(
    lines: tuple[str, ...], refused: type[RoostError], words: str
) -> None:
    with pytest.raises(refused, match=words):
        rules.checked(Asking(PollKind.ANSWERS, answers=lines), TODAY)


def test_days_come_in_order_and_each_may_be_answered() -> None:
    asked = rules.checked(Asking(PollKind.DAYS, days=(TODAY + DAY, TODAY, TODAY), answers=("x",)), TODAY)
    assert (asked.days, asked.answers, asked.several) == ((TODAY, TODAY + DAY), (), True)


@pytest.mark.parametrize(
    ("days", "refused", "words"),
    [
        ((TODAY,), rules.TooFewAnswers, "at least two"),
        ((TODAY - DAY, TODAY), rules.DayNotAhead, "from today on"),
        ((TODAY, TODAY + 367 * DAY), rules.DayNotAhead, "from today on"),
        (tuple(TODAY + n * DAY for n in range(11)), rules.TooManyAnswers, "at most 10"),
    ],
)
def test_days_lie_within_a_year(days: tuple[dt.date, ...], refused: type[RoostError], words: str) -> None:
    with pytest.raises(refused, match=words):
        rules.days_of(days, TODAY)


@pytest.mark.parametrize("closes_on", [TODAY - DAY, TODAY + 367 * DAY])
def test_a_last_day_lies_within_a_year(closes_on: dt.date) -> None:
    with pytest.raises(rules.ClosesTooSoon, match="or leave it empty"):
        rules.checked(Asking(PollKind.ANSWERS, answers=("a", "b"), closes_on=closes_on), TODAY)
    today = Asking(PollKind.ANSWERS, answers=("a", "b"), closes_on=TODAY)
    assert rules.checked(today, TODAY) == today


@pytest.mark.parametrize(
    ("is_closed", "closes_on", "found"),
    [
        (False, None, True),
        (True, None, False),
        (False, TODAY, True),
        (False, TODAY - DAY, False),
        (True, TODAY, False),
    ],
)
def test_a_poll_is_open_to_the_end_of_its_last_day(is_closed: bool, closes_on: dt.date | None, found: bool) -> None:
    assert rules.is_open(is_closed, closes_on, TODAY) is found


@pytest.mark.parametrize("says", [*Says, None])
def test_of_words_one_says_yes_or_nothing_and_of_days_all_three(says: Says | None) -> None:
    rules.must_be_sayable(PollKind.DAYS, says)
    if says in (Says.YES, None):
        rules.must_be_sayable(PollKind.ANSWERS, says)
        return
    with pytest.raises(rules.NotAnAnswer, match="that the poll offers"):
        rules.must_be_sayable(PollKind.ANSWERS, says)


@pytest.mark.parametrize(("some", "most", "found"), [(0, 0, 0), (1, 3, 33), (3, 3, 100), (0, 4, 0)])
def test_a_bar_is_as_long_as_its_part_of_those_who_answered(some: int, most: int, found: int) -> None:
    assert rules.percent(some, most) == found


@pytest.mark.parametrize(
    ("counts", "best"),
    [
        ([], set()),
        ([(0, 0), (0, 0)], set()),
        ([(3, 0), (2, 5)], {0}),
        ([(2, 1), (2, 3), (2, 3)], {1, 2}),
        ([(0, 1), (0, 0)], {0}),
    ],
)
def test_the_day_with_most_yes_suits_most_then_with_most_if_need_be(
    counts: list[tuple[int, int]], best: set[int]
) -> None:
    assert rules.best_days(counts) == best


def test_what_stands_is_said_plainly() -> None:
    assert "closed" in rules.PollClosed().words
    assert "Only who asked" in rules.NotWhoAsked().words
    assert "the question stands" in rules.QuestionStands().words
    assert "No day is chosen yet" in rules.NoDayChosen().words
    assert "in the calendar already" in rules.InTheCalendarAlready().words
