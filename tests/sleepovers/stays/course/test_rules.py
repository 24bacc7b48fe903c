"""When a stay may still be called off, and when a child may be said to have come and gone."""

import datetime as dt

import pytest

from sleepovers.rules import NightState, StayKind, StayState
from sleepovers.stays.course import rules
from sleepovers.stays.course.rules import must_be_due, must_be_going_home, must_not_have_begun

SAT, SUN, MON = (dt.date(2026, 11, day) for day in (21, 22, 23))
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
PLANNED, HAPPENED, ABSENT, NOT_STAYED = (
    NightState.PLANNED,
    NightState.HAPPENED,
    NightState.ABSENT,
    NightState.NOT_STAYED,
)


@pytest.mark.parametrize(
    ("arrived_at", "nights", "arrive_on"),
    [(None, [PLANNED], MON), (None, [PLANNED], SUN), (None, [], SUN), (None, [NOT_STAYED, PLANNED], SUN)],
)
def test_a_stay_may_be_called_off_until_the_child_has_come(
    arrived_at: dt.datetime | None, nights: list[NightState], arrive_on: dt.date
) -> None:
    must_not_have_begun(StayState.AGREED, arrived_at, nights, arrive_on, SUN)
    with pytest.raises(rules.HasBegun):
        must_not_have_begun(StayState.AGREED, NOW, nights, arrive_on, SUN)


@pytest.mark.parametrize(
    ("state", "nights", "arrive_on"),
    [
        (StayState.AGREED, [PLANNED], SAT),
        (StayState.AGREED, [HAPPENED, PLANNED], SUN),
        (StayState.AGREED, [ABSENT, PLANNED], SUN),
        (StayState.UNDER_WAY, [PLANNED], SUN),
    ],
)
def test_what_has_begun_is_told_and_not_called_off(
    state: StayState, nights: list[NightState], arrive_on: dt.date
) -> None:
    with pytest.raises(rules.HasBegun, match="Say what really happened instead"):
        must_not_have_begun(state, None, nights, arrive_on, SUN)


@pytest.mark.parametrize(
    ("state", "words"), [(StayState.CANCELLED, "was called off already"), (StayState.HAPPENED, "is over")]
)
def test_what_is_over_is_neither_called_off_nor_begun(state: StayState, words: str) -> None:
    with pytest.raises(rules.AlreadyOver, match=words):
        must_not_have_begun(state, None, [], MON, SUN)
    with pytest.raises(rules.AlreadyOver, match=words):
        must_be_due(state, SUN, SUN)


def test_nobody_arrives_before_the_day() -> None:
    must_be_due(StayState.AGREED, SUN, SUN)
    must_be_due(StayState.UNDER_WAY, SAT, SUN)
    with pytest.raises(rules.NotYet, match="begins on Mon 23 Nov"):
        must_be_due(StayState.AGREED, MON, SUN)


def test_a_child_is_home_from_the_day_of_going_home_on_also_where_all_is_told_already() -> None:
    for state in (StayState.AGREED, StayState.UNDER_WAY, StayState.HAPPENED):
        must_be_going_home(state, SUN, SUN)
        must_be_going_home(state, SAT, SUN)
        with pytest.raises(rules.StillAway, match="goes on until Mon 23 Nov"):
            must_be_going_home(state, MON, SUN)
    with pytest.raises(rules.AlreadyOver, match="called off"):
        must_be_going_home(StayState.CANCELLED, SUN, SUN)


@pytest.mark.parametrize(
    ("kind", "depart_on", "now", "loses"),
    [
        (StayKind.EMERGENCY, MON, "2026-11-22T23:30", True),
        (StayKind.EMERGENCY, MON, "2026-11-23T05:59", True),
        (StayKind.EMERGENCY, MON, "2026-11-23T06:00", False),
        (StayKind.PLANNED, MON, "2026-11-22T23:30", False),
    ],
)
def test_a_child_loses_its_bed_tonight_while_the_nights_of_an_emergency_go_on(
    kind: StayKind, depart_on: dt.date, now: str, loses: bool
) -> None:
    assert rules.loses_bed_tonight(kind, depart_on, dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)) is loses
