"""Quarters and years of returns, and how they are added up: plain values, the day passed in."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from constellations.budget.rules import FinancialYear, year_of
from constellations.core.clock import Month, months_from
from sleepovers.returns.figures.facts import (
    AT_HUB,
    AT_SATELLITES,
    NAMES,
    NIGHTLY,
    OF_EVENTS,
    Facts,
    Figures,
    Support,
)
from sleepovers.returns.figures.rules import counted, shared, together
from sleepovers.returns.rules import Answers, ReturnState

QUARTERS = (1, 2, 3, 4)

NOT_ADDED = frozenset(name for name in NAMES if name.endswith("children")) | {"homes"}
"""Children and homes are not added up over months: who came in two months is one child."""


ONCE = (
    *(f"{kind}_child_nights" for kind in NIGHTLY),
    *("not_counted_child_nights", "day_visits", "satellite_day_visits", "events_without_register"),
    *(f"{kind}_{figure}" for kind in (Support.CHILDREN, *OF_EVENTS) for figure in ("times", "minutes")),
)
"""What stands in the returns of two constellations, where a home belongs to both or an event is of both."""


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
    """Returns added up: the numbers that can be, what was averted, and how many returns stand how.

    `twice` is how much more the returns hold of each number, because something stands in several of them.
    """

    numbers: Mapping[str, int]
    twice: Mapping[str, int]
    resignations: int
    endings: int
    states: Mapping[ReturnState, int]
    unanswered: int

    @property
    def returns(self) -> int:
        """How many there are."""
        return sum(self.states.values())

    @property
    def nights_twice(self) -> int:
        """How many child-nights more the returns hold."""
        return sum(self.twice.get(f"{kind}_child_nights", 0) for kind in (AT_HUB[-1], AT_SATELLITES[-1]))

    @property
    def events_twice(self) -> int:
        """How many dates of events more the returns hold."""
        return sum(self.twice.get(f"{kind}_times", 0) for kind in OF_EVENTS)

    @property
    def not_locked(self) -> int:
        """How many may still change."""
        return self.returns - self.states[ReturnState.LOCKED]


def period_of(year: str | None, quarter: str | None, today: dt.date) -> Period:
    """Read the period of an address; this financial year where it names none within reach."""
    chosen = int(quarter) if quarter in {str(one) for one in QUARTERS} else None
    return Period(year_of(year, today), chosen)


def counted_twice(apart: Sequence[Facts]) -> Counter[str]:
    """How much more the returns of a month hold, as it is known now, than there was."""
    both = shared(apart)
    once, found = counted(together(both)), Counter[str]()
    for one in both:
        found.update(counted(one))
    return Counter({name: found[name] - once[name] for name in ONCE})


def add_up(
    returns: Iterable[tuple[ReturnState, Figures, Answers]], twice: Mapping[str, int] = MappingProxyType({})
) -> AddedUp:
    """Add returns up, locked or not, without what stands in them `twice`."""
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
    # A return that was submitted before something became known does not hold it.
    numbers = {name: max(0, number - twice.get(name, 0)) for name, number in numbers.items()}
    return AddedUp(numbers, twice, resignations, endings, states, unanswered)
