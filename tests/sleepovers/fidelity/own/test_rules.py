"""What a service may ask for, and how the items of its own stand."""

import datetime as dt

import pytest

from constellations.core.errors import Conflict, RuleBroken
from sleepovers.fidelity.own import rules
from sleepovers.fidelity.own.rules import Answered
from sleepovers.fidelity.rules import Standing, Terms

TODAY = dt.date(2026, 11, 22)
YES = Answered(dt.date(2026, 9, 1), True)


def test_sizes_stand_the_right_way_round() -> None:
    rules.must_be_sound(Terms(smallest=7, largest=7))
    with pytest.raises(rules.SizesTheWrongWayRound, match="The largest size is less than the smallest"):
        rules.must_be_sound(Terms(smallest=8, largest=7))


def test_a_list_holds_each_item_once_and_twelve_at_most() -> None:
    rules.must_fit("They know each other", ["Others"] * 11)
    with pytest.raises(rules.AskedAlready, match="on the list already"):
        rules.must_fit("THEY know", ["they know"])
    with pytest.raises(rules.TooManyOwn, match="Your list has 12 items"):
        rules.must_fit("They know", ["Others"] * 12)


def test_nobody_answers_for_tomorrow() -> None:
    rules.must_be_over(TODAY, TODAY)
    with pytest.raises(rules.AnswerToCome, match="still to come"):
        rules.must_be_over(TODAY + dt.timedelta(days=1), TODAY)


def test_what_was_ended_is_not_asked_any_more() -> None:
    rules.must_be_asked(None)
    with pytest.raises(rules.AskedNoMore, match="not on the list any more"):
        rules.must_be_asked(TODAY)


def test_an_answer_given_meanwhile_is_read_first() -> None:
    rules.must_have_seen_all(1, [YES])
    with pytest.raises(rules.AnsweredMeanwhile, match="answered this meanwhile"):
        rules.must_have_seen_all(0, [YES])


def test_what_is_wrong_with_a_field_is_said_beside_it() -> None:
    assert [each.about for each in (rules.SizesTheWrongWayRound, rules.TooManyOwn, rules.AnswerToCome)] == [
        "largest",
        "words",
        "answered_on",
    ]
    assert issubclass(rules.AskedNoMore, Conflict)
    assert issubclass(rules.AskedAlready, RuleBroken)


@pytest.mark.parametrize(
    ("answered_on", "months", "expected"),
    [("2026-09-01", 3, "2026-12-01"), ("2026-08-31", 1, "2026-09-30"), ("2026-11-30", 3, "2027-02-28")],
)
def test_an_answer_holds_for_whole_months(answered_on: str, months: int, expected: str) -> None:
    assert rules.holds_until(dt.date.fromisoformat(answered_on), months) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("answer", "months", "expected"),
    [
        (None, 6, Standing.NOT_MET),
        (YES, 6, Standing.MET),
        (YES, 3, Standing.AMBER),
        (YES, 2, Standing.NOT_MET),
        (Answered(dt.date(2026, 5, 22), True), 6, Standing.NOT_MET),
        (Answered(dt.date(2026, 5, 23), True), 6, Standing.AMBER),
        (Answered(dt.date(2026, 6, 24), True), 6, Standing.MET),
        (Answered(TODAY, False), 6, Standing.NOT_MET),
    ],
)
def test_an_answer_runs_out_and_that_is_said_a_month_before(
    answer: Answered | None, months: int, expected: Standing
) -> None:
    standing, until = rules.own_standing(answer, months, TODAY)
    assert standing is expected
    assert until == (rules.holds_until(answer.answered_on, months) if answer else None)
