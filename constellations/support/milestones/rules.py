"""Which years of fostering are a milestone, and on which day: plain values, the day passed in."""

import datetime as dt

FIRST_YEARS = (1, 3, 5)
"""The first years that are marked (Rotherham Fostering Plan 2023-28, 3.7)."""

THEN_EVERY = 5
"""And then every so many."""

YEARS_BACK = 5
YEARS_AHEAD = 5


def is_milestone(years: int) -> bool:
    """Whether so many years are marked: one, three, five, then every five."""
    return years in FIRST_YEARS or (years > 0 and years % THEN_EVERY == 0)


def anniversary(approved_on: dt.date, year: int) -> dt.date:
    """The day of approval in another year; of 29 February the 28th where there is none."""
    try:
        return approved_on.replace(year=year)
    except ValueError:
        return approved_on.replace(year=year, day=28)


def milestone_in(approved_on: dt.date, year: int) -> tuple[int, dt.date] | None:
    """The milestone that falls into a calendar year, as years and day; none in most."""
    years = year - approved_on.year
    return (years, anniversary(approved_on, year)) if is_milestone(years) else None


def next_milestone(approved_on: dt.date, today: dt.date) -> tuple[int, dt.date]:
    """The next one from a day on, that day included, as years and day."""
    years = max(today.year - approved_on.year, 1)
    while not is_milestone(years) or anniversary(approved_on, approved_on.year + years) < today:
        years += 1
    return years, anniversary(approved_on, approved_on.year + years)


def year_asked(text: str | None, today: dt.date) -> int:
    """The year of an address, five back or ahead at most; this one where it names none of these."""
    years = {str(year): year for year in range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1)}
    return years.get(text or "", today.year)
