"""Who finishes a return and when, and what may be said in it."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from constellations.core.clock import ALWAYS, Month
from constellations.rules import Span
from sleepovers.returns import rules
from sleepovers.returns.rules import Answers, HubSpan

OCTOBER, TODAY = Month(2026, 10), dt.date(2026, 11, 22)
OSEI, LINDQVIST = uuid.UUID(int=1), uuid.UUID(int=2)
CHANGE = dt.date(2026, 10, 16)
HUBS = (HubSpan(OSEI, "Osei", Span(ALWAYS, CHANGE)), HubSpan(LINDQVIST, "Lindqvist", Span(CHANGE)))


def homes(found: tuple[HubSpan, ...]) -> list[str]:
    return [one.home for one in found]


@pytest.mark.parametrize(
    ("month", "during", "at_end"),
    [
        (Month(2026, 9), ["Osei"], ["Osei"]),
        (OCTOBER, ["Osei", "Lindqvist"], ["Lindqvist"]),
        (Month(2026, 11), ["Lindqvist"], ["Lindqvist"]),
    ],
)
def test_both_hubs_of_a_month_read_and_the_one_of_its_end_finishes(
    month: Month, during: list[str], at_end: list[str]
) -> None:
    assert homes(rules.hubs_during(HUBS, month)) == during
    assert homes(rules.hubs_at_end(HUBS, month)) == at_end


@pytest.mark.parametrize(
    ("home_id", "is_staff", "somebody_can", "may"),
    [
        (LINDQVIST, False, True, True),
        (OSEI, False, True, False),
        (None, False, True, False),
        (None, True, True, False),
        (None, True, False, True),
    ],
)
def test_staff_finish_only_what_nobody_of_the_hub_can(
    home_id: uuid.UUID | None, is_staff: bool, somebody_can: bool, may: bool
) -> None:
    ending = [replace(one, can_sign_in=somebody_can) for one in rules.hubs_at_end(HUBS, OCTOBER)]
    assert rules.may_finish(ending, home_id, is_staff=is_staff) is may


def test_a_month_has_a_return_from_the_one_on_in_which_the_constellation_began() -> None:
    for began in (None, dt.date(2026, 10, 31), dt.date(2024, 9, 1)):
        rules.must_have_return(OCTOBER, began, None, TODAY)
    with pytest.raises(rules.BeforeItBegan, match="began on Sunday 1 November 2026. It has no return for a month"):
        rules.must_have_return(OCTOBER, dt.date(2026, 11, 1), None, TODAY)


def test_a_month_has_a_return_up_to_the_one_in_which_the_constellation_closed() -> None:
    for closed in (None, dt.date(2026, 10, 2), dt.date(2027, 1, 1)):
        rules.must_have_return(OCTOBER, None, closed, TODAY)
    with pytest.raises(rules.AfterItClosed, match="closed on Thursday 1 October 2026. It has no return for a month"):
        rules.must_have_return(OCTOBER, None, dt.date(2026, 10, 1), TODAY)


def test_who_was_the_hub_before_it_closed_finishes_its_last_return() -> None:
    assert homes(rules.hubs_at_end(HUBS, OCTOBER, CHANGE)) == ["Osei"]
    assert homes(rules.hubs_at_end(HUBS, OCTOBER, dt.date(2027, 1, 1))) == ["Lindqvist"]


def test_a_month_to_come_has_none() -> None:
    rules.must_have_return(Month(2026, 11), None, None, TODAY)
    with pytest.raises(rules.StillToCome, match="December 2026 has not begun yet"):
        rules.must_have_return(Month(2026, 12), None, None, TODAY)


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ([], None),
        ([dt.date(2025, 2, 1), dt.date(2024, 9, 1)], dt.date(2024, 9, 1)),
        ([ALWAYS, dt.date(2024, 9, 1)], None),
    ],
)
def test_a_constellation_began_with_its_first_home(starts: list[dt.date], expected: dt.date | None) -> None:
    assert rules.began_on(Span(one) for one in starts) == expected


def test_the_list_goes_back_a_year_and_not_beyond_the_beginning() -> None:
    months = rules.months_shown(None, TODAY)
    assert (months[0], months[-1], len(months)) == (Month(2026, 11), Month(2025, 11), 13)
    assert rules.months_shown(dt.date(2026, 10, 31), TODAY) == (Month(2026, 11), OCTOBER)
    assert rules.months_shown(dt.date(2027, 1, 1), TODAY) == ()


def test_a_return_is_submitted_from_the_1st_on() -> None:
    with pytest.raises(rules.MonthNotOver, match="October 2026 is not over yet.* from Sunday 1 November 2026 on"):
        rules.must_be_over(OCTOBER, dt.date(2026, 10, 31))
    rules.must_be_over(OCTOBER, dt.date(2026, 11, 1))


@pytest.mark.parametrize(
    ("answer", "many", "expected"), [("yes", 2, 2), ("no", None, 0), ("no", 3, 0), ("", None, None), ("maybe", 1, None)]
)
def test_an_answer_is_no_or_yes_with_a_number(answer: str, many: int | None, expected: int | None) -> None:
    assert rules.averted("endings", answer, many) == expected


@pytest.mark.parametrize("many", [None, 0, -1])
def test_yes_wants_a_number(many: int | None) -> None:
    with pytest.raises(rules.HowMany, match="a number from 1 to 20") as raised:
        rules.averted("endings", "yes", many)
    assert raised.value.about == "endings_many"


@pytest.mark.parametrize(
    ("answers", "about"),
    [(Answers(21, 0), "resignations_many"), (Answers(0, -1), "endings_many"), (Answers(story="x" * 1501), "story")],
)
def test_what_nobody_can_mean_is_refused(answers: Answers, about: str) -> None:
    with pytest.raises((rules.HowMany, rules.StoryTooLong)) as raised:
        rules.must_be_sound(answers)
    assert raised.value.about == about


def test_a_story_is_tidied() -> None:
    assert rules.must_be_sound(Answers(20, 0, f"  {'x' * 1500}\n", True)) == Answers(20, 0, "x" * 1500, True)


@pytest.mark.parametrize(("answers", "about"), [(Answers(None, 0), "resignations"), (Answers(0, None), "endings")])
def test_both_questions_are_answered(answers: Answers, about: str) -> None:
    with pytest.raises(rules.NotSaid, match="Say yes or no") as raised:
        rules.must_be_answered(answers)
    assert raised.value.about == about
    rules.must_be_answered(Answers(0, 1))


def test_a_name_is_asked_about_once() -> None:
    with pytest.raises(rules.MayName, match="may be a child’s name") as raised:
        rules.must_name_nobody("story", True, False)
    assert raised.value.about == "story"
    rules.must_name_nobody("story", True, True)
    rules.must_name_nobody("story", False, False)


def test_words_are_some_and_not_too_many() -> None:
    assert rules.tidy_words(" Look again. ") == "Look again."
    for words in ("", "  ", "x" * 501):
        with pytest.raises(rules.NoWords, match="at most 500 letters"):
            rules.tidy_words(words)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (rules.NotTheHub(), "The home that was the hub when the month ended finishes this return."),
        (rules.NotOpen(), "This return was submitted already."),
        (rules.NotSubmitted(), "This return does not wait for you any more."),
        (rules.NotLocked(), "This return is not locked."),
        (rules.Overtaken(), "Somebody else changed this return meanwhile."),
        (rules.StoryTooLong(), "Say it in fewer words: at most 1,500 letters."),
    ],
)
def test_each_refusal_says_what_to_do(error: Exception, words: str) -> None:
    assert str(error).startswith(words)
