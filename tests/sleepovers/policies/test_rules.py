"""When a policy or a rate may start, and how money is typed."""

import datetime as dt
from dataclasses import replace

import pytest

from constellations.core.clock import Month
from sleepovers.policies import rules
from sleepovers.uplift import DEFAULT_POLICY, Policy, Rate

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("40", 4000),
        ("42.5", 4250),
        ("42.05", 4205),
        ("£40.00", 4000),
        (" £ 1,200 ", 120_000),
        ("0", 0),
        ("19.99", 1999),
    ],
)
def test_pounds_as_people_type_them(typed: str, pence: int) -> None:
    assert rules.pence_of(typed) == pence


@pytest.mark.parametrize("typed", ["", "forty", "-1", "4,0", "40.005", "40.", "1e3", "£", "40 pounds", "٤٠"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        rules.pence_of(typed)


def test_a_policy_starts_on_a_first_and_the_refusal_names_two() -> None:
    rules.must_start_on_a_first(dt.date(2026, 12, 1))
    with pytest.raises(rules.NotAFirst, match=r"1 December 2026 or .* 1 January 2027"):
        rules.must_start_on_a_first(dt.date(2026, 12, 2))


@pytest.mark.parametrize("day", [dt.date(2014, 12, 1), dt.date(2028, 1, 1)])
def test_a_day_out_of_reach_is_refused(day: dt.date) -> None:
    with pytest.raises(rules.OutOfReach):
        rules.must_be_free(day, (), (), TODAY)


def test_nothing_starts_in_or_before_a_closed_month() -> None:
    closed = [Month(2026, 9), Month(2026, 10)]
    for day in (dt.date(2026, 10, 31), dt.date(2026, 10, 1), dt.date(2026, 1, 1)):
        with pytest.raises(rules.ChangesClosedMonth, match="1 November 2026"):
            rules.must_be_free(day, (), closed, TODAY)
    rules.must_be_free(dt.date(2026, 11, 1), (), closed, TODAY)


def test_a_day_has_one_policy() -> None:
    day = dt.date(2026, 12, 1)
    with pytest.raises(rules.StartsAlready):
        rules.must_be_free(day, {day}, (), TODAY)


def test_only_what_is_to_come_is_withdrawn() -> None:
    rules.must_be_to_come(TODAY + dt.timedelta(days=1), TODAY)
    with pytest.raises(rules.InForceAlready):
        rules.must_be_to_come(TODAY, TODAY)


@pytest.mark.parametrize(
    "policy",
    [
        replace(DEFAULT_POLICY, eligible_roles=frozenset()),
        replace(DEFAULT_POLICY, counted_kinds=frozenset()),
        replace(DEFAULT_POLICY, counted_statuses=frozenset()),
    ],
)
def test_a_policy_counts_something(policy: Policy) -> None:
    with pytest.raises(rules.CountsNothing):
        rules.must_be_sound_policy(policy)


@pytest.mark.parametrize("threshold", [-1, 201])
def test_a_threshold_is_a_number_of_nights(threshold: int) -> None:
    with pytest.raises(rules.ThresholdOutOfRange):
        rules.must_be_sound_policy(replace(DEFAULT_POLICY, threshold=threshold))
    rules.must_be_sound_policy(replace(DEFAULT_POLICY, threshold=0))
    rules.must_be_sound_policy(replace(DEFAULT_POLICY, threshold=200))


@pytest.mark.parametrize(("per_night", "flat"), [(None, None), (-1, None), (None, 1_000_001), (4000, -1)])
def test_a_rate_pays_something_that_can_be_meant(per_night: int | None, flat: int | None) -> None:
    with pytest.raises(rules.PaysNothing):
        rules.must_be_sound_rate(Rate(TODAY, per_night, flat))
    rules.must_be_sound_rate(Rate(TODAY, 0, None))
