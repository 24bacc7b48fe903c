"""The count of a home's month, at the edges of rules 5 to 10 of the register format."""

import datetime as dt
from dataclasses import replace

import pytest

from constellations.core.clock import Month
from constellations.rules import ChildStatus
from sleepovers.rules import StayKind
from sleepovers.uplift import DEFAULT_POLICY, Basis, MonthCount, Policy, Rate, Standing, Why, policy_for, rate_on
from tests.sleepovers.hosted_nights import (
    APRIL,
    BY_DATES,
    FORTY_POUNDS,
    HUB,
    SATELLITE,
    counted,
    hosted,
    nights_from,
    of_stay,
)


def figures(count: MonthCount) -> tuple[int, int, int]:
    """Child-nights, nights, counted."""
    return count.child_nights, count.nights, count.counted


class TestRuleFive:
    """Only happened nights of a counted kind, of a child whose status is counted, are countable."""

    @pytest.mark.parametrize("kind", list(StayKind))
    def test_by_default_day_care_and_outreach_are_not_counted(self, kind: StayKind) -> None:
        count = counted([hosted(APRIL, kind=kind)])
        out = kind in (StayKind.DAY_CARE, StayKind.OUTREACH)
        assert figures(count) == ((0, 0, 0) if out else (1, 1, 1))
        assert count.lines[0].why is (Why.KIND if out else None)

    @pytest.mark.parametrize("status", list(ChildStatus))
    def test_by_default_three_statuses_are_counted(self, status: ChildStatus) -> None:
        count = counted([hosted(APRIL, status=status)])
        counts = status in (ChildStatus.LOOKED_AFTER, ChildStatus.KINSHIP, ChildStatus.SHORT_BREAK)
        assert figures(count) == ((1, 1, 1) if counts else (0, 0, 0))
        assert count.lines[0].why is (None if counts else Why.STATUS)

    def test_a_policy_may_count_what_the_default_leaves_out(self) -> None:
        policy = replace(
            DEFAULT_POLICY,
            counted_kinds=frozenset({StayKind.OUTREACH}),
            counted_statuses=frozenset({ChildStatus.ADOPTED}),
        )
        rows = [hosted(APRIL, kind=StayKind.OUTREACH, status=ChildStatus.ADOPTED), hosted(APRIL, "child-2")]
        assert figures(counted(rows, policy)) == (1, 1, 1)

    def test_a_status_that_changes_in_the_middle_of_a_stay_counts_up_to_the_change(self) -> None:
        rows = nights_from(APRIL, 4)
        rows[2:] = [replace(row, status=ChildStatus.STAYING_PUT) for row in rows[2:]]
        assert [line.standing for line in counted(rows).lines] == [Standing.WITHIN] * 2 + [Standing.NOT_COUNTED] * 2

    def test_the_first_reason_is_given_kind_then_status_then_role(self) -> None:
        row = hosted(APRIL, kind=StayKind.DAY_CARE, status=ChildStatus.ADOPTED, roles=SATELLITE)
        planned = replace(row, kind=StayKind.PLANNED)
        looked_after = replace(planned, status=ChildStatus.LOOKED_AFTER)
        assert [counted([each]).lines[0].why for each in (row, planned, looked_after)] == list(Why)


class TestRuleSix:
    """Child-nights are rows, nights are distinct dates, and both are always reported."""

    def test_two_siblings_on_one_night_are_two_child_nights_and_one_night(self) -> None:
        rows = [hosted(APRIL), hosted(APRIL, "child-2")]
        assert figures(counted(rows)) == (2, 1, 2)
        assert figures(counted(rows, BY_DATES)) == (2, 1, 1)

    def test_two_siblings_over_the_leap_day_are_six_child_nights_on_three_dates(self) -> None:
        rows = of_stay("2028-02-27", "2028-03-01", "child-1", "child-2")
        assert figures(counted(rows)) == (6, 3, 6)

    def test_they_are_reported_for_a_home_that_holds_no_role(self) -> None:
        assert figures(counted([hosted(APRIL, roles=frozenset())])) == (1, 1, 0)

    def test_a_home_whose_nights_are_all_uncountable_has_zeros_and_its_lines(self) -> None:
        rows = of_stay("2027-04-01", "2027-04-03", "child-1")
        count = counted([replace(row, status=ChildStatus.SPECIAL_GUARDIANSHIP) for row in rows])
        assert figures(count) == (0, 0, 0)
        assert (count.due, count.beyond, count.amount_pence, count.amount_reason) == (False, 0, None, None)
        assert [line.why for line in count.lines] == [Why.STATUS, Why.STATUS]

    def test_a_home_that_hosted_nobody_has_no_lines(self) -> None:
        assert counted([]) == MonthCount(0, 0, 0, 16, Basis.CHILD_NIGHTS, 0, False, None, None, ())


