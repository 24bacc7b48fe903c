"""When a home could do with a rest, whatever it is paid: pure values, no clock of their own."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask_babel import gettext

from constellations.core.clock import Month
from constellations.core.errors import RuleBroken
from sleepovers.uplift import Basis

LARGEST_NIGHTS = 200
"""More child-nights than any home hosts in a month."""

MOST_WEEKENDS = 26
"""Half a year: who waits longer before anybody asks, does not mean to ask."""

LONGEST_RUN = 104
"""Weekends that are looked back: two years."""

LAST_MONTH_UNTIL = 14
"""Up to this day of a month somebody asks how the last one was."""

_DAY, _WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
_FRIDAY, _SATURDAY = 4, 5


@dataclass(frozen=True, slots=True)
class Levels:
    """From when on a service looks after a home: nights in a month, weekends in a row, nights of one stay.

    The nights are those of every kind of stay and of every home. They have nothing to do with what is paid.
    """

    first_nights: int = 12
    second_nights: int = 20
    weekends: int = 4
    basis: Basis = Basis.CHILD_NIGHTS
    stay_first: int = 10
    stay_second: int = 14


DEFAULT_LEVELS = Levels()
"""Those of a service that has set none."""


def months_looked_at(today: dt.date) -> tuple[Month, ...]:
    """The running month, and in its first two weeks the last one too: a full month is not slept off on its last day."""
    running = Month.of(today)
    return (running, running.shifted(-1)) if today.day <= LAST_MONTH_UNTIL else (running,)


class NightsOutOfRange(RuleBroken):
    """No home hosts so many nights in a month."""

    about = "first_nights"

    def __init__(self) -> None:
        super().__init__(gettext("Enter numbers of nights from 1 to %(most)s.", most=LARGEST_NIGHTS))


class SecondNotAfterFirst(RuleBroken):
    """Two levels that are the same are one."""

    def __init__(self, about: str) -> None:
        self.about = about
        super().__init__(gettext("The second number has to be larger than the first."))


class WeekendsOutOfRange(RuleBroken):
    """A single weekend is no strain."""

    about = "weekends"

    def __init__(self) -> None:
        super().__init__(gettext("Enter a number of weekends from 2 to %(most)s.", most=MOST_WEEKENDS))


def must_be_sound(levels: Levels) -> None:
    """Raise NightsOutOfRange, SecondNotAfterFirst or WeekendsOutOfRange for levels that nobody can mean."""
    nights = (levels.first_nights, levels.second_nights, levels.stay_first, levels.stay_second)
    if not all(1 <= number <= LARGEST_NIGHTS for number in nights):
        raise NightsOutOfRange
    if levels.second_nights <= levels.first_nights:
        raise SecondNotAfterFirst("second_nights")
    if levels.stay_second <= levels.stay_first:
        raise SecondNotAfterFirst("stay_second")
    if not 2 <= levels.weekends <= MOST_WEEKENDS:
        raise WeekendsOutOfRange


def level_of(nights: int, first: int, second: int) -> int | None:
    """The higher of two levels that a number of nights has reached; none below the first."""
    return next((level for level in (second, first) if nights >= level), None)


def number_of(nights: Iterable[tuple[uuid.UUID, dt.date]], basis: Basis) -> int:
    """How many nights these are, each a child's: all of them, or each evening once."""
    rows = set(nights)
    return len({night for _, night in rows}) if basis is Basis.NIGHTS else len(rows)


def weekend_of(night: dt.date) -> dt.date | None:
    """The Saturday of the weekend that a night belongs to: those of Friday and Saturday do, no other."""
    if night.weekday() == _FRIDAY:
        return night + _DAY
    return night if night.weekday() == _SATURDAY else None


def weekends_of(nights: Iterable[dt.date]) -> frozenset[dt.date]:
    """The weekends in which one of these nights lies, each by its Saturday."""
    return frozenset(saturday for saturday in map(weekend_of, nights) if saturday is not None)


def last_weekend(today: dt.date) -> dt.date:
    """The Saturday of the last weekend that is over: from Sunday on it is yesterday's."""
    return today - ((today.weekday() - _SATURDAY - 1) % 7 + 1) * _DAY


def nights_of_weekends(last: dt.date, weekends: int) -> tuple[dt.date, ...]:
    """The nights of so many weekends in a row up to the one of a Saturday, in order."""
    saturdays = (last - n * _WEEK for n in reversed(range(weekends)))
    return tuple(night for saturday in saturdays for night in (saturday - _DAY, saturday))


def run_up_to(saturdays: Collection[dt.date], last: dt.date) -> int:
    """How many weekends in a row, the last of them on this Saturday, were not free; LONGEST_RUN at most."""
    run = 0
    while run < LONGEST_RUN and last - run * _WEEK in saturdays:
        run += 1
    return run


def run_through(saturdays: Collection[dt.date], saturday: dt.date) -> int:
    """How many weekends in a row around this one would not be free, where this one is not."""
    after = 0
    while after < LONGEST_RUN and saturday + (after + 1) * _WEEK in saturdays:
        after += 1
    return run_up_to({*saturdays, saturday}, saturday) + after


def weekends_told(run: int, weekends: int) -> int:
    """After how many weekends of a run somebody is told: at each multiple of the number; 0 before the first.

    Of a run longer than what is looked back nobody is told any more: they know.
    """
    return run - run % weekends if run < LONGEST_RUN else 0
