"""What a correction means for the nights of a stay."""

import datetime as dt

import pytest

from sleepovers.rules import NightState
from sleepovers.stays import rules
from sleepovers.stays.rules import corrected_nights

TODAY = dt.date(2026, 11, 22)
FRI, SAT, SUN, MON = (dt.date(2026, 11, day) for day in (20, 21, 22, 23))
PLANNED, HAPPENED, ABSENT, NOT_STAYED = (
    NightState.PLANNED,
    NightState.HAPPENED,
    NightState.ABSENT,
    NightState.NOT_STAYED,
)


@pytest.mark.parametrize(
    ("present", "stayed", "changed"),
    [
        ({FRI: PLANNED, SAT: PLANNED}, {FRI}, {FRI: HAPPENED, SAT: NOT_STAYED}),
        ({FRI: HAPPENED, SAT: HAPPENED}, {FRI}, {SAT: NOT_STAYED}),
        ({FRI: PLANNED}, {FRI, SAT, SUN, MON}, {FRI: HAPPENED, SAT: HAPPENED, SUN: PLANNED, MON: PLANNED}),
        ({SUN: PLANNED, MON: PLANNED}, {SAT, SUN, MON}, {SAT: HAPPENED}),
        ({FRI: NOT_STAYED, SAT: HAPPENED}, {FRI, SAT}, {FRI: HAPPENED}),
        ({SUN: NOT_STAYED}, {SUN}, {SUN: PLANNED}),
        ({FRI: ABSENT, SAT: PLANNED}, {FRI, SAT}, {SAT: HAPPENED}),
        ({FRI: ABSENT}, set(), {FRI: NOT_STAYED}),
        ({FRI: NOT_STAYED}, set(), {}),
        ({FRI: HAPPENED}, {FRI}, {}),
        ({}, {FRI}, {FRI: HAPPENED}),
    ],
)
def test_the_nights_follow_from_what_really_happened(
    present: dict[dt.date, NightState], stayed: set[dt.date], changed: dict[dt.date, NightState]
) -> None:
    assert corrected_nights(present, stayed, TODAY) == changed


def test_a_stay_still_to_come_has_nothing_to_tell() -> None:
    with pytest.raises(rules.NotBegunYet, match="from Mon 23 Nov on"):
        rules.must_have_begun(MON, MON, TODAY)


def test_a_child_may_have_come_today_and_before_it_was_planned_but_not_tomorrow() -> None:
    rules.must_have_begun(SUN, SUN, TODAY)
    rules.must_have_begun(MON, SUN, TODAY)
    with pytest.raises(rules.ComesLater):
        rules.must_have_begun(FRI, MON, TODAY)


@pytest.mark.parametrize(
    ("came", "left"),
    [
        ("0001-01-01", "0001-01-02"),
        ("2014-12-31", "2015-01-01"),
        ("2026-11-20", "9999-12-31"),
        ("2025-01-01", "2026-11-01"),
    ],
)
def test_days_that_nobody_can_have_meant_are_refused(came: str, left: str) -> None:
    with pytest.raises(rules.OutOfReach):
        rules.must_be_within_reach(dt.date.fromisoformat(came), dt.date.fromisoformat(left), TODAY)


def test_a_stay_that_has_begun_may_be_told_from_its_own_day_on() -> None:
    assert rules.must_have_begun(FRI, FRI, TODAY) is None  # type: ignore[func-returns-value]  # it does not raise


def test_days_of_a_year_at_most_are_within_reach() -> None:
    assert rules.must_be_within_reach(FRI, MON, TODAY) is None  # type: ignore[func-returns-value]  # it does not raise
