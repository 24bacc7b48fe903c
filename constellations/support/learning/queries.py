"""Learning logs: a carer's own, and those that staff look at."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from constellations.access import Viewer, covering, find, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.models import Home, Membership, Person, by_home_today
from constellations.permissions import CARERS, Permission
from constellations.support.learning.models import LearningEntry
from constellations.support.learning.rules import year_of
from constellations.support.queries import home_today


@dataclass(frozen=True, slots=True)
class Learned:
    """One course in a log."""

    entry_id: uuid.UUID
    person_id: uuid.UUID
    who: str
    course: str
    learned_on: dt.date
    minutes: int
    verified_by: str | None
    is_verified: bool
    occurrence_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class LearningLog:
    """What one carer learned, the newest first, and how long that took in the year of today."""

    person_id: uuid.UUID
    who: str
    is_own: bool
    entries: tuple[Learned, ...]
    year: tuple[dt.date, dt.date]
    may_verify: bool

    @property
    def minutes_this_year(self) -> int:
        """Of this year, in minutes."""
        first, end = self.year
        return sum(one.minutes for one in self.entries if first <= one.learned_on < end)


@dataclass(frozen=True, slots=True)
class CarersYear:
    """How much one carer learned in the year of today, verified or not."""

    person_id: uuid.UUID
    who: str
    home: str
    minutes: int


@dataclass(frozen=True, slots=True)
class LearningPage:
    """What staff look at: courses that wait to be verified, and each carer's year."""

    waiting: tuple[Learned, ...]
    carers: tuple[CarersYear, ...]
    year: tuple[dt.date, dt.date]


def log_of(viewer: Viewer, person_id: uuid.UUID) -> LearningLog:
    """The log of one carer: one's own, or as staff one that they see. Raises NotFound."""
    viewer.must(Permission.SEE_LEARNING)
    person = find(viewer, Person, person_id)
    may_verify = viewer.may(Permission.VERIFY_LEARNING)
    is_own = person.id == viewer.person_id
    if person.role not in CARERS or person.home_id is None or not (may_verify or is_own):
        raise NotFound
    # Staff know everybody of the service; a liaison worker reads logs of the homes looked after alone.
    home_today(viewer, person.home_id)
    rows = _entries(viewer, LearningEntry.person_id == person_id)
    return LearningLog(person.id, person.name, is_own, rows, year_of(viewer.today), may_verify)


def learning_page(viewer: Viewer) -> LearningPage:
    """All that staff see of learning logs, in two queries."""
    viewer.must(Permission.VERIFY_LEARNING)
    year = first, end = year_of(viewer.today)
    learned = select(func.coalesce(func.sum(LearningEntry.minutes), 0)).where(
        LearningEntry.person_id == Person.id, LearningEntry.learned_on >= first, LearningEntry.learned_on < end
    )
    asked = (
        select(Person.id, Person.name, Home.name, learned.scalar_subquery())
        .join(Home, Home.id == Person.home_id)
        .where(Person.role.in_(CARERS), Person.left_at.is_(None), by_home_today(Home.id, viewer))
        .order_by(Home.name, Person.name, Person.id)
    )
    rows = session().execute(covering(viewer, asked, Home, through=(Person, LearningEntry, Membership)))
    carers = tuple(CarersYear(row[0], row[1], row[2], int(row[3])) for row in rows)
    return LearningPage(_entries(viewer, LearningEntry.verified_at.is_(None)), carers, year)


def learning_to_verify(viewer: Viewer) -> int:
    """How many courses wait to be verified by the viewer."""
    if not viewer.may(Permission.VERIFY_LEARNING):
        return 0
    waiting = visible(viewer, LearningEntry).where(LearningEntry.verified_at.is_(None))
    return session().scalar(waiting.with_only_columns(func.count())) or 0


def _entries(viewer: Viewer, which: ColumnElement[bool]) -> tuple[Learned, ...]:
    verifier = aliased(Person)
    asked = (
        select(LearningEntry, Person.name, verifier.name)
        .join(Person, Person.id == LearningEntry.person_id)
        .outerjoin(verifier, verifier.id == LearningEntry.verified_by)
        .where(which)
        .order_by(LearningEntry.learned_on.desc(), Person.name, LearningEntry.id)
    )
    rows = session().execute(covering(viewer, asked, LearningEntry, through=(Person,)))
    return tuple(
        Learned(
            row.id,
            row.person_id,
            who,
            row.course,
            row.learned_on,
            row.minutes,
            by,
            row.verified_at is not None,
            row.occurrence_id,
        )
        for row, who, by in rows
    )