class TestRuleSeven:
    """Nights belong to the calendar month of their date: no carry-over, no scaling."""

    @pytest.mark.parametrize(
        ("arrive", "depart", "by_month"),
        [
            ("2026-10-30", "2026-11-02", {"2026-10": 2, "2026-11": 1}),
            ("2026-10-24", "2026-10-25", {"2026-10": 1}),
            ("2027-03-27", "2027-03-28", {"2027-03": 1}),
            ("2026-11-01T01:40", "2026-11-01T17:00", {"2026-10": 1, "2026-11": 0}),
            ("2026-11-01T06:05", "2026-11-01T20:00", {"2026-10": 0, "2026-11": 0}),
            ("2026-12-31", "2027-01-01", {"2026-12": 1, "2027-01": 0}),
            ("2027-03-31", "2027-04-01", {"2027-03": 1, "2027-04": 0}),
        ],
    )
    def test_a_stay_is_split_by_the_date_of_each_night(
        self, arrive: str, depart: str, by_month: dict[str, int]
    ) -> None:
        rows = of_stay(arrive, depart, "child-1")
        found = {month: counted([row for row in rows if row.night in Month.parse(month)]).counted for month in by_month}
        assert found == by_month

    def test_the_threshold_is_the_same_in_a_month_of_28_days(self) -> None:
        assert not counted(nights_from(dt.date(2027, 2, 1), 16)).due
        assert counted(nights_from(dt.date(2027, 2, 1), 17)).due


class TestRuleEight:
    """Due is beyond the threshold, over the nights on which the home held an eligible role."""

    @pytest.mark.parametrize(
        ("number", "due", "beyond"), [(0, False, 0), (15, False, 0), (16, False, 0), (17, True, 1), (20, True, 4)]
    )
    def test_the_seventeenth_night_is_due(self, number: int, due: bool, beyond: int) -> None:
        count = counted(nights_from(APRIL, number))
        assert (count.due, count.beyond, count.counted, count.threshold) == (due, beyond, number, 16)

    def test_a_satellite_that_hosts_eighteen_is_not_due_under_the_default_policy(self) -> None:
        count = counted([replace(row, roles=SATELLITE) for row in nights_from(APRIL, 18)], DEFAULT_POLICY, FORTY_POUNDS)
        assert (count.child_nights, count.counted, count.due, count.amount_pence) == (18, 0, False, None)
        assert {line.why for line in count.lines} == {Why.ROLE}

    def test_a_satellite_is_due_where_the_policy_makes_satellites_eligible(self) -> None:
        policy = replace(DEFAULT_POLICY, eligible_roles=HUB | SATELLITE)
        assert counted([replace(row, roles=SATELLITE) for row in nights_from(APRIL, 18)], policy).beyond == 2

    def test_a_hub_in_one_constellation_counts_though_it_is_a_satellite_in_another(self) -> None:
        assert counted([hosted(APRIL, roles=HUB | SATELLITE)]).counted == 1

    def test_only_the_nights_on_which_the_home_was_the_hub_are_counted(self) -> None:
        rows = nights_from(APRIL, 20)
        rows[11:] = [replace(row, roles=frozenset()) for row in rows[11:]]
        assert figures(counted(rows)) == (20, 20, 11)

    def test_by_dates_a_date_counts_once_if_any_of_its_rows_does(self) -> None:
        rows = [hosted(APRIL), hosted(APRIL, "child-2", kind=StayKind.DAY_CARE), hosted(APRIL, "child-3")]
        assert figures(counted(rows, BY_DATES)) == (2, 1, 1)

    def test_with_a_threshold_of_none_the_first_night_is_due(self) -> None:
        policy = replace(DEFAULT_POLICY, threshold=0)
        assert not counted([], policy).due
        assert counted([hosted(APRIL)], policy).beyond == 1


