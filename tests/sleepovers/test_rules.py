"""Which nights a stay has, at the edges of rules 1 to 4 of the register format."""

import datetime as dt

import pytest

from constellations.core.errors import RuleBroken
from sleepovers.rules import (
    AnswerState,
    AskState,
    DepartsBeforeArriving,
    Moment,
    NightState,
    StayKind,
    StayState,
    departs_before_arriving,
    first_night,
    given_up_night,
    is_new_placement,
    is_over,
    may_have_happened,
    nights_end,
    nights_of,
)


def night(text: str) -> dt.date:
    """A date of 2026, or of the year given."""
    return dt.date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def moment(text: str) -> Moment:
    """A moment of 2026, or of the year given."""
    return Moment.parse(text if text.startswith("20") else f"2026-{text}")


def stay(arrive: str, depart: str) -> tuple[Moment, Moment]:
    """The two ends of a stay."""
    return moment(arrive), moment(depart)


def stayed(arrive: str, depart: str) -> list[str]:
    """The nights of a stay as text."""
    return [day.isoformat() for day in nights_of(*stay(arrive, depart))]


def test_the_words_are_those_of_the_register() -> None:
    assert list(StayKind) == ["planned", "emergency", "respite", "day_care", "outreach"]
    assert list(StayState) == ["agreed", "under_way", "happened", "cancelled"]
    assert list(AskState) == ["open", "agreed", "declined", "withdrawn", "unanswered"]
    theirs = ["waiting", "agreed", "declined", "other_nights", "other_home", "not_needed"]
    assert list(AnswerState) == theirs
    assert list(NightState) == ["planned", "happened", "not_stayed", "absent"]


class TestRuleOne:
    """A night is a date, however many hours it has."""

    def test_the_night_the_clocks_go_back_is_one_night(self) -> None:
        assert stayed("10-24", "10-25") == ["2026-10-24"]
        assert stayed("10-24T18:00", "10-25T18:00") == ["2026-10-24"]

    def test_the_night_the_clocks_go_forward_is_one_night(self) -> None:
        assert stayed("2027-03-27", "2027-03-28") == ["2027-03-27"]
        assert stayed("2027-03-27T23:59", "2027-03-28T02:00") == ["2027-03-27"]

    def test_the_leap_day_is_a_night_like_any_other(self) -> None:
        assert stayed("2028-02-27", "2028-03-01") == ["2028-02-27", "2028-02-28", "2028-02-29"]

    def test_a_night_is_over_from_the_next_day_on(self) -> None:
        assert not is_over(night("10-30"), today=night("10-29"))
        assert not is_over(night("10-30"), today=night("10-30"))
        assert is_over(night("10-30"), today=night("10-31"))


class TestRuleTwo:
    """With which night a stay starts."""

    @pytest.mark.parametrize(
        ("arrive", "first"),
        [
            ("11-01", "11-01"),
            ("11-01T06:00", "11-01"),
            ("11-01T23:59", "11-01"),
            ("11-01T00:00", "10-31"),
            ("11-01T01:40", "10-31"),
            ("11-01T05:59", "10-31"),
            ("2027-01-01T03:00", "2026-12-31"),
            ("2028-03-01T03:00", "2028-02-29"),
        ],
    )
    def test_an_arrival_before_six_starts_with_the_night_before(self, arrive: str, first: str) -> None:
        assert first_night(moment(arrive)) == night(first)


