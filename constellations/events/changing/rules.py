"""How much of a series a change concerns, and which of its dates become which: pure values, no clock of their own."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from flask_babel import gettext

from constellations.core.errors import Conflict, RuleBroken
from constellations.events.rules import Length, Pattern, Repeats, dates_of

UNDO_FOR = dt.timedelta(days=1)
"""How long after it was called off an event takes place after all with one press."""


class Scope(StrEnum):
    """How much of a series a change concerns."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


class BegunAlready(RuleBroken):
    """What has begun, or is over, stays as it was; nor is anything moved into the past."""

    about = "first"

    def __init__(self) -> None:
        super().__init__(gettext("That has begun already. Only what is still to come can be changed."))


class IntoThePast(RuleBroken):
    """A date that would have begun already."""

    about = "first"

    def __init__(self) -> None:
        super().__init__(gettext("That time is over already. Choose a later day or time."))


class CalledOffAlready(Conflict):
    """Somebody was quicker."""

    def __init__(self) -> None:
        super().__init__(gettext("This was called off already. Nothing needs to be done."))


class NothingLeft(Conflict):
    """All dates within reach have begun or are called off."""

    def __init__(self) -> None:
        super().__init__(gettext("All of these have begun or are called off. Nothing needs to be done."))


class TooLateToUndo(Conflict):
    """It was called off too long ago, or would have begun meanwhile, or does not belong to its series any more."""

    def __init__(self) -> None:
        super().__init__(gettext("This cannot be undone any more. Plan it again instead."))


@dataclass(frozen=True, slots=True)
class Date:
    """One date of a series: the day that the series gave it, when it is, and since when it is called off.

    It is `out` of its series where that was changed so that it has this day no more. Where its register is kept, people
    came, whatever its hour.
    """

    planned_on: dt.date
    at: Length
    cancelled_at: dt.datetime | None = None
    is_out: bool = False
    has_register: bool = False

    def has_begun(self, now: dt.datetime) -> bool:
        """Whether it goes on at an instant, is over, or its register is kept, so that it stays as it is."""
        return self.has_register or self.at.has_begun(now)


def concerned(dates: Sequence[Date], this: int, scope: Scope, now: dt.datetime) -> list[int]:
    """The places of the dates that a change concerns: this one, it and those after it, or all that are still to come.

    `dates` stand in the order of their series. What has begun, or fell out of it, is never among them; what is called
    off is. Raises BegunAlready, NothingLeft.
    """
    if scope is not Scope.ALL and dates[this].has_begun(now):
        raise BegunAlready
    since = 0 if scope is Scope.ALL else this
    ahead = [n for n, one in enumerate(dates) if n >= since and not one.is_out and not one.has_begun(now)]
    found = [n for n in ahead if n == this] if scope is Scope.THIS else ahead
    if not found:
        raise NothingLeft
    return found


def begins_at(dates: Sequence[Date], first: int) -> int:
    """The place from which on a series is changed: the very beginning where before it all have fallen out."""
    return first if any(not one.is_out for one in dates[:first]) else 0


def in_rhythm(wanted: Pattern, before: Pattern) -> Pattern:
    """The dates that a series is to have, on the same weekday of the month as before where they go on from one of its.

    What comes on the last Saturday comes so from a fourth one on as well: its first date alone does not say it.
    """
    is_same = wanted.repeats is before.repeats is Repeats.MONTHLY_WEEKDAY and wanted.first in dates_of(before)
    return replace(wanted, of_month=before.nth) if is_same else wanted


def to_call_off(dates: Sequence[Date], this: int, scope: Scope, now: dt.datetime) -> list[int]:
    """The same, of what is not called off yet; raises CalledOffAlready, BegunAlready, NothingLeft."""
    if scope is Scope.THIS and dates[this].cancelled_at is not None:
        raise CalledOffAlready
    found = [n for n in concerned(dates, this, scope, now) if dates[n].cancelled_at is None]
    if not found:
        raise NothingLeft
    return found


def to_take_place(dates: Sequence[Date], this: int, now: dt.datetime) -> list[int]:
    """The places of the dates that were called off together with this one and may still take place after all.

    What fell out of the series does not come back so. Raises TooLateToUndo.
    """
    together = dates[this].cancelled_at
    found = [
        n
        for n, one in enumerate(dates)
        if one.cancelled_at is not None
        and one.cancelled_at == together
        and not one.is_out
        and now - one.cancelled_at <= UNDO_FOR
        and not one.at.has_begun(now)
    ]
    if this not in found:
        raise TooLateToUndo
    return found


@dataclass(frozen=True, slots=True)
class Fitted:
    """What becomes of dates when their series changes: which stay, on which day; which fall out; which are new."""

    stays: Mapping[dt.date, dt.date]
    falls_out: tuple[dt.date, ...]
    is_new: tuple[dt.date, ...]


def fitted(live: Collection[dt.date], out: Collection[dt.date], new: Sequence[dt.date], same_rhythm: bool) -> Fitted:
    """Fit the days of a series to new ones, so that what people have answered stays with its date.

    `live` are the days that it had, `out` those that fell out of it earlier and come back where it has them again. A
    day that is in both stays. Where none is, and it comes as often as before, the series was moved: the first becomes
    the first, and so on.
    """
    known, wanted = {*live, *out}, set(new)
    if same_rhythm and not known & wanted:
        pairs = dict(zip(sorted(live), new, strict=False))
        taken = set(pairs.values())
    else:
        pairs = {day: day for day in sorted(known & wanted)}
        taken = known
    return Fitted(
        stays=pairs,
        falls_out=tuple(sorted(set(live) - set(pairs))),
        is_new=tuple(day for day in new if day not in taken),
    )
