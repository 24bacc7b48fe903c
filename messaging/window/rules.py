"""From which day on a home reads what is said in a constellation: plain values, no clock of their own."""

import datetime as dt
from collections.abc import Iterable

from constellations.rules import Span
from messaging.rules import READ_BEFORE_JOINING

LONG_AGO = dt.date(2000, 1, 1)
"""Before the first message of all: homes that have been members since ever read everything."""


def reads_from(memberships: Iterable[Span], today: dt.date) -> dt.date | None:
    """The first day of which a home reads, none where it reads everything.

    Who joins reads from thirty days before. Who was there before and comes back reads from the day of coming back: what
    was said while it was away is not for it. Another role on the next day is no gap.
    """
    began, was_there_before = _stay(memberships, today)
    if was_there_before:
        return began
    return began - READ_BEFORE_JOINING if began > LONG_AGO else None


def came_back_on(memberships: Iterable[Span], today: dt.date) -> dt.date | None:
    """The day on which a home came back to a constellation that it had left; none where it never was away."""
    began, was_there_before = _stay(memberships, today)
    return began if was_there_before else None


def _stay(memberships: Iterable[Span], today: dt.date) -> tuple[dt.date, bool]:
    """When the time began in which a home has belonged to a constellation until today, and whether it had before."""
    begun = sorted((span.starts_on, span.ends_on or dt.date.max) for span in memberships if span.starts_on <= today)
    began, until, was_there_before = dt.date.min, dt.date.min, False
    for starts_on, ends_on in begun:
        if starts_on > until:
            was_there_before = until > dt.date.min
            began = starts_on
        until = max(until, ends_on)
    return began, was_there_before