class TestRuleThree:
    """With which night a stay ends, and whether it has any."""

    @pytest.mark.parametrize("depart", ["11-02", "11-02T00:00", "11-02T01:40", "11-02T06:00", "11-02T23:59"])
    def test_the_night_of_the_departure_is_not_stayed_whatever_the_hour(self, depart: str) -> None:
        assert nights_end(moment("10-30"), moment(depart)) == night("11-02")
        assert stayed("10-30", depart) == ["2026-10-30", "2026-10-31", "2026-11-01"]

    @pytest.mark.parametrize(
        ("arrive", "depart"),
        [
            ("10-30", "10-30"),
            ("10-30T06:00", "10-30T23:59"),
            ("10-30T06:05", "10-30T20:00"),
            ("10-30T23:59", "10-30T23:59"),
            ("10-30T07:00", "10-30"),
            ("10-30", "10-30T05:00"),
        ],
    )
    def test_a_visit_within_one_day_has_no_night(self, arrive: str, depart: str) -> None:
        assert stayed(arrive, depart) == []

    @pytest.mark.parametrize(
        ("arrive", "depart"),
        [
            ("10-30T23:59", "10-31T00:00"),
            ("10-30T22:00", "10-31T02:00"),
            ("10-30T12:00", "10-31T00:00"),
            ("10-30", "10-31T00:00"),
            ("10-30T06:00", "10-31"),
            ("10-31T00:00", "10-31T00:00"),
            ("10-31T00:10", "10-31T03:00"),
            ("10-31T05:59", "10-31T06:00"),
            ("10-31T05:59", "10-31T23:59"),
            ("10-31T01:40", "10-31"),
        ],
    )
    def test_who_is_there_at_midnight_or_comes_before_six_has_that_night(self, arrive: str, depart: str) -> None:
        assert stayed(arrive, depart) == ["2026-10-30"]

    def test_an_arrival_before_six_adds_its_night_to_a_longer_stay(self) -> None:
        assert stayed("11-01T01:40", "11-02T17:00") == ["2026-10-31", "2026-11-01"]

    @pytest.mark.parametrize(
        ("arrive", "depart", "wrong"),
        [
            ("10-31", "10-30", True),
            ("10-31", "10-31", False),
            ("10-31T09:00", "10-31T08:59", True),
            ("10-31T09:00", "10-31T09:00", False),
            ("10-31T09:00", "10-30T10:00", True),
            ("10-31T09:00", "11-01T08:00", False),
            ("10-31T09:00", "10-31", False),
            ("10-31", "10-31T00:00", False),
            ("10-31T00:00", "10-30", True),
            ("10-31", "10-30T23:59", True),
        ],
    )
    def test_times_are_compared_where_both_are_given_else_dates(self, arrive: str, depart: str, wrong: bool) -> None:
        assert departs_before_arriving(*stay(arrive, depart)) is wrong

    @pytest.mark.parametrize(
        ("arrive", "depart", "wrong"),
        [
            # The clocks go back at 02:00 on 25 October 2026: every time from 01:00 to 01:59 comes twice.
            ("10-25T01:50", "10-25T01:10", False),
            ("10-25T01:10", "10-25T01:50", False),
            ("10-25T01:00", "10-25T00:59", True),
            ("10-25T02:00", "10-25T01:59", True),
            ("10-25T01:30", "10-25T17:00", False),
            # They go forward at 01:00 on 28 March 2027: no time from 01:00 to 01:59 comes at all.
            ("2027-03-28T01:30", "2027-03-28T02:10", False),
            ("2027-03-28T00:30", "2027-03-28T01:30", False),
            ("2027-03-28T01:30", "2027-03-28T00:20", True),
        ],
    )
    def test_a_time_that_the_clock_change_skips_or_repeats_is_accepted(
        self, arrive: str, depart: str, wrong: bool
    ) -> None:
        assert departs_before_arriving(*stay(arrive, depart)) is wrong

    def test_a_repeated_time_gives_the_night_of_its_date(self) -> None:
        assert stayed("10-25T01:50", "10-25T01:10") == ["2026-10-24"]

    def test_the_nights_of_a_stay_the_wrong_way_round_are_refused_in_plain_words(self) -> None:
        with pytest.raises(DepartsBeforeArriving, match="ends before it begins") as refused:
            stayed("10-31", "10-30")
        assert isinstance(refused.value, RuleBroken)


class TestRuleFour:
    """Who keeps the night on which a child was moved, and what can have happened."""

    @pytest.mark.parametrize(
        ("left", "came"),
        [("T00:00", "T00:00"), ("T01:40", "T02:10"), ("T05:59", "T05:59"), ("T00:00", "T05:59"), ("T03:00", "T02:50")],
    )
    def test_a_move_in_the_small_hours_leaves_the_night_to_the_later_stay(self, left: str, came: str) -> None:
        first, second = stay("10-28", f"10-31{left}"), stay(f"10-31{came}", "11-02")
        assert given_up_night(first, second) == night("10-30")
        assert given_up_night(second, first) is None

    @pytest.mark.parametrize(
        ("left", "came"),
        [
            ("10-31T06:00", "10-31T05:59"),
            ("10-31T05:59", "10-31T06:00"),
            ("10-31", "10-31T02:00"),
            ("10-31T02:00", "10-31"),
            ("10-31", "10-31"),
            ("10-30T02:00", "10-31T02:00"),
            ("11-01T02:00", "10-31T02:00"),
        ],
    )
    def test_any_other_change_of_home_gives_up_no_night(self, left: str, came: str) -> None:
        assert given_up_night(stay("10-28", left), stay(came, "11-02")) is None

    def test_of_two_stays_within_the_same_small_hours_the_later_arrival_keeps_the_night(self) -> None:
        first, second = stay("10-31T00:30", "10-31T02:00"), stay("10-31T02:10", "10-31T05:00")
        assert given_up_night(first, second) == night("10-30")
        assert given_up_night(second, first) is None

    def test_of_two_that_arrive_together_the_later_departure_keeps_the_night(self) -> None:
        first, second = stay("10-31T00:30", "10-31T00:30"), stay("10-31T00:30", "10-31T05:00")
        assert given_up_night(first, second) == night("10-30")
        assert given_up_night(second, first) is None

    def test_the_stay_that_goes_on_after_the_move_is_the_later_one(self) -> None:
        short, long = stay("10-31T03:00", "10-31T05:00"), stay("10-31T02:00", "11-04")
        assert given_up_night(short, long) == night("10-30")
        assert given_up_night(long, short) is None

    def test_two_identical_stays_remain_an_overlap(self) -> None:
        same = stay("10-31T00:30", "10-31T02:00")
        assert given_up_night(same, same) is None

    def test_of_three_moves_in_one_night_the_last_keeps_it(self) -> None:
        stays = [stay("10-30", "10-31T00:30"), stay("10-31T00:30", "10-31T02:00"), stay("10-31T02:00", "11-01")]
        keeps = [
            all(given_up_night(each, other) != night("10-30") for other in stays if other is not each) for each in stays
        ]
        assert keeps == [False, False, True]

    @pytest.mark.parametrize(("depart", "may"), [("10-30T23:59", True), ("10-31", True), ("11-01T00:00", False)])
    def test_a_stay_cannot_have_happened_in_the_future(self, depart: str, may: bool) -> None:
        assert may_have_happened(moment(depart), today=night("10-31")) is may


@pytest.mark.parametrize(("nights", "placement"), [(0, False), (27, False), (28, True), (29, True)])
def test_a_stay_of_28_nights_or_more_is_a_new_placement(nights: int, placement: bool) -> None:
    assert is_new_placement(nights) is placement
