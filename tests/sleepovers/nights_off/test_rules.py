"""How many nights off a home has, and what uses them up."""

import datetime as dt
from dataclasses import replace

import pytest

from constellations.core.errors import RuleBroken
from constellations.rules import Span
from sleepovers.nights_off import rules
from sleepovers.nights_off.rules import Entitlement, StayAway, Unit
from sleepovers.rules import NightState, StayKind

FOURTEEN = Entitlement(dt.date(2026, 4, 1), Unit.NIGHTS, 14, 4, 1, True, frozenset({StayKind.RESPITE}))
IN_DAYS = replace(FOURTEEN, unit=Unit.DAYS)
YEAR = Span(dt.date(2026, 4, 1), dt.date(2027, 4, 1))
HAPPENED, PLANNED, OFF, ABSENT = NightState.HAPPENED, NightState.PLANNED, NightState.NOT_STAYED, NightState.ABSENT


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def away(first: str, *states: NightState, kind: StayKind = StayKind.RESPITE) -> StayAway:
    """A stay from a first night on, with what is known of each of its nights."""
    start = day(first)
    nights = tuple((start + dt.timedelta(days=n), state) for n, state in enumerate(states))
    return StayAway(kind, start, start + dt.timedelta(days=len(states)), nights)


@pytest.mark.parametrize(
    ("today", "policy", "first", "end"),
    [
        ("2026-04-01", FOURTEEN, "2026-04-01", "2027-04-01"),
        ("2026-03-31", FOURTEEN, "2025-04-01", "2026-04-01"),
        ("2026-12-31", FOURTEEN, "2026-04-01", "2027-04-01"),
        ("2026-01-01", replace(FOURTEEN, year_month=1), "2026-01-01", "2027-01-01"),
        ("2026-09-05", replace(FOURTEEN, year_month=9, year_day=6), "2025-09-06", "2026-09-06"),
    ],
)
def test_the_year_is_the_one_around_the_day(today: str, policy: Entitlement, first: str, end: str) -> None:
    assert rules.year_around(day(today), policy) == Span(day(first), day(end))


def test_the_policy_of_a_day_is_the_newest_that_has_started() -> None:
    newer = replace(FOURTEEN, valid_from=day("2026-10-01"), amount=20)
    assert rules.policy_on(day("2026-03-31"), [FOURTEEN, newer]) is None
    assert rules.policy_on(day("2026-09-30"), [newer, FOURTEEN]) == FOURTEEN
    assert rules.policy_on(day("2026-10-01"), [FOURTEEN, newer]) == newer


@pytest.mark.parametrize(
    ("joined", "pro_rata", "has"),
    [
        ("1900-01-01", True, 14),
        ("2026-04-01", True, 14),
        ("2026-04-02", True, 14),
        ("2026-10-01", True, 7),
        ("2026-10-02", True, 7),
        ("2027-03-31", True, 1),
        ("2027-04-01", True, 0),
        (None, True, 0),
        ("2026-10-01", False, 14),
        ("2027-04-01", False, 0),
    ],
)
def test_who_joins_within_the_year_has_its_part_rounded_up(joined: str | None, pro_rata: bool, has: int) -> None:
    policy = replace(FOURTEEN, pro_rata=pro_rata)
    assert rules.allowance(policy, YEAR, day(joined) if joined else None) == has


def test_a_leap_year_is_a_day_longer() -> None:
    year = Span(day("2027-04-01"), day("2028-04-01"))
    daily = replace(FOURTEEN, amount=366)
    assert rules.allowance(daily, year, day("2028-03-01")) == 31


@pytest.mark.parametrize(
    ("stay", "policy", "uses"),
    [
        (away("2026-11-06", HAPPENED), FOURTEEN, True),
        (away("2026-11-06", HAPPENED, kind=StayKind.PLANNED), FOURTEEN, False),
        (away("2026-11-06", HAPPENED, HAPPENED), replace(FOURTEEN, short_nights=2), False),
        (away("2026-11-06", HAPPENED, HAPPENED, PLANNED), replace(FOURTEEN, short_nights=2), True),
        (away("2026-11-06", HAPPENED, HAPPENED, OFF), replace(FOURTEEN, short_nights=2), False),
    ],
)
def test_kind_and_length_decide_whether_a_stay_counts(stay: StayAway, policy: Entitlement, uses: bool) -> None:
    assert rules.uses_up(stay, policy) is uses


