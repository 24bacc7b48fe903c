"""How many nights off a home has in a year, and how many are used: pure values, no clock of their own."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext

from constellations.core.errors import Forbidden, RuleBroken
from constellations.rules import Span
from sleepovers.rules import NightState, StayKind

LARGEST_AMOUNT = 366
"""A whole year."""

_DAY = dt.timedelta(days=1)
_ANY_COMMON_YEAR = 2023


class Unit(StrEnum):
    """What is counted: nights that a child slept elsewhere, or the days from the coming to the going home."""

    NIGHTS = "nights"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What a service gives each home in a year, from a date on.

    The year begins on `year_month`/`year_day`. `used_by` are the kinds of stay that use it up, but for stays of at
    most `short_nights` nights. Pro rata, a home that joined within the year has the part of it that was left then.
    """

    valid_from: dt.date
    unit: Unit
    amount: int
    year_month: int
    year_day: int
    pro_rata: bool
    used_by: frozenset[StayKind]
    short_nights: int = 0


@dataclass(frozen=True, slots=True)
class StayAway:
    """A stay of one of the home's children elsewhere: its ends, and what is known of each of its nights.

    Without nights it is a visit by day; `has_happened` says of that whether it has.
    """

    kind: StayKind
    arrive_on: dt.date
    depart_on: dt.date
    nights: tuple[tuple[dt.date, NightState], ...]
    has_happened: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """A home's year: what it has, what is used, and what is agreed for days to come."""

    unit: Unit
    year: Span
    allowance: int
    used: int
    agreed: int

    @property
    def left(self) -> int:
        """What nobody has used or agreed; below nothing where it is exceeded."""
        return self.allowance - self.used - self.agreed


@dataclass(frozen=True, slots=True)
class Use:
    """What stays that nobody has asked for yet would use of a home's year, and how it would stand with them."""

    number: int
    after: Balance


class AmountOutOfRange(RuleBroken):
    """No year has so many nights."""

    about = "amount"

    def __init__(self) -> None:
        super().__init__(gettext("Enter a number from 1 to %(most)s.", most=LARGEST_AMOUNT))


class NoSuchFirstDay(RuleBroken):
    """A year begins on a day that every year has."""

    about = "year_day"

    def __init__(self) -> None:
        super().__init__(gettext("That month has no such day in every year. Choose another one, such as 1 April."))


class UsedByNothing(RuleBroken):
    """What nothing uses up is no entitlement."""

    about = "used_by"

    def __init__(self) -> None:
        super().__init__(gettext("Choose at least one kind of stay."))


class ShortOutOfRange(RuleBroken):
    """A stay of four weeks is no sleepover."""

    about = "short_nights"

    def __init__(self) -> None:
        super().__init__(gettext("Enter a number from 0 to 27."))


class NotTheirNights(Forbidden):
    """A carer reads of the own home alone."""

    def __init__(self) -> None:
        super().__init__(gettext("Only the home itself, and your service’s staff, can look at its nights off."))


def must_be_sound(policy: Entitlement) -> None:
    """Raise AmountOutOfRange, NoSuchFirstDay, UsedByNothing or ShortOutOfRange for a policy that nobody can mean."""
    if not 1 <= policy.amount <= LARGEST_AMOUNT:
        raise AmountOutOfRange
    if not 1 <= policy.year_month <= 12 or not 1 <= policy.year_day <= _days_of_every(policy.year_month):
        raise NoSuchFirstDay
    if not policy.used_by:
        raise UsedByNothing
    if not 0 <= policy.short_nights <= 27:
        raise ShortOutOfRange


def must_be_theirs(is_carer: bool, is_own: bool) -> None:
    """Raise NotTheirNights where a carer would read of another home."""
    if is_carer and not is_own:
        raise NotTheirNights


