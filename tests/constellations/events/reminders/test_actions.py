"""Families are reminded of what is ahead: once, also after days that were missed, and not in quiet hours."""

import datetime as dt
import uuid

import time_machine

from constellations.core import clock as wall
from constellations.events.answers.rules import Coming
from constellations.events.jobs import JOBS, REMIND
from constellations.events.models import Occurrence
from constellations.events.rules import Circle
from constellations.jobs.actions import run_job
from constellations.jobs.models import JobRun
from constellations.jobs.rules import Daily
from constellations.models import Membership, Person
from constellations.notices.models import AlertSetting, Notice
from tests.constellations.events.families import Families, say
from tests.factories import changed, join, stored
from tests.registers import rows


def remind() -> int:
    """A run of the job, today."""
    return sum(run.found for run in run_job(REMIND, wall.today()))


def reminded() -> dict[str, list[str]]:
    """Who was told what, by name."""
    names: dict[uuid.UUID, str] = dict(rows(Person.id, Person.name))
    found: dict[str, list[str]] = {}
    for person_id, words in sorted(rows(Notice.person_id, Notice.words), key=str):
        found.setdefault(names[person_id], []).append(words)
    return found


ASKED = "Are you coming? Saturday together, Sat 19 Dec, 14:00 to 17:00. You have not answered yet."
SOON = "Soon: Saturday together, Sat 19 Dec, 14:00 to 17:00."


def test_the_silent_are_asked_a_week_before_and_those_who_come_reminded_twice(
    families: Families, clock: time_machine.Traveller
) -> None:
    at = families.event()
    say(families.anita, at)
    clock.move_to("2026-12-12T08:00Z")
    assert (remind(), reminded()) == (2, {"Moira Kelly": [ASKED], "Grace Okafor": [ASKED]})
    say(families.moira, at, Coming.NO)
    clock.move_to("2026-12-18T08:00Z")
    assert remind() == 3
    clock.move_to("2026-12-19T08:00Z")
    assert (remind(), remind()) == (3, 0)
    both = [SOON, SOON]
    assert reminded() == {
        "Moira Kelly": [ASKED],
        "Grace Okafor": [ASKED, *both],
        "Anita Patel": both,
        "Raj Patel": both,
    }


def test_a_day_that_was_missed_is_made_up_and_what_is_past_is_left(
    families: Families, clock: time_machine.Traveller
) -> None:
    families.event()
    families.event(first=dt.date(2026, 12, 14))
    clock.move_to("2026-12-11T08:00Z")
    assert remind() == 0
    clock.move_to("2026-12-15T08:00Z")
    assert remind() == 4, "of what begins in four days, and not of what began yesterday"
    assert {words for each in reminded().values() for words in each} == {ASKED}
    ledger = sorted(rows(JobRun.until, JobRun.since))
    assert ledger[-1] == (dt.date(2026, 12, 15), dt.date(2026, 12, 12))


def test_what_was_called_off_has_begun_or_waits_for_a_place_is_not_reminded_of(
    families: Families, clock: time_machine.Traveller
) -> None:
    off, full = families.event(), families.event(capacity=5)
    changed(Occurrence(id=off), cancelled_at=wall.now())
    for one in (families.anita, families.grace, families.moira):
        say(one, full)
    clock.move_to("2026-12-18T08:00Z")
    assert (remind(), sorted(reminded())) == (2, ["Anita Patel", "Raj Patel"])
    clock.move_to("2026-12-19T14:30Z")
    assert remind() == 0


def test_on_the_morning_of_whole_days_their_families_are_reminded_too(
    families: Families, clock: time_machine.Traveller
) -> None:
    at = families.event(whole_days=True)
    say(families.anita, at)
    clock.move_to("2026-12-19T08:00Z")
    assert (remind(), sorted(reminded())) == (4, ["Anita Patel", "Grace Okafor", "Moira Kelly", "Raj Patel"])
    clock.move_to("2026-12-20T08:00Z")
    assert remind() == 0, "the second day needs none"


def test_what_is_for_one_family_is_its_own_reminder_and_nobody_elses(
    families: Families, clock: time_machine.Traveller
) -> None:
    families.event(circle=Circle.HOME)
    clock.move_to("2026-12-12T08:00Z")
    assert remind() == 0
    clock.move_to("2026-12-18T08:00Z")
    assert (remind(), sorted(reminded())) == (2, ["Anita Patel", "Raj Patel"])


def test_what_was_moved_is_reminded_of_again(families: Families, clock: time_machine.Traveller) -> None:
    at = families.event()
    clock.move_to("2026-12-18T08:00Z")
    assert remind() == 4
    changed(Occurrence(id=at), starts_on=dt.date(2026, 12, 20))
    clock.move_to("2026-12-19T08:00Z")
    assert remind() == 4


def test_who_only_joins_by_then_or_will_have_left_is_not_reminded(
    families: Families, clock: time_machine.Traveller
) -> None:
    families.event()
    join(families.hill, families.ours, starts_on=dt.date(2026, 12, 19))
    members = {row[0]: row[2] for row in rows(Membership.home_id, Membership.constellation_id, Membership.id)}
    changed(Membership(id=members[families.patel.id]), ends_on=dt.date(2026, 12, 19))
    clock.move_to("2026-12-18T08:00Z")
    assert (remind(), sorted(reminded())) == (2, ["Grace Okafor", "Moira Kelly"])


def test_an_alert_waits_for_the_end_of_quiet_hours(families: Families, clock: time_machine.Traveller) -> None:
    quiet = {"quiet_from": dt.time(20), "quiet_until": dt.time(9, 30), "by_mail": True, "by_push": True}
    stored(AlertSetting(person_id=families.grace.id, morning_summary=True, monday_digest=True, **quiet))
    families.event()
    clock.move_to("2026-12-18T08:00Z")
    remind()
    due: dict[uuid.UUID, dt.datetime] = dict(rows(Notice.person_id, Notice.alert_at))
    assert due[families.grace.id] == dt.datetime(2026, 12, 18, 9, 30, tzinfo=dt.UTC)
    assert due[families.anita.id] == dt.datetime(2026, 12, 18, 8, 2, tzinfo=dt.UTC)


def test_no_job_of_the_calendar_runs_in_the_hours_that_the_clock_repeats() -> None:
    daily = [job.schedule for job in JOBS if isinstance(job.schedule, Daily)]
    assert [schedule.hour for schedule in daily] == [8]


def test_families_next_door_are_not_reminded(families: Families, clock: time_machine.Traveller) -> None:
    families.event()
    clock.move_to("2026-12-18T08:00Z")
    remind()
    assert "Sue Hill" not in reminded()
    assert "Sue Hill" in dict(rows(Person.name, Person.id))
