"""What stands on a stay card, when its host may read it, when it is confirmed, and how its readers are listed."""

import datetime as dt

import pytest

from constellations.core.errors import RuleBroken
from sleepovers.cards import rules
from sleepovers.cards.rules import PARTS, CardWords, Reading, ReadOnDay, Shown, window_of
from sleepovers.cards.words import PART_HINTS, PART_WORDS, SHOWN_WORDS
from sleepovers.rules import Moment, StayState

JAZ = CardWords(called="Jaz", routine="Tea at five.\nBath.", no_contact="“Uncle” Ray", phones="07700 900111 ✆")


def utc(text: str) -> dt.datetime:
    """An instant, as it is written."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def moment(text: str) -> Moment:
    """A moment, as it is written."""
    return Moment.parse(text)


class TestWords:
    """What is written down is read again, word for word."""

    def test_a_card_is_read_as_it_was_written(self) -> None:
        assert CardWords.read(JAZ.written) == JAZ
        assert CardWords.read("{}") == CardWords()

    def test_parts_that_this_roost_does_not_know_are_left_out_and_missing_ones_are_empty(self) -> None:
        assert CardWords.read('{"called": "Jaz", "shoe_size": "3"}') == CardWords(called="Jaz")

    def test_what_is_said_and_what_differs_is_named_in_the_order_of_the_card(self) -> None:
        assert JAZ.said == ("called", "routine", "no_contact", "phones")
        assert CardWords(phones="x", routine=JAZ.routine).differing(JAZ) == ("called", "no_contact", "phones")
        assert JAZ.differing(JAZ) == ()

    def test_a_card_on_which_nothing_is_said_is_empty(self) -> None:
        assert CardWords().is_empty
        assert not JAZ.is_empty

    def test_every_part_has_its_words_in_the_same_order(self) -> None:
        assert tuple(PART_WORDS) == tuple(PART_HINTS) == PARTS
        assert set(SHOWN_WORDS) == set(Shown)


class TestWindow:
    """From 24 hours before to 48 hours after, as a London wall counts them."""

    @pytest.mark.parametrize(
        ("arrive", "depart", "opens", "closes"),
        [
            pytest.param("2026-11-27T17:00", "2026-11-29T10:30", "2026-11-26T17:00", "2026-12-01T10:30", id="winter"),
            pytest.param("2026-07-03T17:00", "2026-07-05T10:30", "2026-07-02T16:00", "2026-07-07T09:30", id="summer"),
            pytest.param("2026-11-27", "2026-11-29", "2026-11-26T00:00", "2026-12-02T00:00", id="no times: whole days"),
            pytest.param("2026-11-28T01:40", "2026-11-28", "2026-11-27T01:40", "2026-12-01T00:00", id="small hours"),
            # On 25 October 2026 the clocks go back: Saturday 17:00 is summer time, Sunday 17:00 is not.
            pytest.param("2026-10-25T17:00", "2026-10-26T09:00", "2026-10-24T16:00", "2026-10-28T09:00", id="25 hours"),
            pytest.param("2026-10-23T17:00", "2026-10-24T09:00", "2026-10-22T16:00", "2026-10-26T09:00", id="49 hours"),
            # On 28 March 2027 they go forward.
            pytest.param("2027-03-28T17:00", "2027-03-29T09:00", "2027-03-27T17:00", "2027-03-31T08:00", id="23 hours"),
            pytest.param("2027-03-26T17:00", "2027-03-27T09:00", "2027-03-25T17:00", "2027-03-29T08:00", id="47 hours"),
            # A wall time that comes twice opens with the first and closes with the second.
            pytest.param("2026-10-26T01:30", "2026-10-26T09:00", "2026-10-25T00:30", "2026-10-28T09:00", id="twice"),
            pytest.param("2026-10-22T18:00", "2026-10-23T01:30", "2026-10-21T17:00", "2026-10-25T01:30", id="closing"),
            # One that never comes: half past one on 28 March 2027.
            pytest.param("2027-03-29T01:30", "2027-03-30T09:00", "2027-03-28T00:30", "2027-04-01T08:00", id="never"),
        ],
    )
    def test_when_the_host_may_read(self, arrive: str, depart: str, opens: str, closes: str) -> None:
        window = window_of(moment(arrive), moment(depart))
        assert (window.opens, window.closes) == (utc(opens), utc(closes))

    def test_it_is_open_from_its_first_instant_until_just_before_its_last(self) -> None:
        window = window_of(moment("2026-11-27T17:00"), moment("2026-11-29T10:30"))
        second = dt.timedelta(seconds=1)
        instants = (window.opens - second, window.opens, window.closes - second, window.closes)
        assert [instant in window for instant in instants] == [False, True, True, False]


@pytest.mark.parametrize(
    ("state", "today", "may"),
    [
        (StayState.AGREED, "2026-11-19", False),
        (StayState.AGREED, "2026-11-20", True),
        (StayState.UNDER_WAY, "2026-11-28", True),
        (StayState.HAPPENED, "2026-11-29", True),
        (StayState.AGREED, "2026-11-30", False),
        (StayState.CANCELLED, "2026-11-27", False),
    ],
)
def test_a_card_is_confirmed_in_the_week_before_a_stay_and_while_it_lasts(
    state: StayState, today: str, may: bool
) -> None:
    days = (dt.date(2026, 11, 27), dt.date(2026, 11, 29), dt.date.fromisoformat(today))
    assert rules.may_confirm(state, *days) is may


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (StayState.AGREED, True),
        (StayState.UNDER_WAY, True),
        (StayState.HAPPENED, True),
        (StayState.CANCELLED, False),
    ],
)
def test_a_stay_that_was_called_off_has_no_host(state: StayState, may: bool) -> None:
    assert rules.may_be_hosted(state) is may


class TestReads:
    """One line for a person, a London day and what was read."""

    def test_several_readings_of_a_day_are_one_line_with_the_last_time(self) -> None:
        moira = [Reading("Moira", "Kelly", Shown.CARD, utc(f"2026-11-27T{hour}:00")) for hour in ("18", "21", "19")]
        assert rules.reads_by_day(moira) == [ReadOnDay("Moira", "Kelly", Shown.CARD, utc("2026-11-27T21:00"), 3)]

    def test_other_people_days_and_pages_are_lines_of_their_own_the_latest_first(self) -> None:
        found = rules.reads_by_day(
            [
                Reading("Moira", "Kelly", Shown.CARD, utc("2026-07-03T22:30")),
                # Half past midnight in London.
                Reading("Moira", "Kelly", Shown.CARD, utc("2026-07-03T23:30")),
                Reading("Moira", "Kelly", Shown.HANDOVER, utc("2026-07-03T23:40")),
                Reading("Dee", "liaison worker", Shown.CARD, utc("2026-07-03T12:00")),
            ]
        )
        assert [(line.who, line.shown, line.last_at.hour, line.times) for line in found] == [
            ("Moira", Shown.HANDOVER, 23, 1),
            ("Moira", Shown.CARD, 23, 1),
            ("Moira", Shown.CARD, 22, 1),
            ("Dee", Shown.CARD, 12, 1),
        ]

    def test_where_nobody_has_read_there_is_no_line(self) -> None:
        assert rules.reads_by_day([]) == []


@pytest.mark.parametrize(
    ("refusal", "says"),
    [
        (rules.EmptyCard(), "Write down at least one thing"),
        (rules.ChangedMeanwhile(), "stands beside your words"),
        (rules.CardLocked(), "Nothing on it was changed or lost"),
        (rules.OpensLater("Fri 27 Nov, 17:00"), "from Fri 27 Nov, 17:00 on"),
        (rules.ClosedAgain("Tue 1 Dec, 10:30"), "closed on Tue 1 Dec, 10:30"),
        (rules.NothingToConfirm(), "in the week before a sleepover"),
    ],
)
def test_each_refusal_says_what_to_do(refusal: RuleBroken, says: str) -> None:
    assert says in refusal.words
