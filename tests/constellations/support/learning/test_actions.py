"""A course in a learning log: who reads it, and who verifies it."""

import datetime as dt
import uuid

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.activity.models import AuditEntry
from constellations.core.database import transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Person
from constellations.support.learning.actions import Course, verify_learning, write_down_course
from constellations.support.learning.models import LearningEntry
from constellations.support.learning.queries import learning_page, learning_to_verify, log_of
from constellations.support.learning.rules import VerifiedAlready
from tests.constellations.events.families import FIRST, Families, sees
from tests.registers import rows


@pytest.fixture
def families(app: Flask) -> Families:
    """The same for each test."""
    return Families()


def learn(viewer: Viewer, families: Families, *people: Person, day: dt.date = FIRST) -> list[uuid.UUID]:
    """A course that these people took part in, as somebody writes it down; its entries."""
    occurrence_id = families.event(first=day)
    course = Course(occurrence_id, families.service.id, "First aid", day, 90, day)
    with transaction():
        write_down_course(viewer, course, {one.id for one in people})
    found = rows(LearningEntry.id, LearningEntry.occurrence_id)
    return [entry_id for entry_id, of in found if of == occurrence_id]


def test_what_a_carer_wrote_down_waits_for_staff(families: Families) -> None:
    (entry_id,) = learn(sees(families.moira), families, families.anita)
    assert learning_to_verify(sees(families.liaison)) == learning_to_verify(sees(families.manager)) == 1
    assert learning_to_verify(sees(families.moira)) == 0
    assert [one.who for one in learning_page(sees(families.liaison)).waiting] == ["Anita Patel"]
    assert verify_learning(sees(families.liaison), entry_id) == families.anita.id
    (entry,) = log_of(sees(families.anita), families.anita.id).entries
    assert (entry.course, entry.minutes, entry.verified_by, entry.is_verified) == ("First aid", 90, "Lee Quinn", True)
    with pytest.raises(VerifiedAlready):
        verify_learning(sees(families.manager), entry_id)
    assert ("verified_learning", entry_id) in rows(AuditEntry.action, AuditEntry.subject_id)


def test_a_log_is_read_by_its_carer_and_their_staff(families: Families) -> None:
    learn(sees(families.manager), families, families.anita, families.sue)
    for viewer in (sees(families.anita), sees(families.liaison), sees(families.manager)):
        assert len(log_of(viewer, families.anita.id).entries) == 1
    for viewer in (sees(families.raj), sees(families.moira), sees(families.sue)):
        with pytest.raises(NotFound):
            log_of(viewer, families.anita.id)
    with pytest.raises(Forbidden):
        log_of(sees(families.finance), families.anita.id)
    with pytest.raises(NotFound):
        log_of(sees(families.manager), families.liaison.id)
    with pytest.raises(NotFound):
        log_of(sees(families.liaison), families.sue.id)


def test_nobody_verifies_what_is_not_theirs(families: Families) -> None:
    (entry_id,) = learn(sees(families.sue), families, families.sue)
    with pytest.raises(NotFound):
        verify_learning(sees(families.liaison), entry_id)
    with pytest.raises(Forbidden):
        verify_learning(sees(families.sue), entry_id)
    assert rows(LearningEntry.verified_by) == [(None,)]


def test_the_year_adds_up_for_each_carer(families: Families) -> None:
    learn(sees(families.manager), families, families.anita)
    learn(sees(families.manager), families, families.anita, families.grace, day=dt.date(2026, 4, 1))
    learn(sees(families.manager), families, families.anita, day=dt.date(2026, 3, 31))
    page = learning_page(sees(families.liaison))
    assert [(one.who, one.minutes) for one in page.carers] == [
        ("Moira Kelly", 0),
        ("Grace Okafor", 90),
        ("Anita Patel", 180),
        ("Raj Patel", 0),
    ]
    log = log_of(sees(families.anita), families.anita.id)
    assert (log.minutes_this_year, len(log.entries), log.is_own, log.may_verify) == (180, 3, True, False)
