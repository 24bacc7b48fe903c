"""Every night the trails are walked; one that was altered is seen in the ledger, on its page and by who watches."""

import datetime as dt
import uuid

import pytest
import time_machine
from flask import Flask, current_app
from sqlalchemy import update

from constellations.access import Viewer
from constellations.activity.actions import audit
from constellations.activity.jobs import TRAIL_CHECKS
from constellations.activity.models import AuditEntry
from constellations.activity.rules import Change
from constellations.core import clock as house_clock
from constellations.core.database import transaction
from constellations.jobs.actions import run_job
from constellations.jobs.models import JobRun
from constellations.jobs.queries import found_last
from constellations.jobs.rules import Outcome
from constellations.jobs.scheduler import jobs_of
from constellations.metrics.queries import FIGURES
from constellations.models import Person
from constellations.permissions import Role
from tests.client import client_of
from tests.factories import create_person, create_service
from tests.tampering import tamper

SYSTEM = Viewer.system()
CHANGE = Change("corrected", "home", uuid.UUID(int=7), ["area"])
BANNER = "The audit trail was altered or cut off."
NAMES = [job.name for job in TRAIL_CHECKS]


@pytest.fixture
def managers(app: Flask) -> tuple[Person, Person]:
    """Those of two services, in each of which two things are written down; and two of no service."""
    made = create_person(Role.MANAGER, create_service()), create_person(Role.MANAGER, create_service())
    for service_id in (made[0].service_id, made[1].service_id, None):
        for _ in range(2):
            with transaction():
                audit(SYSTEM, CHANGE, service_id)
    return made


def walk(clock: time_machine.Traveller) -> list[JobRun]:
    """A night."""
    clock.shift(dt.timedelta(days=1))
    handed_over = [job for job in jobs_of(current_app) if job.name in NAMES]
    return [run for job in handed_over for run in run_job(job, house_clock.today())]


def alter(service_id: uuid.UUID | None) -> None:
    """Alter the last thing of a service."""
    altered = update(AuditEntry).where(AuditEntry.chain == service_id, AuditEntry.seq == 2)
    tamper(altered.values(action="looked"))


def figure() -> dict[str, float]:
    """What who watches is told."""
    (found,) = [each for each in FIGURES if each.name == "roost_audit_broken"]
    return dict(found.read(SYSTEM))


def test_trails_that_are_whole_are_nothing_to_speak_of(
    app: Flask, managers: tuple[Person, Person], clock: time_machine.Traveller
) -> None:
    assert figure() == {}, "nobody has looked yet"
    assert [(run.outcome, run.found, run.words) for run in walk(clock)] == [(Outcome.NOTHING_DUE, 0, "")] * 3
    assert figure() == {"": 0}
    assert BANNER not in client_of(app, managers[0]).get("/jobs").text


def test_one_that_was_altered_is_seen_by_its_service_and_by_who_watches(
    app: Flask, managers: tuple[Person, Person], clock: time_machine.Traveller
) -> None:
    one, other = managers
    walk(clock)
    alter(one.service_id)
    runs = {run.service_id: run for run in walk(clock)}
    words = "Altered or cut off at link 2. Tell the data protection officer."
    assert (runs[one.service_id].found, runs[one.service_id].words) == (1, words)
    assert (runs[other.service_id].found, runs[None].found) == (0, 0)
    page = client_of(app, one).get("/jobs").text
    assert BANNER in page
    assert words in page
    assert BANNER not in client_of(app, other).get("/jobs").text
    walk(clock)
    assert figure() == {"": 1}, "the last walk counts, and no other"


def test_that_of_the_installation_is_walked_once_and_seen_by_all(
    app: Flask, managers: tuple[Person, Person], clock: time_machine.Traveller
) -> None:
    alter(uuid.UUID(int=0))
    assert {run.service_id: run.found for run in walk(clock)}[None] == 1
    assert all(BANNER in client_of(app, each).get("/jobs").text for each in managers)


def test_what_a_job_found_last_is_asked_of_these_jobs_alone(
    app: Flask, managers: tuple[Person, Person], clock: time_machine.Traveller
) -> None:
    alter(managers[0].service_id)
    walk(clock)
    assert found_last(SYSTEM, ["another"]) is None
    assert found_last(SYSTEM, NAMES[1:]) == 0
    assert found_last(SYSTEM, NAMES) == 1
