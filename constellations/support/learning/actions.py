"""Writing courses into learning logs, verifying and correcting them."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, find, hold, visible
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import Person
from constellations.permissions import Permission
from constellations.support.learning.models import LearningEntry
from constellations.support.learning.rules import (
    NotYoursToTakeOut,
    VerifiedAlready,
    WrittenAlready,
    check_length,
    check_own_course,
    minutes_of,
)
from constellations.support.learning.words import hours_words
from constellations.support.pathway.models import PathwayCourse


@dataclass(frozen=True, slots=True)
class Course:
    """A training that took place on one date of an event; `minutes` is none where it has no times."""

    occurrence_id: uuid.UUID
    service_id: uuid.UUID
    title: str
    first: dt.date
    minutes: int | None
    last: dt.date


def write_down_course(viewer: Viewer, course: Course, people: Collection[uuid.UUID]) -> None:
    """Let a course stand in the logs of these people and of no others, within the transaction of its register.

    What staff write down is verified with it; what a carer wrote down waits for staff.
    """
    stands = select(LearningEntry).where(LearningEntry.occurrence_id == course.occurrence_id)
    known = {one.person_id: one for one in session().scalars(covering(Viewer.system(), stands))}
    for person_id in sorted(known.keys() - set(people)):
        session().delete(known[person_id])
    length = minutes_of(course.first, course.last, course.minutes)
    for person_id in sorted(people):
        entry = known.get(person_id)
        if entry is None:
            entry = LearningEntry(person_id=person_id, occurrence_id=course.occurrence_id, written_by=viewer.person_id)
        entry.service_id, entry.course, entry.learned_on = course.service_id, course.title, course.first
        if entry.corrected_at is None:
            entry.minutes = length
        if viewer.may(Permission.VERIFY_LEARNING) and entry.verified_at is None:
            entry.verified_by, entry.verified_at = viewer.person_id, clock.now()
        session().add(entry)
    session().flush()


@dataclass(frozen=True, slots=True)
class OwnCourse:
    """A course that a carer took elsewhere; `pathway_course_id` is the one of the first year that it was."""

    name: str
    learned_on: dt.date
    minutes: int
    pathway_course_id: uuid.UUID | None = None


def write_own_course(viewer: Viewer, course: OwnCourse) -> uuid.UUID:
    """Write a course into one's own log, where it waits to be verified; raises a rule of `rules.py`, NotFound."""
    viewer.must(Permission.WRITE_LEARNING)
    check_own_course(course.learned_on, course.minutes, viewer.today)
    if viewer.person_id is None or viewer.service_id is None:
        raise NotFound
    with transaction() as here:
        hold(viewer, Person, viewer.person_id)
        if course.pathway_course_id is not None:
            find(viewer, PathwayCourse, course.pathway_course_id)
        same = visible(viewer, LearningEntry).where(
            LearningEntry.person_id == viewer.person_id,
            LearningEntry.learned_on == course.learned_on,
            LearningEntry.course == course.name,
        )
        if here.scalars(same).first() is not None:
            raise WrittenAlready
        of = {"service_id": viewer.service_id, "person_id": viewer.person_id, "written_by": viewer.person_id}
        said = {"course": course.name, "learned_on": course.learned_on, "minutes": course.minutes}
        row = LearningEntry(pathway_course_id=course.pathway_course_id, **of, **said)
        here.add(row)
        here.flush()
        _note(viewer, "wrote_own_course", row, ("course", "learned_on", "minutes", "pathway_course_id"))
        return row.id


def take_out_own_course(viewer: Viewer, entry_id: uuid.UUID) -> None:
    """Take a course that one wrote oneself out again, while it waits; raises NotYoursToTakeOut, NotFound."""
    viewer.must(Permission.WRITE_LEARNING)
    with transaction() as here:
        row = hold(viewer, LearningEntry, entry_id)
        if row.occurrence_id is not None or row.verified_at is not None:
            raise NotYoursToTakeOut
        here.delete(row)
        _note(viewer, "took_out_own_course", row, ("course",))


def correct_hours(viewer: Viewer, entry_id: uuid.UUID, minutes: int, seen: int) -> uuid.UUID:
    """Say how long a course was, as staff, which verifies it too; gives whose it is.

    `seen` is the length that the page showed. Raises CourseOutOfReach, ChangedMeanwhile, NotFound.
    """
    viewer.must(Permission.VERIFY_LEARNING)
    check_length(minutes)
    with transaction():
        row = hold(viewer, LearningEntry, entry_id)
        if row.minutes != seen:
            raise ChangedMeanwhile(hours_words(row.minutes), hours_words(minutes))
        row.minutes, row.corrected_by, row.corrected_at = minutes, viewer.person_id, clock.now()
        row.verified_by, row.verified_at = viewer.person_id, row.corrected_at
        _note(viewer, "corrected_hours", row, ("minutes", "verified_by", "verified_at"))
        return row.person_id


def _note(viewer: Viewer, action: str, row: LearningEntry, fields: tuple[str, ...]) -> None:
    record(viewer, action, row.id, service_id=row.service_id)
    audit(viewer, Change(action, "learning_entry", row.id, fields), row.service_id)


def verify_learning(viewer: Viewer, entry_id: uuid.UUID) -> uuid.UUID:
    """Say that an entry is right; gives whose it is. Raises NotFound, VerifiedAlready."""
    viewer.must(Permission.VERIFY_LEARNING)
    with transaction():
        entry = hold(viewer, LearningEntry, entry_id)
        if entry.verified_at is not None:
            raise VerifiedAlready
        entry.verified_by, entry.verified_at = viewer.person_id, clock.now()
        record(viewer, "verified_learning", entry.id, service_id=entry.service_id)
        fields = ("verified_by", "verified_at")
        audit(viewer, Change("verified_learning", "learning_entry", entry.id, fields), entry.service_id)
        return entry.person_id
