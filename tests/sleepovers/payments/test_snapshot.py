"""What is kept of an approved claim counts out to the same amount, and tells every change by its seal."""

import datetime as dt
import json
import uuid
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constellations.rules import ChildStatus, HomeRole
from sleepovers.payments.snapshot import (
    Sealed,
    Working,
    due_of_approved,
    policy_kept,
    rates_kept,
    seal_of,
    working_kept,
)
from sleepovers.rules import Moment, StayKind
from sleepovers.uplift import DEFAULT_POLICY, Basis, HostedNight, Policy, Rate, Shape, count_month

FIRST = dt.date(2026, 10, 1)
MORE = 1_000_000
"""Approved, it is more than any month comes to."""
RATES = [Rate(dt.date(2026, 4, 1), 4000, 9000), Rate(dt.date(2026, 10, 20), 4200, 9500)]


def hosted(day: int, child: str = "A", kind: StayKind = StayKind.PLANNED) -> HostedNight:
    """A night that happened."""
    night = FIRST + dt.timedelta(days=day)
    return HostedNight(night, child, Moment(night), kind, ChildStatus.LOOKED_AFTER, frozenset({HomeRole.HUB}))


def kept(nights: list[HostedNight], policy: Policy = DEFAULT_POLICY, rates: list[Rate] | None = None) -> Working:
    """A working of these nights, each child's in a stay of its own."""
    count = count_month(nights, policy, RATES if rates is None else rates)
    sealed = [Sealed(line, uuid.UUID(int=ord(line.hosted.child))) for line in count.lines]
    return working_kept(count, policy, RATES if rates is None else rates, sealed)


def stay_of(child: str) -> str:
    """How a working names the stay of a child."""
    return str(uuid.UUID(int=ord(child)))


def test_the_working_comes_back_as_it_was() -> None:
    policy = replace(DEFAULT_POLICY, valid_from=FIRST, basis=Basis.NIGHTS, shape=Shape.FLAT_WHEN_EXCEEDED)
    working = kept([hosted(day) for day in range(18)], policy)
    again: Working = json.loads(json.dumps(working))
    assert (policy_kept(again), rates_kept(again)) == (policy, RATES)
    assert policy_kept(kept([])).valid_from is None


def test_a_night_that_brings_nothing_says_why() -> None:
    working = kept([hosted(0, kind=StayKind.OUTREACH), hosted(1)])
    assert [(line["standing"], line["why"]) for line in working["nights"]] == [
        ("not_counted", "kind"),
        ("within", None),
    ]


@pytest.mark.parametrize(
    ("left_out", "pence"),
    [(0, 4000 + 4000 + 4200), (1, 4000 + 4200), (2, 4200), (3, 0), (19, 0)],
)
def test_leaving_out_early_nights_takes_the_earliest_night_beyond(left_out: int, pence: int) -> None:
    nights = [hosted(day + 1) for day in range(19)]
    gone = {(stay_of("A"), FIRST + dt.timedelta(days=day + 1)) for day in range(left_out)}
    assert due_of_approved(kept(nights), MORE, gone) == pence


@pytest.mark.parametrize("pence", [9000, 9500])
@pytest.mark.parametrize(("left_out", "is_beyond"), [(0, True), (1, True), (3, True), (4, False)])
def test_a_flat_amount_stays_as_it_was_approved_while_the_month_is_beyond(
    pence: int, left_out: int, is_beyond: bool
) -> None:
    first, second = (9000, 9500) if pence == 9000 else (9500, 9000)
    rates = [Rate(dt.date(2026, 4, 1), None, first), Rate(dt.date(2026, 10, 19), None, second)]
    working = kept([hosted(day) for day in range(20)], replace(DEFAULT_POLICY, shape=Shape.FLAT_WHEN_EXCEEDED), rates)
    gone = {(stay_of("A"), FIRST + dt.timedelta(days=day)) for day in range(left_out)}
    assert due_of_approved(working, pence, gone) == (pence if is_beyond else 0)


@pytest.mark.parametrize(("approved", "left_out", "pence"), [(12_200, 0, 12_200), (12_200, 1, 8200), (8000, 1, 8000)])
def test_no_more_is_due_than_was_approved(approved: int, left_out: int, pence: int) -> None:
    nights = [hosted(day + 1) for day in range(19)]
    gone = {(stay_of("A"), FIRST + dt.timedelta(days=day + 1)) for day in range(left_out)}
    assert due_of_approved(kept(nights), approved, gone) == pence


def test_a_rate_that_is_not_set_brings_nothing() -> None:
    assert due_of_approved(kept([hosted(day) for day in range(19)], rates=[]), MORE) == 0


@settings(derandomize=True, database=None)
@given(
    days=st.lists(st.tuples(st.integers(0, 30), st.sampled_from("ABC")), unique=True, max_size=60),
    gone=st.sets(st.integers(0, 59), max_size=8),
    basis=st.sampled_from(Basis),
    shape=st.sampled_from(Shape),
    threshold=st.integers(0, 20),
)
def test_what_is_kept_counts_as_the_nights_themselves(
    days: list[tuple[int, str]], gone: set[int], basis: Basis, shape: Shape, threshold: int
) -> None:
    policy = replace(DEFAULT_POLICY, basis=basis, shape=shape, threshold=threshold)
    nights = [hosted(day, child) for day, child in days]
    left = [night for place, night in enumerate(nights) if place not in gone]
    left_out = {(stay_of(night.child), night.night) for place, night in enumerate(nights) if place in gone}
    count = count_month(left, policy, RATES)
    stays_whole = count.due and shape is Shape.FLAT_WHEN_EXCEEDED
    assert due_of_approved(kept(nights, policy), MORE, left_out) == (MORE if stays_whole else count.amount_pence or 0)


def test_the_seal_tells_every_change() -> None:
    working = kept([hosted(day) for day in range(17)])
    row: dict[str, object] = {"home": "Kelly", "amount_pence": 4000}
    seal = seal_of(row, working)
    assert seal == seal_of(dict(reversed(row.items())), json.loads(json.dumps(working)))
    assert seal != seal_of({**row, "amount_pence": 4001}, working)
    assert seal != seal_of(row, kept([hosted(day) for day in range(16)]))
