"""A course in a learning log: who reads it, and who verifies it."""

import datetime as dt
import uuid

import pytest

from constellations.access import Viewer
from constellations.activity.models import AuditEntry
from constellations.core.database import transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import Person
from constellations.support.learning.actions import (
    Course,
    OwnCourse,
    correct_hours,
    take_out_own_course,
    verify_learning,
    write_down_course,
    write_own_course,
)
from constellations.support.learning.models import LearningEntry
from constellations.support.learning.queries import learning_page, learning_to_verify, log_of
from constellations.support.learning.rules import NotYoursToTakeOut, VerifiedAlready, WrittenAlready
from tests.constellations.events.families import FIRST, Families, sees
from tests.constellations.support.learning.factories import create_learning
from tests.registers import rows


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


def test_a_carer_adds_a_course_and_takes_it_out_while_it_waits(families: Families) -> None:
    anita, course = sees(families.anita), OwnCourse("Safer caring, online", dt.date(2026, 11, 20), 90)
    entry_id = write_own_course(anita, course)
    assert learning_to_verify(sees(families.liaison)) == 1
    with pytest.raises(WrittenAlready):
        write_own_course(anita, course)
    with pytest.raises(NotFound):
        take_out_own_course(sees(families.raj), entry_id)
    take_out_own_course(anita, entry_id)
    assert rows(LearningEntry.id) == []
    again = write_own_course(anita, course)
    verify_learning(sees(families.liaison), again)
    with pytest.raises(NotYoursToTakeOut):
        take_out_own_course(anita, again)
    with pytest.raises(Forbidden):
        write_own_course(sees(families.liaison), course)
    assert ("wrote_own_course", again) in rows(AuditEntry.action, AuditEntry.subject_id)


def test_a_course_names_one_of_the_first_year_of_its_service_alone(families: Families) -> None:
    with pytest.raises(NotFound):
        write_own_course(sees(families.anita), OwnCourse("First aid", FIRST.replace(year=2025), 90, uuid.uuid4()))


def test_hours_that_staff_correct_stand_whatever_the_register_says_later(families: Families) -> None:
    (entry_id,) = learn(sees(families.moira), families, families.anita)
    assert correct_hours(sees(families.liaison), entry_id, 240, 90) == families.anita.id
    (entry,) = log_of(sees(families.anita), families.anita.id).entries
    assert (entry.minutes, entry.is_verified, entry.verified_by) == (240, True, "Lee Quinn")
    with pytest.raises(ChangedMeanwhile, match="It says now: 4 hours. You wanted: 1 hour"):
        correct_hours(sees(families.manager), entry_id, 60, 90)
    with transaction():
        course = Course(entry.occurrence_id or entry_id, families.service.id, "First aid", FIRST, 90, FIRST)
        write_down_course(sees(families.moira), course, {families.anita.id})
    assert rows(LearningEntry.minutes) == [(240,)]
    with pytest.raises(Forbidden):
        correct_hours(sees(families.anita), entry_id, 60, 240)


def test_the_log_of_a_carer_who_went_on_elsewhere_goes_with_them(families: Families) -> None:
    create_learning(families.anita)
    ada = families.moves_next_door(families.patel, dt.date(2026, 6, 1))
    assert learning_to_verify(sees(families.liaison)) == 0
    assert learning_to_verify(sees(ada)) == 1
    page = learning_page(sees(families.liaison))
    assert page.waiting == ()
    assert {one.home for one in page.carers} == {"Moira", "Okafor"}
    with pytest.raises(NotFound):
        log_of(sees(families.liaison), families.anita.id)
    assert len(log_of(sees(ada), families.anita.id).entries) == 1