class TestRuleNine:
    """The policy is that of the 1st of the month, the rate that of the night."""

    EARLY = replace(DEFAULT_POLICY, valid_from=dt.date(2026, 4, 1), threshold=12)
    LATE = replace(DEFAULT_POLICY, valid_from=dt.date(2026, 11, 1), threshold=14)

    @pytest.mark.parametrize(
        ("month", "policy"),
        [
            ("2026-03", DEFAULT_POLICY),
            ("2026-04", EARLY),
            ("2026-10", EARLY),
            ("2026-11", LATE),
            ("2027-11", LATE),
        ],
    )
    def test_the_policy_in_force_on_the_first_is_that_of_the_month(self, month: str, policy: Policy) -> None:
        assert policy_for(Month.parse(month), [self.LATE, self.EARLY]) == policy

    def test_a_policy_that_starts_on_the_second_waits_for_the_next_month(self) -> None:
        second = replace(self.LATE, valid_from=dt.date(2026, 11, 2))
        assert policy_for(Month.parse("2026-11"), [self.EARLY, second]) == self.EARLY
        assert policy_for(Month.parse("2026-12"), [self.EARLY, second]) == second

    def test_without_policies_the_default_one_holds(self) -> None:
        assert policy_for(Month.parse("2026-10"), []) == DEFAULT_POLICY
        assert policy_for(Month.parse("2026-10"), [DEFAULT_POLICY, self.EARLY]) == self.EARLY

    def test_the_default_policy_is_that_of_the_register_format(self) -> None:
        assert (DEFAULT_POLICY.valid_from, DEFAULT_POLICY.threshold) == (None, 16)
        assert (DEFAULT_POLICY.basis, DEFAULT_POLICY.shape) == ("child_nights", "per_night_beyond")
        assert DEFAULT_POLICY.eligible_roles == {"hub"}
        assert DEFAULT_POLICY.counted_kinds == {"planned", "emergency", "respite"}
        assert DEFAULT_POLICY.counted_statuses == {"looked_after", "kinship", "short_break"}

    @pytest.mark.parametrize(
        ("night", "pence"), [("2027-04-05", None), ("2027-04-06", 4000), ("2027-04-19", 4000), ("2027-04-20", 4200)]
    )
    def test_the_rate_in_force_on_the_date_of_the_night_is_used(self, night: str, pence: int | None) -> None:
        rates = [Rate(dt.date(2027, 4, 20), 4200, None), Rate(dt.date(2027, 4, 6), 4000, None)]
        found = rate_on(dt.date.fromisoformat(night), rates)
        assert (found and found.per_night_pence) == pence

    def test_a_newer_rate_replaces_the_whole_of_the_older(self) -> None:
        rates = [Rate(dt.date(2027, 4, 1), 4000, None), Rate(dt.date(2027, 4, 10), None, 15000)]
        assert rate_on(dt.date(2027, 4, 10), rates) == Rate(dt.date(2027, 4, 10), None, 15000)


class TestRuleTen:
    """The nights beyond are the latest: by night, then by arrival, then by child."""

    def test_the_working_is_in_order_whatever_the_order_of_the_rows(self) -> None:
        second = APRIL + dt.timedelta(days=1)
        rows = [
            hosted(APRIL, "child-9"),
            hosted(second, "child-3", arrived="2027-03-31"),
            hosted(second, "child-1", arrived="2027-04-01"),
            hosted(second, "child-8", arrived="2027-04-02"),
            hosted(second, "child-2", arrived="2027-04-02T00:00"),
            hosted(second, "child-5", arrived="2027-04-02T17:30"),
            hosted(second, "child-6", arrived="2027-04-02T17:30"),
            hosted(second, "child-4", arrived="2027-04-02T18:00"),
        ]
        count = counted(rows[::-1], replace(DEFAULT_POLICY, threshold=6))
        assert [line.hosted for line in count.lines] == rows
        assert [line.number for line in count.lines] == [1, 2, 3, 4, 5, 6, 7, 8]
        assert [line.standing for line in count.lines] == [Standing.WITHIN] * 6 + [Standing.BEYOND] * 2

    def test_keys_are_ordered_by_their_letters_capitals_first(self) -> None:
        count = counted([hosted(APRIL, "b"), hosted(APRIL, "a"), hosted(APRIL, "B")])
        assert [line.hosted.child for line in count.lines] == ["B", "a", "b"]

    def test_a_night_that_is_not_counted_takes_no_number(self) -> None:
        rows = nights_from(APRIL, 3)
        rows[1] = replace(rows[1], kind=StayKind.OUTREACH)
        lines = counted(rows, replace(DEFAULT_POLICY, threshold=1)).lines
        assert [(line.standing, line.number) for line in lines] == [
            (Standing.WITHIN, 1),
            (Standing.NOT_COUNTED, None),
            (Standing.BEYOND, 2),
        ]

    def test_by_dates_every_row_stands_where_its_date_stands(self) -> None:
        rows = nights_from(APRIL, 3) + nights_from(APRIL, 3, "child-2")
        count = counted(rows, replace(BY_DATES, threshold=1))
        assert [line.number for line in count.lines] == [1, 1, 2, 2, 3, 3]
        assert [line.standing for line in count.lines] == [Standing.WITHIN] * 2 + [Standing.BEYOND] * 4
        assert count.beyond == 2
