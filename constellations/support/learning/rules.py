"""How long a course counts, and in which year: plain values, the day passed in."""

import datetime as dt

from flask_babel import gettext

from constellations.core.errors import Conflict

WHOLE_DAY = 6 * 60
"""Minutes that a day of training counts where it has no times."""

YEAR_BEGINS = (4, 1)
"""Month and day: carers' reviews look at the financial year, April to March."""


class VerifiedAlready(Conflict):
    """The button was pressed twice, or by two."""

    def __init__(self) -> None:
        super().__init__(gettext("This is verified already."))


def minutes_of(first: dt.date, last: dt.date, minutes: int | None) -> int:
    """How long a course lasted, in minutes; without times so many whole days."""
    return minutes if minutes is not None else ((last - first).days + 1) * WHOLE_DAY


def year_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """The year in which a day falls, half-open: from 1 April to the next."""
    month, first = YEAR_BEGINS
    begins = dt.date(day.year, month, first)
    if day < begins:
        begins = begins.replace(year=day.year - 1)
    return begins, begins.replace(year=begins.year + 1)
