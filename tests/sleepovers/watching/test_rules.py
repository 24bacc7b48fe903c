"""Which asks of a family count as unmet, and how that is said."""

import datetime as dt

import pytest

from constellations.core.clock import Month
from sleepovers.asks.unmet.figures.rules import Outcome
from sleepovers.watching.rules import Asked, unmet_of
from sleepovers.watching.words import strain_words, unmet_words

TODAY = dt.date(2026, 11, 22)
FRIDAY = dt.date(2026, 11, 20)
DAY = dt.timedelta(days=1)


def ask(days: int, outcome: Outcome, nights: int = 2) -> Asked:
    """An ask for some nights from so many days after a Friday on."""
    return Asked(FRIDAY + days * DAY, nights, outcome)


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [
        (Outcome.DECLINED, True),
        (Outcome.UNANSWERED, True),
        (Outcome.CALLED_OFF, True),
        (Outcome.WITHDRAWN, False),
        (Outcome.OPEN, False),
        (Outcome.MET, False),
    ],
)
def test_what_leaves_a_family_without_a_bed_is_unmet(outcome: Outcome, counts: bool) -> None:
    assert bool(unmet_of([ask(0, outcome)], TODAY)) is counts


@pytest.mark.parametrize(("days", "counts"), [(-58, True), (-59, False), (20, True)])
def test_it_counts_for_two_months(days: int, counts: bool) -> None:
    assert bool(unmet_of([ask(days, Outcome.DECLINED)], TODAY)) is counts


def test_who_asked_again_and_had_a_bed_lacks_none() -> None:
    declined = ask(0, Outcome.DECLINED)
    assert unmet_of([declined, ask(0, Outcome.MET)], TODAY) == []
    assert unmet_of([declined, ask(-1, Outcome.MET, nights=3)], TODAY) == []
    assert unmet_of([declined, ask(0, Outcome.MET, nights=1)], TODAY) == [declined]


def test_while_another_home_has_yet_to_answer_nothing_is_unmet() -> None:
    declined = ask(0, Outcome.DECLINED)
    assert unmet_of([declined, ask(0, Outcome.OPEN)], TODAY) == []
    assert unmet_of([declined, ask(0, Outcome.UNANSWERED)], TODAY) == [declined]
    # Of two nights one is asked for again.
    assert unmet_of([declined, ask(1, Outcome.OPEN, nights=1)], TODAY) == [declined]


@pytest.mark.parametrize(
    ("other", "is_unmet"),
    [
        (None, True),
        (ask(0, Outcome.MET, nights=0), False),
        (ask(0, Outcome.OPEN, nights=0), False),
        (ask(0, Outcome.MET), False),
        (ask(1, Outcome.MET, nights=0), True),
        (ask(-2, Outcome.MET), True),
    ],
)
def test_a_visit_by_day_of_which_nothing_came_is_unmet_too(other: Asked | None, is_unmet: bool) -> None:
    visit = ask(0, Outcome.DECLINED, nights=0)
    asks = [visit] if other is None else [visit, other]
    assert unmet_of(asks, TODAY) == ([visit] if is_unmet else [])


def test_a_visit_by_day_is_no_bed_for_the_night() -> None:
    visit, nights = ask(0, Outcome.DECLINED, nights=0), ask(0, Outcome.DECLINED)
    assert unmet_of([nights, ask(0, Outcome.MET, nights=0)], TODAY) == [nights]
    assert unmet_of([nights, visit], TODAY) == [visit, nights]
    assert unmet_of([visit, visit], TODAY) == [visit]


def test_the_same_nights_asked_for_twice_are_unmet_once() -> None:
    asks = [ask(7, Outcome.UNANSWERED), ask(0, Outcome.DECLINED), ask(0, Outcome.UNANSWERED)]
    assert [one.first_day for one in unmet_of(asks, TODAY)] == [FRIDAY, FRIDAY + 7 * DAY]


@pytest.mark.parametrize(
    ("asks", "words"),
    [
        (1, "ask unmet, for Fri 20 Nov"),
        (2, "ask unmet twice, last for Fri 27 Nov"),
        (3, "ask unmet 3 times, last for Fri 4 Dec"),
    ],
)
def test_it_is_said_how_often_and_for_when(asks: int, words: str) -> None:
    assert unmet_words([ask(7 * week, Outcome.DECLINED) for week in range(asks)]) == words


@pytest.mark.parametrize(
    ("nights", "since", "stay", "words"),
    [
        (17, "2026-08-29", None, "17 nights in November 2026 and no free weekend since 29 August"),
        (12, None, None, "12 nights in November 2026"),
        (None, "2026-10-31", None, "no free weekend since 31 October"),
        (None, None, 15, "a stay of 15 nights"),
        (1, "2026-10-31", 15, "1 night in November 2026, no free weekend since 31 October and a stay of 15 nights"),
    ],
)
def test_strain_is_said_in_nights_and_weekends(
    nights: int | None, since: str | None, stay: int | None, words: str
) -> None:
    month = (nights, Month(2026, 11)) if nights else None
    assert strain_words(month, dt.date.fromisoformat(since) if since else None, stay) == words
