"""Quarters and years of returns, and how they are added up: plain values, the day passed in."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from constellations.budget.rules import FinancialYear, year_of
from constellations.core.clock import Month, months_from
from sleepovers.returns.figures.facts import NAMES, Figures
from sleepovers.returns.rules import Answers, ReturnState

QUARTERS = (1, 2, 3, 4)

NOT_ADDED = frozenset(name for name in NAMES if name.endswith("children")) | {"homes"}
"""Children and homes are not added up over months: who came in two months is one child."""


@dataclass(frozen=True, slots=True)
class Period:
    """A financial year, April to March, or one quarter of it."""

    year: FinancialYear
    quarter: int | None = None

    @property
    def months(self) -> tuple[Month, ...]:
        """Its months, in order."""
        first = Month.of(self.year.first)
        if self.quarter is None:
            return months_from(first, first.shifted(11))
        first = first.shifted(3 * (self.quarter - 1))
        return months_from(first, first.shifted(2))

    def has_begun(self, today: dt.date) -> bool:
        """Whether anything of it can have happened."""
        return self.months[0].first <= today

    def begun_months(self, today: dt.date) -> tuple[Month, ...]:
        """Its months that have begun."""
        return tuple(month for month in self.months if month.first <= today)


@dataclass(frozen=True, slots=True)
class AddedUp:
    """Returns added up: the numbers that can be, what was averted, and how many returns stand how."""

    numbers: Mapping[str, int]
    resignations: int
    endings: int
    states: Mapping[ReturnState, int]
    unanswered: int

    @property
    def returns(self) -> int:
        """How many there are."""
        return sum(self.states.values())

    @property
    def not_locked(self) -> int:
        """How many may still change."""
        return self.returns - self.states[ReturnState.LOCKED]


def period_of(year: str | None, quarter: str | None, today: dt.date) -> Period:
    """Read the period of an address; this financial year where it names none within reach."""
    chosen = int(quarter) if quarter in {str(one) for one in QUARTERS} else None
    return Period(year_of(year, today), chosen)


def add_up(returns: Iterable[tuple[ReturnState, Figures, Answers]]) -> AddedUp:
    """Add returns up, locked or not."""
    numbers = {name: 0 for name in NAMES if name not in NOT_ADDED}
    states = dict.fromkeys(ReturnState, 0)
    resignations = endings = unanswered = 0
    for state, figures, answers in returns:
        states[state] += 1
        unanswered += answers.resignations is None or answers.endings is None
        resignations += answers.resignations or 0
        endings += answers.endings or 0
        for name in numbers:
            numbers[name] += figures.numbers[name]
    return AddedUp(numbers, resignations, endings, states, unanswered)
