"""How long a course counts, and in which year: plain values, the day passed in."""

import datetime as dt
import re

from flask_babel import gettext

from constellations.core.errors import Conflict, RuleBroken
from constellations.corrections import EARLIEST

WHOLE_DAY = 6 * 60
"""Minutes that a day of training counts where it has no times."""

YEAR_BEGINS = (4, 1)
"""Month and day: carers' reviews look at the financial year, April to March."""


LONGEST_COURSE = 100 * 60

HOURS_WRITTEN = re.compile(r"(?P<hours>[0-9]{1,3})(?:[.,](?P<part>[0-9]{1,2})|:(?P<minutes>[0-5][0-9]))?", re.ASCII)


class VerifiedAlready(Conflict):
    """The button was pressed twice, or by two."""

    def __init__(self) -> None:
        super().__init__(gettext("This is verified already."))


class CourseInFuture(RuleBroken):
    """A log says what was learned."""

    about = "learned_on"

    def __init__(self) -> None:
        super().__init__(gettext("Choose the day on which you took it: not after today, and from 2000 on."))


class CourseOutOfReach(RuleBroken):
    """A course takes some minutes, and no more than a hundred hours."""

    about = "hours"

    def __init__(self) -> None:
        super().__init__(gettext("Enter how long it was: up to 100 hours."))


class WrittenAlready(RuleBroken):
    """One course a day under one name."""

    about = "course"

    def __init__(self) -> None:
        super().__init__(gettext("This course stands in your log for that day already."))


class NotYoursToTakeOut(Conflict):
    """What staff wrote down or verified stays."""

    def __init__(self) -> None:
        super().__init__(gettext("This is verified, or comes from a training. Ask your liaison worker to correct it."))


def hours_read(text: str) -> int | None:
    """The minutes that `2`, `1.5`, `1,5` or `1:30` hours are; none where it is none of these."""
    found = HOURS_WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    hours, part, minutes = found["hours"], found["part"], found["minutes"]
    return int(hours) * 60 + (int(minutes) if minutes else round(float(f"0.{part or 0}") * 60))


def check_length(minutes: int) -> None:
    """Raise CourseOutOfReach for a length that no course has."""
    if not 0 < minutes <= LONGEST_COURSE:
        raise CourseOutOfReach


def check_own_course(learned_on: dt.date, minutes: int, today: dt.date) -> None:
    """Raise CourseInFuture or CourseOutOfReach for a course that nobody can have taken."""
    if not EARLIEST <= learned_on <= today:
        raise CourseInFuture
    check_length(minutes)


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
