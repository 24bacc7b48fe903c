"""What a due month brings and what becomes of its claim: rule 11 of the register format, notices and claim states."""

import datetime as dt
from dataclasses import replace

import pytest

from sleepovers.uplift import DEFAULT_POLICY, ClaimStatus, MonthCount, Policy, Rate, levels_reached, next_status
from tests.sleepovers.hosted_nights import APRIL, BY_DATES, FLAT, FORTY_POUNDS, counted, hosted, nights_from

FLAT_BY_DATES = replace(BY_DATES, shape=FLAT.shape)
BOTH = Rate(dt.date(2026, 4, 1), per_night_pence=4000, flat_pence=15000)


def amount(count: MonthCount) -> tuple[int | None, str | None]:
    """The amount, and the reason for having none."""
    return count.amount_pence, count.amount_reason


class TestAmount:
    """Rule 11: the sum over the nights beyond, or a flat sum once; never a guess."""

    @pytest.mark.parametrize(("number", "pence"), [(16, None), (17, 4000), (19, 12000)])
    def test_each_night_beyond_brings_its_rate(self, number: int, pence: int | None) -> None:
        assert amount(counted(nights_from(APRIL, number), DEFAULT_POLICY, FORTY_POUNDS)) == (pence, None)

    def test_a_rate_that_changes_between_two_nights_beyond_is_taken_by_the_date_of_each(self) -> None:
        rows = nights_from(dt.date(2027, 4, 3), 18)
        new_rate = Rate(dt.date(2027, 4, 20), per_night_pence=4200, flat_pence=None)
        count = counted(rows, DEFAULT_POLICY, FORTY_POUNDS, new_rate)
        assert [(str(line.hosted.night), line.rate_pence) for line in count.lines if line.priced] == [
            ("2027-04-19", 4000),
            ("2027-04-20", 4200),
        ]
        assert amount(count) == (8200, None)

    @pytest.mark.parametrize(("number", "pence"), [(16, None), (17, 15000), (25, 15000)])
    def test_a_flat_sum_is_paid_once(self, number: int, pence: int | None) -> None:
        assert amount(counted(nights_from(APRIL, number), FLAT, BOTH)) == (pence, None)

    @pytest.mark.parametrize(("starts", "pence"), [("2027-04-17", 20000), ("2027-04-18", 15000)])
    def test_the_flat_sum_is_that_of_the_first_night_beyond(self, starts: str, pence: int) -> None:
        later = Rate(dt.date.fromisoformat(starts), per_night_pence=None, flat_pence=20000)
        assert amount(counted(nights_from(APRIL, 20), FLAT, BOTH, later)) == (pence, None)

    @pytest.mark.parametrize(("policy", "pence"), [(DEFAULT_POLICY, 8000), (BY_DATES, 4000), (FLAT_BY_DATES, 15000)])
    def test_by_dates_two_children_on_the_date_beyond_are_paid_once(self, policy: Policy, pence: int) -> None:
        rows = [*nights_from(APRIL, 17), hosted(APRIL + dt.timedelta(days=16), "child-2")]
        assert amount(counted(rows, policy, BOTH)) == (pence, None)

    @pytest.mark.parametrize(
        ("policy", "rates"),
        [
            (DEFAULT_POLICY, []),
            (FLAT, []),
            (FLAT, [FORTY_POUNDS]),
            (DEFAULT_POLICY, [Rate(dt.date(2026, 4, 1), None, 15000)]),
            (DEFAULT_POLICY, [Rate(dt.date(2027, 4, 18), 4000, None)]),
            (DEFAULT_POLICY, [FORTY_POUNDS, Rate(dt.date(2027, 4, 18), None, 15000)]),
            (FLAT, [BOTH, Rate(dt.date(2027, 4, 17), 4000, None)]),
        ],
    )
    def test_where_any_rate_that_is_needed_is_missing_there_is_no_amount(
        self, policy: Policy, rates: list[Rate]
    ) -> None:
        count = counted(nights_from(APRIL, 18), policy, *rates)
        assert (count.due, count.beyond) == (True, 2)
        assert amount(count) == (None, "rate not set")

    def test_a_rate_that_no_night_beyond_needs_may_be_missing(self) -> None:
        only_late = Rate(dt.date(2027, 4, 17), 4000, None)
        assert amount(counted(nights_from(APRIL, 17), DEFAULT_POLICY, only_late)) == (4000, None)
        flat_ends = Rate(dt.date(2027, 4, 18), 4000, None)
        assert amount(counted(nights_from(APRIL, 18), FLAT, BOTH, flat_ends)) == (15000, None)

    def test_a_rate_of_nothing_is_an_amount_of_nothing(self) -> None:
        nothing = Rate(dt.date(2026, 4, 1), 0, 0)
        assert amount(counted(nights_from(APRIL, 18), DEFAULT_POLICY, nothing)) == (0, None)

    def test_where_nothing_is_due_there_is_neither_amount_nor_reason(self) -> None:
        assert amount(counted(nights_from(APRIL, 16))) == (None, None)


class TestLevels:
    """At which counts a notice is given."""

    @pytest.mark.parametrize(
        ("count", "levels"),
        [
            (0, ()),
            (11, ()),
            (12, (12,)),
            (14, (12,)),
            (15, (12, 15)),
            (16, (12, 15, 16)),
            (17, (12, 15, 16, 17)),
            (31, (12, 15, 16, 17)),
        ],
    )
    def test_notices_are_given_at_12_15_16_and_17(self, count: int, levels: tuple[int, ...]) -> None:
        assert levels_reached(count, threshold=16) == levels

    @pytest.mark.parametrize(
        ("threshold", "levels"), [(0, (1,)), (1, (1, 2)), (4, (3, 4, 5)), (5, (1, 4, 5, 6)), (20, (16, 19, 20, 21))]
    )
    def test_they_follow_the_threshold_and_none_is_below_one(self, threshold: int, levels: tuple[int, ...]) -> None:
        assert levels_reached(31, threshold) == levels


class TestClaim:
    """What a claim becomes when its month is counted again."""

    @pytest.mark.parametrize("changed", [False, True])
    @pytest.mark.parametrize(
        ("current", "if_due", "if_not"),
        [
            (None, ClaimStatus.FLAGGED, None),
            (ClaimStatus.FLAGGED, ClaimStatus.FLAGGED, ClaimStatus.VOID),
            (ClaimStatus.VOID, ClaimStatus.FLAGGED, ClaimStatus.VOID),
            (ClaimStatus.APPROVED, ClaimStatus.APPROVED, ClaimStatus.APPROVED),
            (ClaimStatus.EXPORTED, ClaimStatus.EXPORTED, ClaimStatus.EXPORTED),
            (ClaimStatus.PAID, ClaimStatus.PAID, ClaimStatus.PAID),
        ],
    )
    def test_a_claim_follows_its_month_until_it_is_approved(
        self, current: ClaimStatus | None, if_due: ClaimStatus | None, if_not: ClaimStatus | None, changed: bool
    ) -> None:
        assert next_status(current, due=True, changed=changed) == if_due
        assert next_status(current, due=False, changed=changed) == if_not

    @pytest.mark.parametrize(
        ("due", "changed", "becomes"),
        [
            (True, False, ClaimStatus.CHECKED),
            (True, True, ClaimStatus.FLAGGED),
            (False, True, ClaimStatus.VOID),
            (False, False, ClaimStatus.VOID),
        ],
    )
    def test_a_change_sends_a_checked_claim_back(self, due: bool, changed: bool, becomes: ClaimStatus) -> None:
        assert next_status(ClaimStatus.CHECKED, due=due, changed=changed) == becomes
