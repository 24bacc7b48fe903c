"""The first year: which courses a service wants, and how far its new carers have come."""

import datetime as dt

import pytest
from flask import Flask

from constellations.activity.models import AuditEntry
from constellations.core.database import database
from constellations.core.errors import Forbidden, NotFound
from constellations.support.learning.actions import OwnCourse, write_own_course
from constellations.support.pathway.actions import list_course, take_course_out
from constellations.support.pathway.queries import first_years, steps
from constellations.support.pathway.rules import CourseThere
from tests import factories
from tests.constellations.events.families import Families, sees
from tests.factories import changed
from tests.queries import count_queries
from tests.registers import rows


@pytest.fixture
def families(app: Flask) -> Families:
    """The Okafors are in their first year, the Patels are not, of the others nothing is known."""
    made = Families()
    changed(made.okafor, approved_on=dt.date(2026, 3, 1))
    changed(made.patel, approved_on=dt.date(2019, 3, 1))
    return made


def test_progress_comes_from_the_learning_log(families: Families) -> None:
    manager = sees(families.manager)
    first_aid, _safer = list_course(manager, "First aid", 180), list_course(manager, "Safer caring", 120)
    write_own_course(sees(families.grace), OwnCourse("Red Cross evening", dt.date(2026, 5, 4), 150, first_aid))
    (found,) = first_years(sees(families.liaison))
    assert (found.who, found.done, found.minutes_left, found.year_ends) == ("Grace Okafor", 1, 120, dt.date(2027, 3, 1))
    assert [one.on for one in found.taken] == [dt.date(2026, 5, 4), None]
    (own,) = first_years(sees(families.grace))
    assert own.done == 1
    assert first_years(sees(families.anita)) == first_years(sees(families.moira)) == ()


def test_it_costs_as_many_queries_for_many_carers_as_for_few(families: Families) -> None:
    liaison = sees(families.liaison)
    with count_queries(database().engine) as few:
        first_years(liaison)
    for _ in range(5):
        factories.create_person(families.grace.role, home=families.okafor)
    with count_queries(database().engine) as many:
        assert len(first_years(liaison)) == 6
    assert len(many) == len(few) == 3


def test_a_course_taken_out_stays_in_the_logs_that_name_it(families: Families) -> None:
    manager = sees(families.manager)
    course_id = list_course(manager, "First aid", 180)
    write_own_course(sees(families.grace), OwnCourse("First aid", dt.date(2026, 5, 4), 150, course_id))
    take_course_out(manager, course_id)
    assert steps(manager) == ()
    assert [action for (action,) in rows(AuditEntry.action)] == ["listed_course", "wrote_own_course", "took_course_out"]
    list_course(manager, "First aid", 180)


def test_only_managers_choose_the_courses_of_their_service(families: Families) -> None:
    course_id = list_course(sees(families.manager), "First aid", 180)
    with pytest.raises(CourseThere):
        list_course(sees(families.manager), "first  aid", 60)
    for one in (families.liaison, families.grace):
        with pytest.raises(Forbidden):
            list_course(sees(one), "Safer caring", 60)
    other = factories.create_person(families.manager.role, factories.create_service())
    assert steps(sees(other)) == ()
    with pytest.raises(NotFound):
        take_course_out(sees(other), course_id)
