"""Arrivals and departures as the register writes them: a date, or a local time."""

from functools import lru_cache

from sqlalchemy import String

from constellations.register.columns import LAST_DAY, Column
from sleepovers.rules import Moment


def moment(name: str) -> Column:
    """A date or a local time; it stays text, in the one form in which text sorts by time."""

    def read(typed: str) -> str:
        """Read a cell; raises ValueError."""
        return read_moment(typed).iso

    return Column(name, read, "a date such as 2026-10-30 or a local time such as 2026-11-01T01:40", String())


@lru_cache(maxsize=8_192)
def read_moment(typed: str) -> Moment:
    """Read a date or local time; raises ValueError for anything else, and beyond the years of a register."""
    found = Moment.parse(typed)
    if found.on > LAST_DAY:
        raise ValueError(typed)
    return found
