"""Which news of the calendar cannot wait until somebody looks into it."""

import datetime as dt
from collections.abc import Iterable

from constellations.events.rules import Length

SOON = dt.timedelta(hours=48)
"""Calendars on phones may look once a day, or less: what begins sooner is told as well."""


def is_soon(times: Iterable[Length], now: dt.datetime) -> bool:
    """Whether any of some times begins within the next two days, and has not begun."""
    return any(one.begins - now <= SOON and not one.has_begun(now) for one in times)
