"""When a stay may be called off, when a child arrives and comes home, and what comes next: pure values, no clock."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.errors import Conflict, Forbidden, RuleBroken
from constellations.core.words import day_words
from sleepovers.asks.rules import day_of_ask
from sleepovers.rules import NightState, StayKind, StayState, night_that_runs

HOME_SAFE_DAYS = 7
"""How long after the day of going home somebody is still asked whether the child is home safe."""


class Next(StrEnum):
    """What comes next in the course of a stay."""

    COMES = "comes"
    COMES_TODAY = "comes_today"
    TO_TELL = "to_tell"
    GOES_HOME = "goes_home"
    GOES_HOME_TODAY = "goes_home_today"
    OVER = "over"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a stay has come: `told` is what is known of its nights, `waits` whether one is over and not told yet."""

    state: StayState
    arrive_on: dt.date
    depart_on: dt.date
    arrived_at: dt.datetime | None = None
    came_home_at: dt.datetime | None = None
    told: tuple[NightState, ...] = ()
    waits: bool = False


class NotTheirStay(Forbidden):
    """A carer of neither side."""

    def __init__(self) -> None:
        super().__init__("Only the two homes of this sleepover, or your liaison worker, can do this.")


class HasBegun(RuleBroken):
    """What has begun is told, not called off."""

    def __init__(self) -> None:
        super().__init__("This sleepover has begun. Say what really happened instead: that the child came home early.")


class AlreadyOver(Conflict):
    """The stay has happened, or was called off."""

    def __init__(self, state: StayState) -> None:
        how = "was called off already" if state is StayState.CANCELLED else "is over"
        super().__init__(f"This sleepover {how}. Nothing more is needed.")


class NotYet(RuleBroken):
    """Nobody arrives before the day."""

    def __init__(self, arrive_on: dt.date) -> None:
        super().__init__(f"This sleepover begins on {day_words(arrive_on)}. You can say so from that day on.")


class StillAway(RuleBroken):
    """Home before the day is another end than was agreed."""

    def __init__(self, depart_on: dt.date) -> None:
        super().__init__(
            f"This sleepover goes on until {day_words(depart_on)}. Home already? The home where the child slept, "
            "or your liaison worker, can say what really happened."
        )


def what_comes_next(stay: Standing, today: dt.date) -> Next:
    """Say what comes next: the first thing that somebody should know, or do."""
    if stay.state is StayState.CANCELLED:
        return Next.OFF
    if stay.waits:
        return Next.TO_TELL
    if stay.came_home_at is not None or stay.depart_on < today:
        return Next.OVER
    if today < stay.arrive_on:
        return Next.COMES
    if today == stay.arrive_on and may_arrive(stay, today):
        return Next.COMES_TODAY
    return Next.GOES_HOME if today < stay.depart_on else Next.GOES_HOME_TODAY


def may_arrive(stay: Standing, today: dt.date) -> bool:
    """Whether somebody should still say that the child has come; once a night was told that is known."""
    is_there = stay.arrived_at is not None or stay.state is not StayState.AGREED
    return not is_there and stay.arrive_on <= today <= stay.depart_on


def may_come_home(stay: Standing, today: dt.date) -> bool:
    """Whether somebody should still say that the child is home safe."""
    if stay.state is StayState.CANCELLED or stay.came_home_at is not None:
        return False
    return stay.depart_on <= today <= stay.depart_on + dt.timedelta(days=HOME_SAFE_DAYS)


def may_be_called_off(stay: Standing, today: dt.date) -> bool:
    """Whether a stay is still ahead, and not called off already."""
    is_over = stay.state in (StayState.CANCELLED, StayState.HAPPENED)
    return not is_over and not _has_begun(stay.state, stay.arrived_at, stay.told, stay.arrive_on, today)


def loses_bed_tonight(kind: StayKind, depart_on: dt.date, now: dt.datetime) -> bool:
    """Whether a child for whom a bed was sought at once has none any more when this stay is off: its nights go on."""
    return kind is StayKind.EMERGENCY and night_that_runs(now) < depart_on


def day_of_stay(kind: StayKind, arrived_at: dt.datetime | None, now: dt.datetime) -> dt.date:
    """The London day that a stay reckons with: in an emergency the evening lasts until 06:00, until the child is there.

    So who said "I can" at 00:05 can still call it off, and the stay can still move, in the same night.
    """
    return day_of_ask(kind if arrived_at is None else StayKind.PLANNED, now)


def must_not_have_begun(
    state: StayState, arrived_at: dt.datetime | None, nights: Collection[NightState], arrive_on: dt.date, today: dt.date
) -> None:
    """Raise AlreadyOver or HasBegun: a stay has begun when the child arrived, a night was told, or its day is past."""
    if state in (StayState.CANCELLED, StayState.HAPPENED):
        raise AlreadyOver(state)
    if _has_begun(state, arrived_at, nights, arrive_on, today):
        raise HasBegun


def _has_begun(
    state: StayState, arrived_at: dt.datetime | None, nights: Collection[NightState], arrive_on: dt.date, today: dt.date
) -> bool:
    told = {NightState.HAPPENED, NightState.ABSENT} & set(nights)
    return arrived_at is not None or bool(told) or state is StayState.UNDER_WAY or arrive_on < today


def must_be_due(state: StayState, arrive_on: dt.date, today: dt.date) -> None:
    """Raise AlreadyOver, or NotYet before the day of coming."""
    if state in (StayState.CANCELLED, StayState.HAPPENED):
        raise AlreadyOver(state)
    if today < arrive_on:
        raise NotYet(arrive_on)


def must_be_going_home(state: StayState, depart_on: dt.date, today: dt.date) -> None:
    """Raise AlreadyOver for a stay that was called off, or StillAway before the day of going home."""
    if state is StayState.CANCELLED:
        raise AlreadyOver(state)
    if today < depart_on:
        raise StillAway(depart_on)
