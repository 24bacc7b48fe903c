"""The health check: answered once, found nowhere, shown only where it points at nobody."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.core.database import session
from constellations.core.errors import Forbidden
from constellations.models import Constellation, Home, Person
from constellations.notices.models import Notice
from constellations.permissions import Role
from constellations.support.health_check import actions
from constellations.support.health_check.models import HealthCheck, HealthMark, HealthTally
from constellations.support.health_check.queries import open_check, own_questions, results, waits_to_be_answered
from constellations.support.health_check.rules import (
    QUESTIONS,
    Agrees,
    AnswerEach,
    AnsweredAlready,
    BadQuestions,
    NotOpen,
)
from tests import factories
from tests.constellations.events.families import Families, sees
from tests.registers import rows

FIRST = dt.date(2026, 9, 1)
ALL_YES = dict.fromkeys(range(1, 6), Agrees.YES)


@pytest.fixture
def families(app: Flask, clock: time_machine.Traveller) -> Families:
    """It is the 1st of September, and the check of the service is open."""
    clock.move_to("2026-09-01T09:00Z")
    made = Families()
    assert keep(made, FIRST) == 1
    return made


def keep(families: Families, today: dt.date) -> int:
    """What the job finds on a day."""
    system = replace(Viewer.system(), today=today)
    return actions.keep_health_check(system, families.service.id, today, today).found


def carers(families: Families, constellation: Constellation | None, count: int) -> Sequence[Person]:
    """More carers, each of a home of their own in a constellation, or in none."""
    made = []
    for _ in range(count):
        home: Home = factories.create_home(families.service)
        if constellation is not None:
            factories.join(home, constellation)
        made.append(factories.create_person(Role.SATELLITE_CARER, home=home))
    return made


def test_the_job_opens_it_once_tells_carers_and_forgets_who_answered_when_it_is_over(families: Families) -> None:
    assert keep(families, FIRST) == keep(families, dt.date(2026, 9, 20)) == 0
    assert rows(HealthCheck.opens_on, HealthCheck.ends_on) == [(FIRST, dt.date(2026, 9, 29))]
    carers_told = {families.moira, families.anita, families.raj, families.grace, families.sue}
    assert {who for (who,) in rows(Notice.person_id)} == {one.id for one in carers_told}
    actions.answer_health_check(sees(families.anita), ALL_YES)
    assert rows(HealthMark.person_id) == [(families.anita.id,)]
    assert keep(families, dt.date(2026, 9, 29)) == 0
    assert rows(HealthMark.person_id) == []


def test_each_carer_answers_once_and_completely(families: Families) -> None:
    anita = sees(families.anita)
    assert waits_to_be_answered(anita) == 1
    with pytest.raises(AnswerEach):
        actions.answer_health_check(anita, {1: Agrees.YES})
    actions.answer_health_check(anita, ALL_YES)
    with pytest.raises(AnsweredAlready):
        actions.answer_health_check(anita, ALL_YES)
    assert waits_to_be_answered(anita) == 0
    assert sum(given for (given,) in rows(HealthTally.given)) == 5
    found = open_check(sees(families.raj))
    assert found is not None
    assert (found.has_answered, tuple(found.questions.values())) == (False, QUESTIONS)
    with pytest.raises(Forbidden):
        actions.answer_health_check(sees(families.liaison), ALL_YES)


def test_it_is_answered_while_it_is_open_alone(families: Families, clock: time_machine.Traveller) -> None:
    clock.move_to("2026-09-29T09:00Z")
    with pytest.raises(NotOpen):
        actions.answer_health_check(sees(families.anita), ALL_YES)
    assert open_check(sees(families.anita)) is None
    assert open_check(sees(families.liaison)) is None


def test_an_answer_leaves_no_row_no_time_and_no_line_in_a_log(families: Families) -> None:
    before = rows(HealthTally.id, HealthTally.constellation_id, HealthTally.number, HealthTally.answer)
    logs = rows(Activity.id), rows(AuditEntry.seq)
    for one in (families.anita, families.grace, families.sue):
        actions.answer_health_check(sees(one), ALL_YES)
    assert sorted(
        map(str, rows(HealthTally.id, HealthTally.constellation_id, HealthTally.number, HealthTally.answer))
    ) == (sorted(map(str, before)))
    assert (rows(Activity.id), rows(AuditEntry.seq)) == logs
    assert set(HealthTally.__table__.c.keys()) == {
        *("id", "check_id", "constellation_id", "number", "question", "answer", "given"),
    }
    assert set(HealthMark.__table__.c.keys()) == {"check_id", "person_id"}


def test_nobody_reads_a_number_before_it_is_over(families: Families, clock: time_machine.Traveller) -> None:
    for one in carers(families, families.ours, 5):
        actions.answer_health_check(sees(one), ALL_YES)
    for reader in (families.manager, families.liaison, families.anita):
        assert session().scalars(visible(sees(reader), HealthTally)).all() == []
    assert results(sees(families.manager)) == ()
    clock.move_to("2026-09-29T09:00Z")
    assert len(results(sees(families.manager))) == 1
    for reader in (families.anita, families.finance):
        assert session().scalars(visible(sees(reader), HealthTally)).all() == []
        with pytest.raises(Forbidden):
            results(sees(reader))


def test_a_group_of_four_is_hidden_and_so_is_what_would_tell_of_it(
    families: Families, clock: time_machine.Traveller
) -> None:
    for one in carers(families, families.ours, 6):
        actions.answer_health_check(sees(one), ALL_YES)
    for one in carers(families, families.theirs, 4):
        actions.answer_health_check(sees(one), ALL_YES | {1: Agrees.NO})
    clock.move_to("2026-10-01T09:00Z")
    (manager,), (liaison,) = results(sees(families.manager)), results(sees(families.liaison))
    # Six beside a whole of ten would tell of the four.
    for found in (manager, liaison):
        assert [(one.name, one.answered) for one in found.groups] == [(None, 10)]
        assert found.hidden
    assert dict(manager.groups[0].by_question[QUESTIONS[0]]) == {
        Agrees.YES: 6,
        Agrees.PARTLY: 0,
        Agrees.NO: 4,
        Agrees.RATHER_NOT: 0,
    }


def test_two_large_groups_are_shown_and_a_liaison_worker_sees_the_own(
    families: Families, clock: time_machine.Traveller
) -> None:
    for one in (*carers(families, families.ours, 6), *carers(families, families.theirs, 5)):
        actions.answer_health_check(sees(one), ALL_YES)
    clock.move_to("2026-10-01T09:00Z")
    (manager,), (liaison,) = results(sees(families.manager)), results(sees(families.liaison))
    assert [one.answered for one in manager.groups] == [11, 6, 5]
    assert [(one.name, one.answered) for one in liaison.groups] == [(None, 11), (families.ours.name, 6)]
    assert not manager.hidden
    assert not liaison.hidden


def test_fewer_than_five_answers_show_nothing_at_all(families: Families, clock: time_machine.Traveller) -> None:
    for one in carers(families, None, 4):
        actions.answer_health_check(sees(one), ALL_YES)
    clock.move_to("2026-10-01T09:00Z")
    (found,) = results(sees(families.manager))
    assert found.groups == ()


def test_a_family_in_two_constellations_is_counted_once_and_one_that_is_new_with_none(families: Families) -> None:
    factories.join(families.patel, families.theirs, starts_on=dt.date(2026, 1, 1))
    new = factories.create_constellation(families.service)
    home = factories.create_home(families.service)
    factories.join(home, new)
    for one in (families.anita, factories.create_person(Role.SATELLITE_CARER, home=home)):
        actions.answer_health_check(sees(one), ALL_YES)
    given = {(key, number) for key, number in rows(HealthTally.constellation_id, HealthTally.given) if number}
    assert given == {(families.ours.id, 1), (None, 1)}


def test_a_service_writes_its_own_sentences_and_an_open_check_keeps_its(
    families: Families, clock: time_machine.Traveller
) -> None:
    manager = sees(families.manager)
    actions.set_questions(manager, "I sleep well.\nI have help.")
    assert own_questions(manager) == ("I sleep well.", "I have help.")
    found = open_check(sees(families.anita))
    assert found is not None
    assert len(found.questions) == 5
    assert ("set_health_questions", families.service.id) in rows(AuditEntry.action, AuditEntry.subject_id)
    clock.move_to("2027-03-01T09:00Z")
    assert keep(families, dt.date(2027, 3, 1)) == 1
    later = open_check(sees(families.anita))
    assert later is not None
    assert later.questions == {1: "I sleep well.", 2: "I have help."}
    with pytest.raises(BadQuestions):
        actions.set_questions(manager, "")
    with pytest.raises(Forbidden):
        actions.set_questions(sees(families.liaison), "I sleep well.")