@pytest.mark.parametrize(
    ("stays", "policy", "used", "agreed", "left"),
    [
        ([], FOURTEEN, 0, 0, 14),
        ([away("2026-11-06", HAPPENED, ABSENT, OFF)], FOURTEEN, 2, 0, 12),
        # A stay of a kind that uses none up.
        ([away("2026-11-06", HAPPENED, kind=StayKind.PLANNED)], FOURTEEN, 0, 0, 14),
        ([away("2026-11-06", HAPPENED, PLANNED)], FOURTEEN, 1, 1, 12),
        # Two children on the same night: one night off.
        ([away("2026-11-06", HAPPENED), away("2026-11-06", HAPPENED)], FOURTEEN, 1, 0, 13),
        ([away("2026-11-06", HAPPENED), away("2026-11-06", PLANNED)], FOURTEEN, 1, 0, 13),
        # Friday to Sunday: two nights, three days.
        ([away("2026-11-06", HAPPENED, HAPPENED)], IN_DAYS, 3, 0, 11),
        ([away("2026-11-06", HAPPENED, PLANNED)], IN_DAYS, 2, 1, 11),
        # What lies in another year is not of this one.
        ([away("2026-03-30", HAPPENED, HAPPENED, HAPPENED)], FOURTEEN, 1, 0, 13),
        ([away("2027-03-31", PLANNED, PLANNED)], IN_DAYS, 0, 1, 13),
        ([away("2026-05-01", *[HAPPENED] * 16)], FOURTEEN, 16, 0, -2),
    ],
)
def test_a_night_or_day_counts_once(
    stays: list[StayAway], policy: Entitlement, used: int, agreed: int, left: int
) -> None:
    found = rules.balance(policy, YEAR, dt.date(1900, 1, 1), stays)
    assert (found.used, found.agreed, found.left) == (used, agreed, left)
    assert (found.allowance, found.year) == (14, YEAR)


@pytest.mark.parametrize(
    ("stays", "ahead", "policy", "number", "left"),
    [
        ([], [away("2026-12-04", PLANNED, PLANNED)], FOURTEEN, 2, 12),
        ([away("2026-11-06", HAPPENED)], [away("2026-12-04", PLANNED)], FOURTEEN, 1, 12),
        # Another child is away on one of the nights already.
        ([away("2026-12-05", PLANNED)], [away("2026-12-04", PLANNED, PLANNED)], FOURTEEN, 1, 12),
        # Every second weekend, three times.
        ([], [away(first, PLANNED, PLANNED) for first in ("2026-12-04", "2026-12-18", "2027-01-01")], FOURTEEN, 6, 8),
        # The last of it is in the next year.
        ([], [away("2027-03-31", PLANNED, PLANNED)], FOURTEEN, 1, 13),
        ([away("2026-05-01", *[HAPPENED] * 13)], [away("2026-12-04", PLANNED, PLANNED)], FOURTEEN, 2, -1),
        ([], [away("2026-12-04", PLANNED, PLANNED)], IN_DAYS, 3, 11),
        ([], [away("2026-12-04", PLANNED, kind=StayKind.PLANNED)], FOURTEEN, 0, 14),
    ],
)
def test_what_an_ask_would_use_beside_what_is_known(
    stays: list[StayAway], ahead: list[StayAway], policy: Entitlement, number: int, left: int
) -> None:
    use = rules.would_use(policy, YEAR, day("2020-01-01"), stays, ahead)
    assert (use.number, use.after.left) == (number, left)


def test_a_visit_by_day_is_a_day_and_no_night() -> None:
    policy = replace(IN_DAYS, used_by=frozenset({StayKind.DAY_CARE}))
    visit = StayAway(StayKind.DAY_CARE, day("2026-11-06"), day("2026-11-06"), (), has_happened=True)
    assert rules.dates_of(visit, Unit.DAYS) == ({day("2026-11-06")}, set())
    assert rules.dates_of(replace(visit, has_happened=False), Unit.DAYS) == (set(), {day("2026-11-06")})
    assert rules.dates_of(visit, Unit.NIGHTS) == (set(), set())
    assert rules.balance(policy, YEAR, YEAR.starts_on, [visit]).used == 1


def test_who_came_in_the_small_hours_used_no_day_before() -> None:
    came = StayAway(StayKind.RESPITE, day("2026-11-01"), day("2026-11-01"), ((day("2026-10-31"), HAPPENED),))
    assert rules.dates_of(came, Unit.DAYS) == ({day("2026-11-01")}, set())


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (replace(FOURTEEN, amount=0), "from 1 to 366"),
        (replace(FOURTEEN, amount=367), "from 1 to 366"),
        (replace(FOURTEEN, year_month=13), "no such day in every year"),
        (replace(FOURTEEN, year_month=2, year_day=29), "no such day in every year"),
        (replace(FOURTEEN, year_day=31), "no such day in every year"),
        (replace(FOURTEEN, year_day=0), "no such day in every year"),
        (replace(FOURTEEN, used_by=frozenset()), "at least one kind"),
        (replace(FOURTEEN, short_nights=28), "from 0 to 27"),
        (replace(FOURTEEN, short_nights=-1), "from 0 to 27"),
    ],
)
def test_a_policy_that_nobody_can_mean_is_refused(policy: Entitlement, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        rules.must_be_sound(policy)
    rules.must_be_sound(replace(FOURTEEN, year_month=2, year_day=28))


def test_a_carer_reads_of_the_own_home_alone() -> None:
    rules.must_be_theirs(is_carer=True, is_own=True)
    rules.must_be_theirs(is_carer=False, is_own=False)
    with pytest.raises(rules.NotTheirNights, match="Only the home itself"):
        rules.must_be_theirs(is_carer=True, is_own=False)
