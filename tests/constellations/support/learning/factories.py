"""A maker of courses in learning logs, for tests."""

import datetime as dt

from constellations.models import Person
from constellations.support.learning.models import LearningEntry
from tests.factories import stored


def create_learning(person: Person, course: str = "First aid") -> LearningEntry:
    """A course of an hour and a half that a carer took part in, not verified yet."""
    assert person.service_id is not None
    of = {"service_id": person.service_id, "person_id": person.id}
    entry = LearningEntry(course=course, learned_on=dt.date(2026, 11, 2), minutes=90, **of)
    stored(entry)
    return entry
