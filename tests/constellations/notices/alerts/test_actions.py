"""Alerting people: after a short wait, one mail for all that waits, none in quiet hours, none for what is read."""

import datetime as dt
import threading

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from constellations.access import covering, visible
from constellations.activity.models import Activity, AuditEntry
from constellations.core import clock as house_clock
from constellations.core.database import database, session, transaction
from constellations.core.errors import Forbidden
from constellations.jobs.rules import JobResult
from constellations.models import Person
from constellations.notices.actions import read_all_notices, read_notice
from constellations.notices.alerts.actions import choose_alerts
from constellations.notices.alerts.queries import own_wishes
from constellations.notices.models import Notice
from constellations.notices.rules import SHORT_WAIT, AlertWishes
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.alerts import SYSTEM, alert_now, outbox
from tests.constellations.notices.alerts.telling import choose, hand_in_mail, mailed, tell_something, waiting
from tests.factories import create_home, create_person, create_service
from tests.queries import count_queries

SECOND = dt.timedelta(seconds=1)


def test_ordinary_news_is_mailed_after_a_short_wait(app: Flask, carer: Person, clock: time_machine.Traveller) -> None:
    tell_something(carer)
    clock.shift(SHORT_WAIT - SECOND)
    assert alert_now() == JobResult(0, "0 alerted")
    clock.shift(SECOND)
    assert alert_now() == JobResult(1, "1 alerted")
    assert alert_now() == JobResult(0, "0 alerted")
    assert mailed() == {carer.email: 1}
    assert "There is something new for you in Roost." in outbox()[0].body


def test_several_pieces_of_news_are_one_mail(app: Flask, carer: Person, clock: time_machine.Traveller) -> None:
    tell_something(carer)
    clock.shift(60)
    tell_something(carer)
    tell_something(carer, by_mail=False)
    clock.shift(60)
    alert_now()
    clock.shift(60)
    alert_now()
    (mail,) = outbox()
    assert "2 things are new for you in Roost." in mail.body
    assert "sleepover" not in mail.subject + mail.body


def test_news_that_is_read_at_once_is_not_mailed(app: Flask, carer: Person, clock: time_machine.Traveller) -> None:
    tell_something(carer)
    (notice,) = session().scalars(visible(SYSTEM, Notice))
    read_notice(viewer_for(carer), notice.id)
    tell_something(carer)
    read_all_notices(viewer_for(carer))
    clock.shift(SHORT_WAIT)
    assert alert_now().found == 0
    assert waiting() == 0
    assert mailed() == {}


def test_a_night_of_news_is_one_mail_in_the_morning(app: Flask, carer: Person, clock: time_machine.Traveller) -> None:
    for hour in ("2026-11-22T22:00Z", "2026-11-23T02:00Z", "2026-11-23T06:30Z"):
        clock.move_to(hour)
        tell_something(carer)
        clock.shift(SHORT_WAIT)
        assert alert_now().found == 0
    clock.move_to("2026-11-23T06:59:59Z")
    assert alert_now().found == 0
    clock.move_to("2026-11-23T07:00Z")
    assert alert_now().found == 1
    assert mailed() == {carer.email: 1}
    assert "3 things are new" in outbox()[0].body


