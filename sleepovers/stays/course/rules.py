"""When a stay may be called off, and when a child arrives and comes home: pure values, no clock of their own."""

import datetime as dt
from collections.abc import Collection

from constellations.core.errors import Conflict, Forbidden, RuleBroken
from constellations.core.words import day_words
from sleepovers.rules import NightState, StayState


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


def must_not_have_begun(
    state: StayState, arrived_at: dt.datetime | None, nights: Collection[NightState], arrive_on: dt.date, today: dt.date
) -> None:
    """Raise AlreadyOver or HasBegun: a stay has begun when the child arrived, a night was told, or its day is past."""
    if state in (StayState.CANCELLED, StayState.HAPPENED):
        raise AlreadyOver(state)
    told = {NightState.HAPPENED, NightState.ABSENT} & set(nights)
    if arrived_at is not None or told or state is StayState.UNDER_WAY or arrive_on < today:
        raise HasBegun


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
