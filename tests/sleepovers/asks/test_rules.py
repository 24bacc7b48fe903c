"""What may be asked for, what becomes of an ask, and how much notice was given."""

import datetime as dt

import pytest

from constellations.core.errors import RoostError
from sleepovers.asks import rules
from sleepovers.asks.rules import few_names, must_be_askable, must_still_be_ahead, notice_hours, repeated, state_of_ask
from sleepovers.rules import AnswerState, AskState, DepartsBeforeArriving, Moment

TODAY = dt.date(2026, 11, 22)
WAITING, AGREED, DECLINED, OTHER_NIGHTS, OTHER_HOME, NOT_NEEDED = (
    AnswerState.WAITING,
    AnswerState.AGREED,
    AnswerState.DECLINED,
    AnswerState.OTHER_NIGHTS,
    AnswerState.OTHER_HOME,
    AnswerState.NOT_NEEDED,
)


@pytest.mark.parametrize(
    ("arrive", "depart", "broken"),
    [
        ("2026-11-22", "2026-11-23", None),
        ("2026-11-22T01:30", "2026-11-22", None),
        ("2026-11-27", "2026-12-24", None),
        ("2026-11-27T17:00", "2026-11-27T19:00", rules.NoNight),
        ("2026-11-27", "2026-11-27", rules.NoNight),
        ("2026-11-21", "2026-11-23", rules.PastNights),
        ("2026-11-27", "2026-12-25", rules.TooLong),
        ("2026-11-27T02:00", "2026-12-24", rules.TooLong),
        ("2027-11-23", "2027-11-24", None),
        ("2027-11-24", "2027-11-25", rules.TooFarAhead),
        ("2026-11-28", "2026-11-27", DepartsBeforeArriving),
    ],
)
def test_nights_that_may_be_asked_for(arrive: str, depart: str, broken: type[RoostError] | None) -> None:
    ends = Moment.parse(arrive), Moment.parse(depart)
    if broken is None:
        must_be_askable(*ends, TODAY)
        assert ends[0].on >= TODAY
    else:
        with pytest.raises(broken):
            must_be_askable(*ends, TODAY)


def test_an_ask_can_be_agreed_to_until_its_first_day_is_over() -> None:
    must_still_be_ahead(Moment(TODAY), TODAY)
    with pytest.raises(rules.NoLongerOpen, match="The nights of this ask are over"):
        must_still_be_ahead(Moment(TODAY - dt.timedelta(days=1)), TODAY)


def test_the_same_weekend_is_asked_for_week_after_week_whatever_the_clocks_do() -> None:
    weeks = repeated(Moment.parse("2027-03-19T17:00"), Moment.parse("2027-03-21"), 3)
    assert [(came.iso, left.iso) for came, left in weeks] == [
        ("2027-03-19T17:00", "2027-03-21"),
        ("2027-03-26T17:00", "2027-03-28"),
        ("2027-04-02T17:00", "2027-04-04"),
    ]
    assert repeated(Moment(TODAY), Moment(TODAY), 1) == ((Moment(TODAY), Moment(TODAY)),)


@pytest.mark.parametrize(
    ("answers", "children", "with_stay", "state"),
    [
        ([WAITING], 1, 0, AskState.OPEN),
        ([DECLINED, WAITING], 1, 0, AskState.OPEN),
        ([DECLINED, OTHER_NIGHTS], 1, 0, AskState.OPEN),
        ([DECLINED], 1, 0, AskState.DECLINED),
        ([DECLINED, OTHER_HOME, NOT_NEEDED], 1, 0, AskState.DECLINED),
        ([], 1, 0, AskState.DECLINED),
        ([AGREED, WAITING], 1, 1, AskState.AGREED),
        ([AGREED, WAITING], 2, 1, AskState.OPEN),
        ([AGREED, DECLINED], 2, 1, AskState.DECLINED),
        ([AGREED, AGREED], 2, 2, AskState.AGREED),
    ],
)
def test_what_becomes_of_an_ask(answers: list[AnswerState], children: int, with_stay: int, state: AskState) -> None:
    assert state_of_ask(answers, children, with_stay) is state


@pytest.mark.parametrize(
    ("arrive", "at", "hours"),
    [
        ("2026-11-27", "2026-11-27T17:59Z", 0),
        ("2026-11-27", "2026-11-27T17:00Z", 1),
        ("2026-11-27", "2026-11-26T18:00Z", 24),
        ("2026-11-27T16:30", "2026-11-27T14:31Z", 1),
        ("2026-11-27T16:30", "2026-11-27T20:00Z", 0),
        ("2026-10-25", "2026-10-24T17:00Z", 25),
        ("2026-07-10", "2026-07-10T16:00Z", 1),
    ],
)
def test_notice_is_counted_in_whole_hours_up_to_the_evening_in_london(arrive: str, at: str, hours: int) -> None:
    assert notice_hours(Moment.parse(arrive), dt.datetime.fromisoformat(at)) == hours


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Ash"], "Ash"),
        (["Ash", "Birch"], "Ash and Birch"),
        (["Ash", "Birch", "Cole"], "Ash, Birch and Cole"),
        (["Ash", "Birch", "Cole", "Dean"], "Ash, Birch and 2 more"),
    ],
)
def test_names_are_said_as_people_say_them(names: list[str], said: str) -> None:
    assert few_names(names) == said


@pytest.mark.parametrize("state", [state for state in AskState if state is not AskState.OPEN])
def test_an_ask_that_has_ended_says_how_in_its_own_words(state: AskState) -> None:
    words = rules.NoLongerOpen(state).words
    assert words.endswith(".")
    assert len({rules.NoLongerOpen(each).words for each in rules.NoLongerOpen.WORDS}) == len(AskState) - 1


@pytest.mark.parametrize(
    ("last_night", "home_again"),
    [
        (dt.date(2026, 11, 29), dt.date(2026, 11, 30)),
        (dt.date(2026, 12, 31), dt.date(2027, 1, 1)),
        (dt.date.max, dt.date.max),
    ],
)
def test_home_is_the_day_after_the_last_night(last_night: dt.date, home_again: dt.date) -> None:
    assert rules.morning_after(last_night) == home_again


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ([], "Moira has no bed free on Fri 27 Nov: it was just taken."),
        (["Patel"], "Moira has no bed free on Fri 27 Nov: it was just taken. Patel has one free."),
        (["Patel", "Ash"], "Moira has no bed free on Fri 27 Nov: it was just taken. Patel and Ash have one free."),
    ],
)
def test_a_bed_just_taken_is_said_of_the_first_night_with_who_has_one(others: list[str], words: str) -> None:
    nights = [dt.date(2026, 11, 28), dt.date(2026, 11, 27)]
    assert rules.just_taken_words("Moira", nights, others) == words