def test_news_that_was_due_before_the_night_waits_where_the_jobs_stood_still(
    app: Flask, carer: Person, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-11-22T20:50Z")
    tell_something(carer)
    clock.move_to("2026-11-22T23:00Z")
    assert alert_now().found == 0
    assert mailed() == {}
    clock.move_to("2026-11-23T07:00Z")
    assert alert_now().found == 1


def test_an_emergency_is_mailed_at_once_whatever_somebody_has_chosen(
    app: Flask, carer: Person, clock: time_machine.Traveller
) -> None:
    choose(carer, by_mail=False, by_push=False, morning_summary=False)
    clock.move_to("2026-11-23T02:00Z")
    tell_something(carer, is_emergency=True)
    (mail,) = outbox()
    assert mail.subject == "Urgent: somebody needs you in Roost"
    assert "999" in mail.body
    assert hand_in_mail() == 1
    clock.move_to("2026-11-23T07:00Z")
    assert alert_now().found == 0


def test_each_hears_in_their_own_way(app: Flask, carer: Person, clock: time_machine.Traveller) -> None:
    home = create_home(create_service())
    silent, early, sleeper = (create_person(Role.SATELLITE_CARER, home=home) for _ in range(3))
    choose(silent, by_mail=False, by_push=False)
    choose(early, quiet="19:00-05:00")
    choose(sleeper, morning_summary=False)
    clock.move_to("2026-11-22T22:00Z")
    tell_something(carer, silent, early, sleeper)
    clock.move_to("2026-11-23T05:00Z")
    alert_now()
    assert mailed() == {early.email: 1}
    clock.move_to("2026-11-23T07:00Z")
    alert_now()
    assert mailed() == {early.email: 1, carer.email: 1}
    assert len(session().scalars(visible(SYSTEM, Notice)).all()) == 4


def test_what_waits_follows_a_change_of_mind(app: Flask, carer: Person, clock: time_machine.Traveller) -> None:
    clock.move_to("2026-11-22T22:00Z")
    tell_something(carer)
    choose(carer, quiet="21:00-06:00")
    clock.move_to("2026-11-23T06:00Z")
    assert alert_now().found == 1
    tell_something(carer)
    choose(carer, by_mail=False, by_push=False)
    assert waiting() == 0


def test_two_runs_at_once_alert_each_person_once(app: Flask, clock: time_machine.Traveller) -> None:
    home = create_home(create_service())
    people = [create_person(Role.SATELLITE_CARER, home=home) for _ in range(8)]
    tell_something(*people)
    clock.shift(SHORT_WAIT)
    found: list[int] = []

    def work() -> None:
        with app.app_context():
            found.append(alert_now().found)

    runs = [threading.Thread(target=work) for _ in range(3)]
    for each in runs:
        each.start()
    for each in runs:
        each.join()
    assert sum(found) == len(people)
    assert set(mailed().values()) == {1}
    assert len(mailed()) == len(people)


def test_whoever_left_meanwhile_gets_no_mail(app: Flask, carer: Person, clock: time_machine.Traveller) -> None:
    tell_something(carer)
    with transaction() as here:
        here.execute(covering(SYSTEM, update(Person).values(left_at=house_clock.now())))
    clock.shift(SHORT_WAIT)
    assert alert_now().found == 0
    assert (mailed(), waiting()) == ({}, 0)


class TestAlertsInTheOutbox:
    """A mail server that was away: what has come into quiet hours meanwhile, or is read, does not go."""

    @pytest.fixture(autouse=True)
    def _alerted(self, app: Flask, carer: Person, clock: time_machine.Traveller) -> None:
        clock.move_to("2026-11-22T20:30Z")
        tell_something(carer)
        clock.shift(SHORT_WAIT)
        alert_now()

    def test_one_that_comes_into_the_night_waits_for_the_morning(self, clock: time_machine.Traveller) -> None:
        clock.move_to("2026-11-22T21:00Z")
        assert hand_in_mail() == 0
        clock.move_to("2026-11-23T07:00Z")
        assert hand_in_mail() == 1

    def test_one_is_dropped_once_all_is_read(self, carer: Person, clock: time_machine.Traveller) -> None:
        read_all_notices(viewer_for(carer))
        assert hand_in_mail() == 0
        assert mailed() == {}

    def test_while_one_waits_there_is_no_second(self, carer: Person, clock: time_machine.Traveller) -> None:
        tell_something(carer)
        clock.shift(SHORT_WAIT)
        assert alert_now().found == 1
        assert mailed() == {carer.email: 1}
        assert hand_in_mail() == 1
        tell_something(carer)
        clock.shift(SHORT_WAIT)
        alert_now()
        assert mailed() == {carer.email: 2}


def test_a_choice_is_kept_recorded_and_audited_once(app: Flask, carer: Person) -> None:
    for _ in range(2):
        choose(carer, quiet="22:00-06:30", by_push=False)
    assert own_wishes(viewer_for(carer)) != AlertWishes()
    session().rollback()
    actions = list(session().scalars(covering(SYSTEM, select(Activity.action))))
    assert actions.count("choose_alerts") == 1
    (entry,) = session().scalars(visible(SYSTEM, AuditEntry))
    assert (entry.action, entry.subject_id, entry.chain) == ("choose_alerts", carer.id, carer.service_id)


def test_the_system_has_nothing_to_choose(app: Flask) -> None:
    with pytest.raises(Forbidden):
        choose_alerts(SYSTEM, AlertWishes(by_mail=False))


def test_telling_many_takes_as_many_statements_as_telling_one(app: Flask, carer: Person) -> None:
    home = create_home(create_service())
    many = [create_person(Role.SATELLITE_CARER, home=home) for _ in range(12)]
    session().rollback()
    assert len({person.id for person in (carer, *many)}) == 13
    with count_queries(database().engine) as for_one:
        tell_something(carer)
    assert len({person.id for person in many}) == 12
    with count_queries(database().engine) as for_many:
        tell_something(*many)
    assert len(for_one) == len(for_many)
