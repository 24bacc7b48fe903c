"""What comes next in the course of a stay, and what may be said of it when."""

import datetime as dt

import pytest

from sleepovers.rules import NightState, StayState
from sleepovers.stays.course.rules import (
    HOME_SAFE_DAYS,
    Next,
    Standing,
    may_arrive,
    may_be_called_off,
    may_come_home,
    what_comes_next,
)

AGREED, UNDER_WAY, HAPPENED, CANCELLED = (
    StayState.AGREED,
    StayState.UNDER_WAY,
    StayState.HAPPENED,
    StayState.CANCELLED,
)
COMES, GOES = dt.date(2026, 11, 27), dt.date(2026, 11, 29)
THEN = dt.datetime(2026, 11, 27, 18, tzinfo=dt.UTC)


def stay(state: StayState = AGREED, *, came: bool = False, home: bool = False, waits: bool = False) -> Standing:
    """Friday to Sunday."""
    return Standing(state, COMES, GOES, THEN if came else None, THEN if home else None, waits=waits)


def november(day: int) -> dt.date:
    return dt.date(2026, 11, day)


@pytest.mark.parametrize(
    ("standing", "today", "comes_next"),
    [
        (stay(), 20, Next.COMES),
        (stay(), 26, Next.COMES),
        (stay(), 27, Next.COMES_TODAY),
        (stay(UNDER_WAY, came=True), 27, Next.GOES_HOME),
        (stay(waits=True), 28, Next.TO_TELL),
        (stay(UNDER_WAY, came=True, waits=True), 28, Next.TO_TELL),
        (stay(UNDER_WAY), 28, Next.GOES_HOME),
        (stay(HAPPENED), 29, Next.GOES_HOME_TODAY),
        (stay(HAPPENED, home=True), 29, Next.OVER),
        (stay(UNDER_WAY, home=True, waits=True), 29, Next.TO_TELL),
        (stay(HAPPENED), 30, Next.OVER),
        (stay(CANCELLED), 20, Next.OFF),
        (stay(CANCELLED), 30, Next.OFF),
    ],
)
def test_what_comes_next(standing: Standing, today: int, comes_next: Next) -> None:
    assert what_comes_next(standing, november(today)) is comes_next


@pytest.mark.parametrize(
    ("standing", "today", "may"),
    [
        (stay(), 26, False),
        (stay(), 27, True),
        (stay(waits=True), 28, True),
        (stay(waits=True), 29, True),
        (stay(waits=True), 30, False),
        (stay(came=True), 27, False),
        (stay(UNDER_WAY), 28, False),
        (stay(HAPPENED), 29, False),
        (stay(CANCELLED), 27, False),
    ],
)
def test_somebody_is_asked_whether_the_child_has_come(standing: Standing, today: int, may: bool) -> None:
    assert may_arrive(standing, november(today)) is may


@pytest.mark.parametrize(
    ("standing", "days_after", "may"),
    [
        (stay(UNDER_WAY), -1, False),
        (stay(UNDER_WAY), 0, True),
        (stay(HAPPENED), HOME_SAFE_DAYS, True),
        (stay(HAPPENED), HOME_SAFE_DAYS + 1, False),
        (stay(HAPPENED, home=True), 0, False),
        (stay(CANCELLED), 0, False),
    ],
)
def test_somebody_is_asked_whether_the_child_is_home_for_a_week(standing: Standing, days_after: int, may: bool) -> None:
    assert may_come_home(standing, GOES + dt.timedelta(days=days_after)) is may


@pytest.mark.parametrize(
    ("standing", "today", "may"),
    [
        (stay(), 26, True),
        (stay(), 27, True),
        (stay(), 28, False),
        (stay(came=True), 27, False),
        (stay(UNDER_WAY), 27, False),
        (stay(HAPPENED), 26, False),
        (stay(CANCELLED), 26, False),
        (Standing(AGREED, COMES, GOES, told=(NightState.HAPPENED,)), 27, False),
    ],
)
def test_only_what_is_still_ahead_may_be_called_off(standing: Standing, today: int, may: bool) -> None:
    assert may_be_called_off(standing, november(today)) is may
