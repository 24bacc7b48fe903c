"""Writing courses into learning logs, and verifying them."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from constellations.access import Viewer, covering, hold
from constellations.activity.actions import audit, record
from constellations.activity.rules import Change
from constellations.core import clock
from constellations.core.database import session, transaction
from constellations.permissions import Permission
from constellations.support.learning.models import LearningEntry
from constellations.support.learning.rules import VerifiedAlready, minutes_of


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
        entry.minutes = length
        if viewer.may(Permission.VERIFY_LEARNING) and entry.verified_at is None:
            entry.verified_by, entry.verified_at = viewer.person_id, clock.now()
        session().add(entry)
    session().flush()


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
