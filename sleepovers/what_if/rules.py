"""Two counts of the same past nights side by side: under the policy in force, and under another one. Pure values."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext

from constellations.calendar.rules import EARLIEST_MONTH
from constellations.core.clock import Month, months_from
from constellations.core.errors import RuleBroken
from constellations.core.words import month_words
from sleepovers.uplift import Basis, HostedNight, MonthCount, Policy, Rate, Shape, count_month, rate_on

MOST_MONTHS = 24
"""Months that may be counted in one go: two years."""


class MonthsInTheWrongOrder(RuleBroken):
    """The last month lies before the first."""

    about = "until"

    def __init__(self) -> None:
        super().__init__(gettext("The last month is before the first. Choose them the other way round."))


class TooManyMonths(RuleBroken):
    """More than anybody compares at once."""

    about = "since"

    def __init__(self) -> None:
        super().__init__(gettext("Choose at most %(most)s months.", most=MOST_MONTHS))


class MonthOutOfReach(RuleBroken):
    """A month to come, or one long before constellations."""

    about = "until"

    def __init__(self, today: dt.date) -> None:
        words = gettext(
            "Choose months from %(first)s to %(last)s.",
            first=month_words(EARLIEST_MONTH),
            last=month_words(Month.of(today)),
        )
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be different; none leaves it as it was in each month. A rate given replaces those of every night."""

    threshold: int | None = None
    basis: Basis | None = None
    shape: Shape | None = None
    per_night_pence: int | None = None
    flat_pence: int | None = None

    def changed(self, policy: Policy) -> Policy:
        """A policy with what is to be different."""
        return replace(
            policy,
            threshold=policy.threshold if self.threshold is None else self.threshold,
            basis=self.basis or policy.basis,
            shape=self.shape or policy.shape,
        )

    def rates(self, rates: Sequence[Rate]) -> Sequence[Rate]:
        """The rates that would have held: what is not given is as it was on each night."""
        if self.per_night_pence is None and self.flat_pence is None:
            return rates
        since = [EARLIEST_MONTH.first, *(rate.valid_from for rate in rates if rate.valid_from > EARLIEST_MONTH.first)]
        return [self._rate(day, rates) for day in since]

    def _rate(self, day: dt.date, rates: Iterable[Rate]) -> Rate:
        held = rate_on(day, rates) or Rate(day, None, None)
        return Rate(
            day,
            held.per_night_pence if self.per_night_pence is None else self.per_night_pence,
            held.flat_pence if self.flat_pence is None else self.flat_pence,
        )


@dataclass(frozen=True, slots=True)
class HomeLine:
    """One home's month under both: of a home that would be due under at least one of them."""

    home_id: uuid.UUID
    month: Month
    now: MonthCount
    then: MonthCount


@dataclass(frozen=True, slots=True)
class Sum:
    """What some counts come to: homes due, the amount as far as rates are set, and how many have none."""

    due: int
    pence: int
    without_rate: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month under both, and the policies by which it was counted."""

    month: Month
    policy: Policy
    wished: Policy
    homes: tuple[HomeLine, ...]

    @property
    def now(self) -> Sum:
        """Under the policy that was in force."""
        return sum_of(home.now for home in self.homes)

    @property
    def then(self) -> Sum:
        """Under the other one."""
        return sum_of(home.then for home in self.homes)


def months_between(since: Month, until: Month, today: dt.date) -> tuple[Month, ...]:
    """The months to count; raises MonthsInTheWrongOrder, MonthOutOfReach or TooManyMonths."""
    if until < since:
        raise MonthsInTheWrongOrder
    if since < EARLIEST_MONTH or until > Month.of(today):
        raise MonthOutOfReach(today)
    months = months_from(since, until)
    if len(months) > MOST_MONTHS:
        raise TooManyMonths
    return months


def compared(
    month: Month,
    hosted: Mapping[uuid.UUID, Collection[HostedNight]],
    policy: Policy,
    wish: Wish,
    rates: Sequence[Rate],
) -> MonthLine:
    """Count every home's nights of a month twice; those due under neither are left out."""
    wished, wished_rates = wish.changed(policy), wish.rates(rates)
    lines = (
        HomeLine(home_id, month, now=count_month(nights, policy, rates), then=count_month(nights, wished, wished_rates))
        for home_id, nights in hosted.items()
    )
    return MonthLine(month, policy, wished, tuple(line for line in lines if line.now.due or line.then.due))


def sum_of(counts: Iterable[MonthCount]) -> Sum:
    """Add up the counts of homes; those that are not due come to nothing."""
    due = [count for count in counts if count.due]
    return Sum(
        due=len(due),
        pence=sum(count.amount_pence or 0 for count in due),
        without_rate=sum(count.amount_reason is not None for count in due),
    )


def total(sums: Iterable[Sum]) -> Sum:
    """Add up the sums of months."""
    each = list(sums)
    return Sum(sum(one.due for one in each), sum(one.pence for one in each), sum(one.without_rate for one in each))
