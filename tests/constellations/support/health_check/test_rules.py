"""When the health check is open, what it asks, and whose results are shown: tables, and every small case."""

import datetime as dt
import itertools
import uuid

import pytest

from constellations.region.rules import SMALLEST_SHOWN
from constellations.support.health_check.rules import (
    QUESTIONS,
    Agrees,
    AnswerEach,
    AnsweredAlready,
    BadQuestions,
    Group,
    NotOpen,
    check_answers,
    is_open,
    may_show_whole,
    opens_on,
    questions_read,
    shown_groups,
)

MARCH = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        ("2026-02-28", None),
        ("2026-03-01", "2026-03-01"),
        ("2026-03-28", "2026-03-01"),
        ("2026-03-29", None),
        ("2026-09-01", "2026-09-01"),
        ("2026-11-22", None),
    ],
)
def test_it_opens_twice_a_year_for_four_weeks(today: str, first: str | None) -> None:
    assert opens_on(dt.date.fromisoformat(today)) == (dt.date.fromisoformat(first) if first else None)


def test_it_is_open_up_to_the_day_on_which_it_is_over() -> None:
    over = dt.date(2026, 3, 29)
    days = (dt.date(2026, 2, 28), MARCH, dt.date(2026, 3, 28), over)
    assert [is_open(MARCH, over, one) for one in days] == [False, True, True, False]


def test_sentences_stand_one_on_each_line() -> None:
    assert questions_read("  I  sleep well. \n\n I have help.\r\n") == ("I sleep well.", "I have help.")
    assert questions_read("\n".join(QUESTIONS)) == QUESTIONS


@pytest.mark.parametrize(
    "text", ["", " \n ", "Same.\nSame.", "\n".join(f"Sentence {n}." for n in range(9)), "x" * 121, "a\x00b"]
)
def test_a_few_short_sentences_are_asked_each_once(text: str) -> None:
    with pytest.raises(BadQuestions, match="Write one to 8 sentences, one on each line, each once and up to 120"):
        questions_read(text)


def test_every_sentence_gets_an_answer() -> None:
    check_answers((1, 2), {1: Agrees.YES, 2: Agrees.RATHER_NOT})
    for answers in ({1: Agrees.YES}, {1: Agrees.YES, 2: Agrees.NO, 3: Agrees.NO}):
        with pytest.raises(AnswerEach, match="Answer each sentence."):
            check_answers((1, 2), answers)


def groups(*answers: int, without: int = 0) -> list[Group]:
    """So many answers in each constellation, and of carers of none."""
    return [Group(uuid.UUID(int=n), count) for n, count in enumerate(answers, 1)] + [Group(None, without)]


def shown(*answers: int, without: int = 0) -> list[int]:
    """How many answers each shown group has."""
    return [one.answers for one in shown_groups(groups(*answers, without=without))]


@pytest.mark.parametrize(
    ("answers", "without", "seen"),
    [
        ((), 0, []),
        ((4,), 0, []),
        ((5,), 0, [5]),
        ((7, 5), 0, [7, 5]),
        # The rest of one would be four: the smallest that could be shown is hidden with it.
        ((7, 5, 4), 0, [7]),
        ((7, 4), 0, []),
        # Together the small ones are five: what is left tells of nobody.
        ((7, 3, 2), 0, [7]),
        ((7, 0), 0, [7]),
        ((7, 6), 1, [7]),
        ((7,), 1, []),
        ((7,), 5, [7]),
        ((), 9, []),
    ],
)
def test_neither_a_group_nor_what_is_left_tells_of_fewer_than_five(
    answers: tuple[int, ...], without: int, seen: list[int]
) -> None:
    assert shown(*answers, without=without) == seen


def test_whatever_somebody_takes_from_the_whole_it_is_nobody_or_five() -> None:
    for answers in itertools.product(range(9), repeat=3):
        for without in (0, 1, 4, 5):
            found = shown_groups(groups(*answers, without=without))
            total = sum(answers) + without
            # A liaison worker sees some of the shown ones beside the whole, and so do two of them together.
            for some in itertools.chain.from_iterable(itertools.combinations(found, n) for n in range(len(found) + 1)):
                left = total - sum(one.answers for one in some)
                assert left == 0 or left >= SMALLEST_SHOWN or not some, (answers, without, some)
            assert all(one.answers >= SMALLEST_SHOWN for one in found)


def test_the_whole_service_is_shown_from_five_answers_on() -> None:
    assert not may_show_whole(groups(2, 2))
    assert may_show_whole(groups(2, 2, without=1))


def test_what_cannot_be_is_said_with_what_to_do() -> None:
    assert NotOpen().words.endswith("It opens on 1 March and on 1 September.")
    assert "it cannot be changed" in AnsweredAlready().words
