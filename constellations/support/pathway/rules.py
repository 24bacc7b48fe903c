"""How far a carer has come with the courses of the first year: plain values."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from constellations.core.errors import RuleBroken
from constellations.support.milestones.rules import anniversary

MOST_COURSES = 30
LONGEST_NAME = 80


class TooManyCourses(RuleBroken):
    """A first year has only so many evenings."""

    about = "name"

    def __init__(self) -> None:
        super().__init__(gettext("There are %(most)s courses already. Take one out first.", most=MOST_COURSES))


class CourseThere(RuleBroken):
    """A course stands in the list once."""

    about = "name"

    def __init__(self) -> None:
        super().__init__(gettext("This course is in the list already."))


@dataclass(frozen=True, slots=True)
class Step:
    """A course of the first year, and how many minutes it takes."""

    course_id: uuid.UUID
    name: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Took:
    """A course of a learning log: which of the first year it says it was, where it says so."""

    course_id: uuid.UUID | None
    name: str
    learned_on: dt.date


@dataclass(frozen=True, slots=True)
class Taken:
    """A course of the first year, and when the carer took it; none where that is still to come."""

    step: Step
    on: dt.date | None


def same_name(one: str, other: str) -> bool:
    """Whether two courses are called the same, however they are written."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def progress(steps: Sequence[Step], log: Iterable[Took]) -> tuple[Taken, ...]:
    """Each course with the first day on which it was taken: as the log says it was, or by its name."""
    took = sorted(log, key=lambda one: one.learned_on)

    def first(step: Step) -> dt.date | None:
        """When this one was taken."""
        fits = (
            one.learned_on
            for one in took
            if one.course_id == step.course_id or (one.course_id is None and same_name(one.name, step.name))
        )
        return next(fits, None)

    return tuple(Taken(step, first(step)) for step in steps)


def is_first_year(approved_on: dt.date, today: dt.date) -> bool:
    """Whether a carer is in the first year since the day of approval."""
    return approved_on <= today < anniversary(approved_on, approved_on.year + 1)


def check_new_course(name: str, names: Collection[str]) -> None:
    """Raise TooManyCourses or CourseThere for a course that cannot be added to those called so."""
    if any(same_name(name, other) for other in names):
        raise CourseThere
    if len(names) >= MOST_COURSES:
        raise TooManyCourses
