"""How long records are kept: a number of days, months or years, and what a service may choose; plain values."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext, ngettext

from constellations.budget.rules import FinancialYear
from constellations.core.clock import LONDON, months_before
from constellations.core.errors import RuleBroken

FIFTY_YEARS = 600
"""In months: the longest number that may be chosen for most; who wants longer keeps it for ever."""

TEN_YEARS = 120
"""In months: so long a carer's record is kept after approval ends (Fostering Services Regulations 2011, reg 32)."""


class Unit(StrEnum):
    """In what a time is counted; a financial year begins on 1 April."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "financial_years"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a service may choose: a number from `least` to `most`, and `for_ever` or not."""

    least: int
    most: int
    for_ever: bool = False

    @property
    def is_fixed(self) -> bool:
        """Whether there is nothing to choose."""
        return self.least == self.most and not self.for_ever

    def at_least(self, amount: int | None) -> int | None:
        """What was chosen, or the least where that was chosen while less was allowed."""
        return None if amount is None else max(amount, self.least)


class TimeOutOfReach(RuleBroken):
    """A time that is shorter than the rules allow, longer than it may be kept, or no number."""

    about = "amount"

    def __init__(self, limits: Limits, unit: Unit) -> None:
        words = gettext("Choose from %(least)s to %(most)s.")
        if limits.for_ever:
            words = gettext("Choose from %(least)s to %(most)s, or nothing to keep it for ever.")
        super().__init__(words % {"least": time_words(unit, limits.least), "most": time_words(unit, limits.most)})


class NothingToChoose(RuleBroken):
    """The time of this kind of record is the same for every service."""

    about = "amount"

    def __init__(self) -> None:
        super().__init__(gettext("How long this is kept is the same for every service. Leave it as it is."))


class WouldGo(RuleBroken):
    """A shorter time would remove something this very night."""

    about = "sure"

    def __init__(self, what: str) -> None:
        words = gettext(
            "%(what)s would be removed tonight, for good. If that is meant, tick the box below. "
            "If not, choose a longer time."
        )
        super().__init__(words % {"what": what})


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a service's records are cut on a day: what is from before `since` goes, unless it is held.

    `service_id` none stands for what belongs to no service.
    """

    service_id: uuid.UUID | None
    since: dt.date
    today: dt.date

    @property
    def begins(self) -> dt.datetime:
        """The instant at which the first day begins that is kept, in London."""
        return dt.datetime.combine(self.since, dt.time(), LONDON)


def kept_since(unit: Unit, amount: int, today: dt.date) -> dt.date:
    """The first day that is still kept: the same day so long ago; of financial years the first day of the oldest.

    Something of exactly that day stays, and goes on the next.
    """
    if unit is Unit.DAYS:
        return today - dt.timedelta(days=amount)
    if unit is Unit.MONTHS:
        return months_before(today, amount)
    return FinancialYear(FinancialYear.of(today).begins - amount).first


def checked_time(limits: Limits, unit: Unit, amount: int | None) -> int | None:
    """The time as chosen, none for ever; raises TimeOutOfReach."""
    is_in_reach = limits.for_ever if amount is None else limits.least <= amount <= limits.most
    if not is_in_reach:
        raise TimeOutOfReach(limits, unit)
    return amount


def unit_words(unit: Unit) -> str:
    """In what a time is counted, beside a field for a number."""
    said: dict[Unit, str] = {
        Unit.DAYS: gettext("days"),
        Unit.MONTHS: gettext("months"),
        Unit.YEARS: gettext("financial years"),
    }
    return said[unit]


def reasons(lasting: Mapping[str, object]) -> list[tuple[str, list[str]]]:
    """Each reason once, with the tables that it is said of, in their order."""
    found: dict[str, list[str]] = {}
    for table, reason in lasting.items():
        found.setdefault(str(reason), []).append(table)
    return list(found.items())


def time_words(unit: Unit, amount: int | None) -> str:
    """Say a time: `36 months`; of what is kept for ever that."""
    said: str
    if amount is None:
        said = gettext("for ever")
    elif unit is Unit.DAYS:
        said = ngettext("%(num)s day", "%(num)s days", amount)
    elif unit is Unit.MONTHS:
        said = ngettext("%(num)s month", "%(num)s months", amount)
    else:
        said = ngettext("%(num)s financial year", "%(num)s financial years", amount)
    return said