def policy_on(day: dt.date, policies: Iterable[Entitlement]) -> Entitlement | None:
    """The policy that holds on a day: the newest that has started; none before the first."""
    started = [policy for policy in policies if policy.valid_from <= day]
    return max(started, key=lambda policy: policy.valid_from, default=None)


def year_around(day: dt.date, policy: Entitlement) -> Span:
    """The year of a policy in which a day lies, half-open."""
    begins = dt.date(day.year, policy.year_month, policy.year_day)
    first = begins if begins <= day else _years_later(begins, -1)
    return Span(first, _years_later(first, 1))


def allowance(policy: Entitlement, year: Span, joined_on: dt.date | None) -> int:
    """What a home has in a year; pro rata it is rounded up, so that nobody loses a part of a night.

    A home that joined before the year has all of it, one that joins after it, or that has never joined, none.
    """
    end = _end(year)
    if joined_on is None or joined_on >= end:
        return 0
    if not policy.pro_rata or joined_on <= year.starts_on:
        return policy.amount
    whole, left = (end - year.starts_on).days, (end - joined_on).days
    return -(-policy.amount * left // whole)


def uses_up(stay: StayAway, policy: Entitlement) -> bool:
    """Whether a stay counts at all: by its kind, and by its length where short ones are free."""
    stayed = [state for _, state in stay.nights if state is not NightState.NOT_STAYED]
    is_short = 0 < len(stayed) <= policy.short_nights
    return stay.kind in policy.used_by and not is_short


def balance(policy: Entitlement, year: Span, joined_on: dt.date | None, stays: Iterable[StayAway]) -> Balance:
    """How a home's year stands: each night or day counts once, however many of its children are away."""
    used: set[dt.date] = set()
    agreed: set[dt.date] = set()
    for stay in stays:
        if uses_up(stay, policy):
            has_used, has_agreed = dates_of(stay, policy.unit)
            used |= {day for day in has_used if day in year}
            agreed |= {day for day in has_agreed if day in year}
    return Balance(policy.unit, year, allowance(policy, year, joined_on), len(used), len(agreed - used))


def would_use(
    policy: Entitlement, year: Span, joined_on: dt.date | None, stays: Iterable[StayAway], ahead: Iterable[StayAway]
) -> Use:
    """What stays ahead would use beside those that are known: a night that is off already is used once."""
    known = list(stays)
    before, after = balance(policy, year, joined_on, known), balance(policy, year, joined_on, [*known, *ahead])
    return Use(before.left - after.left, after)


def dates_of(stay: StayAway, unit: Unit) -> tuple[set[dt.date], set[dt.date]]:
    """The nights, or the days, of a stay that are used, and those that are agreed.

    A night that was not stayed is neither. One on which the child was absent was a night off all the same. The days
    of a night are its own and the next, but none before the day of coming.
    """
    used = {night for night, state in stay.nights if state in (NightState.HAPPENED, NightState.ABSENT)}
    agreed = {night for night, state in stay.nights if state is NightState.PLANNED}
    if unit is Unit.NIGHTS:
        return used, agreed
    if not stay.nights:
        days = _days(stay.arrive_on, stay.depart_on)
        return (days, set()) if stay.has_happened else (set(), days)
    of_used, of_agreed = _days_of(used, stay.arrive_on), _days_of(agreed, stay.arrive_on)
    return of_used, of_agreed - of_used


def _days_of(nights: Iterable[dt.date], arrive_on: dt.date) -> set[dt.date]:
    return {day for night in nights for day in (night, night + _DAY) if day >= arrive_on}


def _days(first: dt.date, last: dt.date) -> set[dt.date]:
    return {first + n * _DAY for n in range((last - first).days + 1)}


def _end(year: Span) -> dt.date:
    return year.ends_on or dt.date.max


def _years_later(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year + years)


def _days_of_every(month: int) -> int:
    """How many days a month has in every year: 28 of February."""
    return monthrange(_ANY_COMMON_YEAR, month)[1]
