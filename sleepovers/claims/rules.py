"""When a month may be closed, and what keeps it open: pure values, no clock of their own."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from constellations.core.clock import Month
from constellations.core.errors import Conflict, RuleBroken
from constellations.core.words import full_day_words, month_words
from sleepovers.uplift import ClaimStatus

MONTHS_ASKED_FOR = 12
"""How far back staff are reminded of a month that was never closed."""

LIVE = frozenset({ClaimStatus.FLAGGED, ClaimStatus.CHECKED, ClaimStatus.VOID})
"""Claims whose figures follow the nights; from approval on the snapshot stands."""


class MonthNotOver(RuleBroken):
    """A month cannot be closed while nights of it are still to come."""

    def __init__(self, month: Month) -> None:
        words = gettext(
            "%(month)s is not over yet. You can close it from %(day)s on.",
            month=month_words(month),
            day=full_day_words(month.end),
        )
        super().__init__(words)


class NightsUntold(RuleBroken):
    """Of some nights nobody has said yet what happened."""

    def __init__(self, month: Month, nights: int) -> None:
        words = ngettext(
            "%(month)s stays open: nobody has said yet what happened on %(num)s night. "
            "Confirm it, then close the month.",
            "%(month)s stays open: nobody has said yet what happened on %(num)s nights. "
            "Confirm them, then close the month.",
            nights,
            month=month_words(month),
        )
        super().__init__(words)


class ChildrenUnnamed(RuleBroken):
    """Of some children nobody has said yet who they are."""

    def __init__(self, month: Month, stays: int) -> None:
        words = ngettext(
            "%(num)s stay in %(month)s has a child still to be named. Say who it is, then close the month.",
            "%(num)s stays in %(month)s have a child still to be named. Say who they are, then close the month.",
            stays,
            month=month_words(month),
        )
        super().__init__(words)


class RateMissing(RuleBroken):
    """Once a month is closed no rate can begin in it, so what is due would never have an amount."""

    def __init__(self, month: Month, uplifts: int) -> None:
        words = ngettext(
            "%(month)s stays open: %(num)s uplift has no amount, for no rate is set. Set the rate first, "
            "£0 where nothing is paid, then close the month.",
            "%(month)s stays open: %(num)s uplifts have no amount, for no rate is set. Set the rate first, "
            "£0 where nothing is paid, then close the month.",
            uplifts,
            month=month_words(month),
        )
        super().__init__(words)


class AlreadyClosed(Conflict):
    """Somebody closed the month before."""

    def __init__(self, month: Month) -> None:
        super().__init__(gettext("%(month)s is closed already. Nothing more is needed.", month=month_words(month)))


@dataclass(frozen=True, slots=True)
class Gauge:
    """How far a home's month has come: nights counted, nights still planned, and the number that is the limit."""

    counted: int
    planned: int
    threshold: int


def must_be_over(month: Month, today: dt.date) -> None:
    """Raise MonthNotOver before the first day of the next month."""
    if today < month.end:
        raise MonthNotOver(month)


def months_asked_for(today: dt.date, closing_day: int) -> tuple[Month, ...]:
    """The months of which staff are asked today whether they can be closed, the oldest first.

    From the service's closing day of the next month on: nights told late have come in by then.
    """
    back = 1 if today.day >= closing_day else 2
    last = Month.of(today).shifted(-back)
    return tuple(last.shifted(-n) for n in reversed(range(MONTHS_ASKED_FOR)))
