"""Bank holidays under the names people use, and when schools are closed: pure values, which stop nothing."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext
from holidays import country_holidays

from constellations.core.errors import RuleBroken, TooLarge
from constellations.rules import Nation

PLAIN_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Saint Patrick's Day": "St Patrick’s Day",
    "Saint Andrew's Day": "St Andrew’s Day",
    "Battle of the Boyne": "Battle of the Boyne (Orangemen’s Day)",
    "New Year Holiday": "2 January",
}

_MOVED = " (observed)"

SCHOOL_YEAR_BEGINS = 9
"""The month: September."""

MOST_PERIODS = 100
"""Terms and holidays in one file: several years with room to spare."""

LONGEST_PERIOD = 130
"""In days: no term and no summer is longer."""

YEARS_AHEAD = 5

LONGEST_GAP = 70
"""In days: two terms that stand further apart have more between them than a holiday."""

SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)

FREE_WORDS = (
    "half term",
    "half-term",
    "holiday",
    "break",
    "inset",
    "closed",
    "training day",
    "vacation",
    "hanner tymor",
)
"""By these a school says that it is closed; what has none of them is a term."""


SUBDIVISIONS = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


class DayChoice(StrEnum):
    """What a service says of a day."""

    OFF = "off"
    NOT_OFF = "not_off"
    AS_USUAL = "as_usual"


class NameTheDay(RuleBroken):
    """A day off of a service's own without a name."""

    about = "words"

    def __init__(self) -> None:
        super().__init__(gettext("Say what the day is called, such as Christmas Day."))


class DayTooFar(RuleBroken):
    """A day that nobody looks up."""

    about = "day"

    def __init__(self, first: int, last: int) -> None:
        super().__init__(gettext("Enter a day from %(first)s to %(last)s.", first=first, last=last))


class BadTerms(RuleBroken):
    """A file of school terms that cannot be taken, with a sentence that says why; nothing of it was stored."""

    about = "file"

    def __init__(self, why: str) -> None:
        super().__init__(gettext("%(why)s Nothing was stored.", why=why))


class TermsTooLarge(TooLarge):
    """A file larger than any list of terms."""

    about = "file"

    def __init__(self) -> None:
        super().__init__(gettext("The file is larger than 1 MB. Take out what is no term. Nothing was stored."))


@dataclass(frozen=True, slots=True)
class SchoolDays:
    """A term, or days on which schools are closed, from one day to another, both included."""

    name: str
    first: dt.date
    last: dt.date

    @property
    def is_free(self) -> bool:
        """Whether there is no school."""
        return any(word in self.name.casefold() for word in FREE_WORDS)

    @property
    def school_year(self) -> int:
        """The year in whose September its school year began."""
        return school_year(self.first)


def school_year(day: dt.date) -> int:
    """The year in whose September the school year of a day began."""
    return day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1


def school_year_words(year: int) -> str:
    """Say a school year, as `2026/27`."""
    return f"{year}/{(year + 1) % 100:02d}"


def bank_holidays(nation: Nation, first: dt.date, end: dt.date) -> dict[dt.date, str]:
    """The bank holidays between two days (half-open), by date; one moved from a weekend is told as such."""
    years = range(first.year, end.year + 1)
    found = country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=years)
    return {day: _plain(name) for day, name in sorted(found.items()) if first <= day < end}


def _plain(name: str) -> str:
    # Two that fall on the same day come as one name.
    one = name.partition("; ")[0]
    if one.endswith(_MOVED):
        return f"Bank holiday for {PLAIN_NAMES.get(one.removesuffix(_MOVED), one.removesuffix(_MOVED))}"
    return PLAIN_NAMES.get(one, one)


def days_off(nation: Nation, own: Mapping[dt.date, str | None], first: dt.date, end: dt.date) -> dict[dt.date, str]:
    """The bank holidays as a service keeps them: `own` adds a day, names one anew or, with none, takes one out."""
    found = bank_holidays(nation, first, end) | {day: words for day, words in own.items() if first <= day < end}
    return {day: words for day, words in sorted(found.items()) if words is not None}


def chosen_day(day: dt.date, choice: DayChoice, words: str, today: dt.date) -> str | None:
    """What stands for a day from now on: its name, or none where it is no day off; raises NameTheDay, DayTooFar."""
    if not today.year - 1 <= day.year <= today.year + YEARS_AHEAD:
        raise DayTooFar(today.year - 1, today.year + YEARS_AHEAD)
    if choice is DayChoice.OFF and not words:
        raise NameTheDay
    return words if choice is DayChoice.OFF else None


def school_holidays(periods: Sequence[SchoolDays]) -> tuple[SchoolDays, ...]:
    """When schools are closed, in order: what a list says, and what lies between two terms of it."""
    free = [one for one in periods if one.is_free]
    terms = sorted((one for one in periods if not one.is_free), key=lambda one: one.first)
    for before, after in zip(terms, terms[1:], strict=False):
        gap = SchoolDays(gettext("School holiday"), before.last + ONE_DAY, after.first - ONE_DAY)
        if _is_holiday(gap) and not any(one.first <= gap.last and one.last >= gap.first for one in free):
            free.append(gap)
    return tuple(sorted(free, key=lambda one: (one.first, one.last, one.name)))


def _is_holiday(gap: SchoolDays) -> bool:
    length = (gap.last - gap.first).days + 1
    return 0 < length <= LONGEST_GAP and any(
        (gap.first + dt.timedelta(days=n)).weekday() < SATURDAY for n in range(length)
    )


def checked_terms(periods: Sequence[SchoolDays], today: dt.date) -> tuple[SchoolDays, ...]:
    """The terms of a file, once each and in order; raises BadTerms."""
    if not periods:
        raise BadTerms(gettext("There is no term and no holiday in the file."))
    if len(periods) > MOST_PERIODS:
        raise BadTerms(gettext("There are more than %(most)s lines in it. Keep to a few years.", most=MOST_PERIODS))
    for one in periods:
        _check(one, school_year(today))
    return tuple(sorted(set(periods), key=lambda one: (one.first, one.last, one.name)))


def _check(one: SchoolDays, this_year: int) -> None:
    if not one.name:
        raise BadTerms(gettext("What begins on %(day)s has no name.", day=one.first.isoformat()))
    if one.last < one.first:
        raise BadTerms(gettext("%(name)s ends before it begins.", name=one.name))
    if (one.last - one.first).days >= LONGEST_PERIOD:
        raise BadTerms(gettext("%(name)s is longer than any term.", name=one.name))
    if not this_year - 1 <= one.school_year <= this_year + YEARS_AHEAD:
        earliest, latest = school_year_words(this_year - 1), school_year_words(this_year + YEARS_AHEAD)
        words = gettext("%(name)s is in none of the school years from %(earliest)s to %(latest)s.")
        raise BadTerms(words % {"name": one.name, "earliest": earliest, "latest": latest})


def years_of(periods: Iterable[SchoolDays]) -> tuple[int, ...]:
    """The school years that a list speaks of, in order."""
    return tuple(sorted({one.school_year for one in periods}))
