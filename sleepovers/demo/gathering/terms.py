"""When the schools of the demo service are closed."""

import datetime as dt

from constellations.days_off.rules import SchoolDays, school_year

HOLIDAYS = (
    ("October half term", (10, 26), (10, 30)),
    ("Christmas holidays", (12, 21), (1, 1)),
    ("February half term", (2, 15), (2, 19)),
    ("Easter holidays", (3, 29), (4, 9)),
    ("May half term", (5, 31), (6, 4)),
)
"""Their names, and the month and the day of the first and the last."""


def terms_of(today: dt.date) -> list[SchoolDays]:
    """The holidays of the school year of a day."""
    year = school_year(today)
    return [SchoolDays(name, _day(year, *first), _day(year, *last)) for name, first, last in HOLIDAYS]


def _day(year: int, month: int, day: int) -> dt.date:
    found = dt.date(year, month, day)
    return found if school_year(found) == year else dt.date(year + 1, month, day)
