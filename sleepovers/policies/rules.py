"""When a policy or a rate may start, and what it must say: pure values, no clock of their own."""

import datetime as dt
from collections.abc import Collection

from flask_babel import gettext

from constellations.calendar.rules import EARLIEST_MONTH, last_month
from constellations.core.clock import Month
from constellations.core.errors import RuleBroken
from constellations.core.pence import pence_of as pence_of
from constellations.core.words import full_day_words, month_words
from sleepovers.uplift import Policy, Rate

LARGEST_THRESHOLD = 200
LARGEST_PENCE = 1_000_000
"""Ten thousand pounds: beyond it somebody slipped on the keys."""


class NotAFirst(RuleBroken):
    """A threshold cannot be half one number: policies start with a month."""

    about = "valid_from"

    def __init__(self, day: dt.date) -> None:
        words = gettext(
            "A policy starts on the 1st of a month, and %(day)s is none. Choose %(before)s or %(after)s.",
            day=full_day_words(day),
            before=full_day_words(Month.of(day).first),
            after=full_day_words(Month.of(day).end),
        )
        super().__init__(words)


class OutOfReach(RuleBroken):
    """A day long ago, or too far ahead."""

    about = "valid_from"

    def __init__(self, today: dt.date) -> None:
        words = gettext(
            "Choose a day from %(first)s to %(last)s.",
            first=full_day_words(EARLIEST_MONTH.first),
            last=full_day_words(_last_day(today)),
        )
        super().__init__(words)


class ChangesClosedMonth(RuleBroken):
    """What was closed was counted under the rules of its time."""

    about = "valid_from"

    def __init__(self, month: Month) -> None:
        words = gettext(
            "%(month)s is closed, and what was counted in it stays. Choose a day from %(day)s on.",
            month=month_words(month),
            day=full_day_words(month.end),
        )
        super().__init__(words)


class StartsAlready(RuleBroken):
    """History is never edited, so a day has one policy and one rate."""

    about = "valid_from"

    def __init__(self, day: dt.date) -> None:
        words = gettext("Something starts on %(day)s already. Choose another day.", day=full_day_words(day))
        super().__init__(words)


class InForceAlready(RuleBroken):
    """What was in force for a single day belongs to the history."""

    def __init__(self, day: dt.date) -> None:
        words = gettext(
            "This is in force since %(day)s and stays in the history. Start a new one instead.", day=full_day_words(day)
        )
        super().__init__(words)


class CountsNothing(RuleBroken):
    """A policy without a role, a kind or a status would count nothing at all."""

    def __init__(self) -> None:
        super().__init__(gettext("Choose at least one kind of home, of stay and of arrangement."))


class ThresholdOutOfRange(RuleBroken):
    """No home hosts so many nights in a month."""

    def __init__(self) -> None:
        super().__init__(gettext("Enter a number of nights from 0 to %(most)s.", most=LARGEST_THRESHOLD))


class PaysNothing(RuleBroken):
    """A rate that sets neither amount, or an amount that cannot be meant."""

    about = "per_night"

    def __init__(self) -> None:
        most = LARGEST_PENCE // 100
        super().__init__(gettext("Enter at least one amount, from £0 to £%(most)s.", most=f"{most:,}"))


def must_be_sound_policy(policy: Policy) -> None:
    """Raise CountsNothing or ThresholdOutOfRange for a policy that nobody can mean."""
    if not (policy.eligible_roles and policy.counted_kinds and policy.counted_statuses):
        raise CountsNothing
    if not 0 <= policy.threshold <= LARGEST_THRESHOLD:
        raise ThresholdOutOfRange


def must_be_sound_rate(rate: Rate) -> None:
    """Raise PaysNothing for a rate without an amount, or with one below nothing or beyond all measure."""
    amounts = [pence for pence in (rate.per_night_pence, rate.flat_pence) if pence is not None]
    if not amounts or not all(0 <= pence <= LARGEST_PENCE for pence in amounts):
        raise PaysNothing


def must_start_on_a_first(day: dt.date) -> None:
    """Raise NotAFirst for any other day (register format, policies.csv)."""
    if day.day != 1:
        raise NotAFirst(day)


def must_be_free(day: dt.date, taken: Collection[dt.date], closed: Collection[Month], today: dt.date) -> None:
    """Raise OutOfReach, ChangesClosedMonth or StartsAlready where nothing can start on that day.

    What starts before the end of a closed month would change how it was counted.
    """
    if not EARLIEST_MONTH.first <= day <= _last_day(today):
        raise OutOfReach(today)
    if closed and day < max(closed).end:
        raise ChangesClosedMonth(max(closed))
    if day in taken:
        raise StartsAlready(day)


def must_be_to_come(day: dt.date, today: dt.date) -> None:
    """Raise InForceAlready for what started today or before."""
    if day <= today:
        raise InForceAlready(day)


def _last_day(today: dt.date) -> dt.date:
    return last_month(today).first
