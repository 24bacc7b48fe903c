"""Sleepovers that come again, and how much of them a change concerns: pure values, no clock of their own."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.errors import Conflict, RuleBroken
from sleepovers.asks.rules import FURTHEST_DAYS, MOST_REPEATS, WEEK
from sleepovers.rules import AskState, Moment, StayState


class Often(StrEnum):
    """How often somebody asks for the same days."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"


WEEKS_APART = {Often.ONCE: 1, Often.WEEKLY: 1, Often.FORTNIGHTLY: 2}


class Scope(StrEnum):
    """How much of a series a change concerns."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


class SeriesTooLong(RuleBroken):
    """Nobody knows what the constellation looks like in more than a year."""

    about = "until"

    def __init__(self) -> None:
        super().__init__(
            f"Sleepovers that come again are asked for {MOST_REPEATS} times at most, and no more than a year ahead. "
            "Choose fewer times, or an earlier last day."
        )


class NoEndOfSeries(RuleBroken):
    """What comes again has an end."""

    about = "weeks"

    def __init__(self) -> None:
        super().__init__("Say how many times in all, at least 2, or until which day.")


class TwoEndsOfSeries(RuleBroken):
    """A number and a day could say two things."""

    about = "until"

    def __init__(self) -> None:
        super().__init__("Say how many times, or until which day, and leave the other empty.")


class NotRepeated(RuleBroken):
    """The last day leaves room for one sleepover alone."""

    about = "until"

    def __init__(self) -> None:
        super().__init__("There is only one sleepover until that day. Choose a later day, or “Only this time”.")


class NothingChanged(RuleBroken):
    """A change changes something."""

    about = "first"

    def __init__(self) -> None:
        super().__init__("These are the nights that it has already. Choose others.")


class NothingLeftOfSeries(Conflict):
    """Everything within reach of the change has begun, or has come to an end."""

    def __init__(self) -> None:
        super().__init__("All of these sleepovers have begun or are over. Nothing needs to be done.")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One sleepover of a series: when it comes, what became of its ask, and how far its stays have come."""

    arrive_on: dt.date
    state: AskState
    stays: tuple[StayState, ...] = ()

    @property
    def is_agreed(self) -> bool:
        """Whether a stay came of it that is still to be."""
        return StayState.AGREED in self.stays

    def may_change(self, today: dt.date) -> bool:
        """Whether it is still to come, and somebody waits for it: an answer, or the stay."""
        return self.arrive_on >= today and (self.state is AskState.OPEN or self.is_agreed)


def times_of(often: Often, times: int | None, first: dt.date, until: dt.date | None) -> int:
    """How many times the same days are asked for, by a number or until a day on which the last may still begin.

    Raises NoEndOfSeries, TwoEndsOfSeries, NotRepeated, SeriesTooLong.
    """
    if often is Often.ONCE:
        return 1
    if until and times and times > 1:
        raise TwoEndsOfSeries
    if until is None:
        if times is None or times < 2:
            raise NoEndOfSeries
        return times
    if until < first:
        raise NotRepeated
    counted = (until - first) // (WEEKS_APART[often] * WEEK) + 1
    if counted < 2:
        raise NotRepeated
    if counted > MOST_REPEATS:
        raise SeriesTooLong
    return counted


def times_or_once(often: Often, times: int | None, first: dt.date, until: dt.date | None) -> int:
    """The same while somebody is still filling the form in: once, until it says how many times."""
    try:
        return min(times_of(often, times, first, until), MOST_REPEATS)
    except RuleBroken:
        return 1


def must_end_within_a_year(times: Sequence[tuple[Moment, Moment]], today: dt.date) -> None:
    """Raise SeriesTooLong where the last of several sleepovers begins more than a year ahead, but not the first."""
    furthest = today + dt.timedelta(days=FURTHEST_DAYS)
    if times[0][0].on <= furthest < times[-1][0].on:
        raise SeriesTooLong


def concerned(occurrences: Sequence[Occurrence], this: int, scope: Scope, today: dt.date) -> list[int]:
    """Which sleepovers a change concerns, by their place: this one, it and those after it, or all that may change.

    Raises NothingLeftOfSeries where none is left.
    """
    since = occurrences[this].arrive_on
    found = [
        number
        for number, each in enumerate(occurrences)
        if each.may_change(today)
        and (scope is Scope.ALL or number == this or (scope is Scope.FOLLOWING and each.arrive_on >= since))
    ]
    if not found:
        raise NothingLeftOfSeries
    return found


def moved_ends(arrive_on: dt.date, moved: dt.timedelta, nights: int) -> tuple[dt.date, dt.date]:
    """When a sleepover comes and goes that is moved by so many days and is so many nights long."""
    first = arrive_on + moved
    return first, first + dt.timedelta(days=nights)
