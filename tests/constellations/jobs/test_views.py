"""The ledger of jobs as people see it."""

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from constellations.access import Viewer, covering
from constellations.activity.models import Activity
from constellations.core import clock as house_clock
from constellations.core.database import database, session
from constellations.core.leases import alone
from constellations.jobs.actions import beat, run_job
from constellations.jobs.declaration import Job
from constellations.jobs.models import JobRun
from constellations.jobs.rules import MOST_FAILURES, Daily, JobResult
from constellations.jobs.scheduler import EXTENSION
from constellations.models import Person, Service
from constellations.notices.models import OutboxMail
from constellations.permissions import Role
from tests.client import client_of
from tests.factories import create_home, create_person, create_service, stored
from tests.queries import count_queries

Calls = list[uuid.UUID | None]


@pytest.fixture
def job(app: Flask) -> Iterator[tuple[Job, Calls]]:
    """The only job that Roost has, and for whom it ran; it fails for a service called "Unlucky"."""
    calls: Calls = []

    def look_after(viewer: Viewer, service_id: uuid.UUID | None, since: dt.date, until: dt.date) -> JobResult:
        calls.append(service_id)
        service = select(Service.name).where(Service.id == service_id)
        if session().scalar(covering(viewer, service)) == "Unlucky":
            raise ValueError("Josephine Bloggs")
        return JobResult(1, f"{(until - since).days + 1} days looked after")

    made = Job("look_after_homes", "Look after homes", Daily(3), look_after)
    before = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = (made,)
    yield made, calls
    app.extensions[EXTENSION] = before


@pytest.fixture
def manager(app: Flask) -> Person:
    """A service manager."""
    return create_person(Role.MANAGER, create_service("A"))


def test_the_ledger_shows_each_job_its_last_good_run_and_its_next(
    app: Flask, job: tuple[Job, Calls], manager: Person, clock: time_machine.Traveller
) -> None:
    page = client_of(app, manager).get("/jobs").text
    assert "It has not run yet." in page
    run_job(job[0], house_clock.today())
    page = client_of(app, manager).get("/jobs").text
    assert "Look after homes" in page
    assert "Last good run: Sun 22 Nov, 09:00." in page
    assert "Next run: Mon 23 Nov, 03:00." in page
    assert "1 days looked after" in page


def test_a_failed_run_is_shown_without_what_failed(app: Flask, job: tuple[Job, Calls]) -> None:
    manager = create_person(Role.MANAGER, create_service("Unlucky"))
    run_job(job[0], house_clock.today())
    page = client_of(app, manager).get("/jobs").text
    assert "failed" in page
    assert "It stopped with an error (ValueError)." in page
    assert "Bloggs" not in page


def test_runs_of_another_service_are_not_shown(app: Flask, job: tuple[Job, Calls], manager: Person) -> None:
    other = create_person(Role.MANAGER, create_service("Unlucky"))
    run_job(job[0], house_clock.today())
    assert "failed" not in client_of(app, manager).get("/jobs").text
    assert "failed" in client_of(app, other).get("/jobs").text


def test_where_nothing_runs_the_jobs_the_page_says_so(app: Flask, job: tuple[Job, Calls], manager: Person) -> None:
    assert "No process runs the jobs" in client_of(app, manager).get("/jobs").text
    beat()
    assert "No process runs the jobs" not in client_of(app, manager).get("/jobs").text


def test_mail_that_was_laid_aside_is_shown_as_a_number(app: Flask, job: tuple[Job, Calls], manager: Person) -> None:
    aside = {"subject": "x", "body": "y", "parked_at": house_clock.now()}
    stored(*(OutboxMail(address=f"carer{n}@example.org", **aside) for n in range(2)))
    page = client_of(app, manager).get("/jobs").text
    assert "2 mails could not be delivered" in page
    assert "carer0@example.org" not in page


def test_a_manager_runs_a_job_for_their_own_service_alone(app: Flask, job: tuple[Job, Calls], manager: Person) -> None:
    create_service("B")
    answer = client_of(app, manager).post("/jobs/run", data={"name": "look_after_homes"}, follow_redirects=True)
    assert "It ran." in answer.text
    assert job[1] == [manager.service_id]
    ran = select(func.count()).where(Activity.action == "run_job", Activity.person_id == manager.id)
    assert session().scalar(covering(Viewer.system(), ran, Activity)) == 1


def test_a_job_that_failed_by_hand_says_so(app: Flask, job: tuple[Job, Calls]) -> None:
    unlucky = create_person(Role.MANAGER, create_service("Unlucky"))
    answer = client_of(app, unlucky).post("/jobs/run", data={"name": "look_after_homes"}, follow_redirects=True)
    assert "It failed." in answer.text


def test_a_job_that_runs_elsewhere_is_not_run_twice(app: Flask, job: tuple[Job, Calls], manager: Person) -> None:
    with alone(database(), "job-look_after_homes") as is_ours:
        assert is_ours
        answer = client_of(app, manager).post("/jobs/run", data={"name": "look_after_homes"})
    assert answer.status_code == 409
    assert "Another process is running it" in answer.text
    assert job[1] == []


def test_a_job_of_no_name_is_refused_plainly(app: Flask, job: tuple[Job, Calls], manager: Person) -> None:
    answer = client_of(app, manager).post("/jobs/run", data={"name": "rule_the_world"})
    assert answer.status_code == 422
    assert "There is no job of that name" in answer.text


@pytest.mark.parametrize("role", [Role.LIAISON, Role.FINANCE])
def test_others_see_the_ledger_and_run_nothing(app: Flask, job: tuple[Job, Calls], role: Role) -> None:
    person = create_person(role, create_service("A"))
    page = client_of(app, person).get("/jobs")
    assert page.status_code == 200
    assert "Run now" not in page.text
    assert client_of(app, person).post("/jobs/run", data={"name": "look_after_homes"}).status_code == 403


def test_carers_have_no_ledger(app: Flask, job: tuple[Job, Calls]) -> None:
    carer = create_person(Role.HUB_CARER, home=create_home(create_service("A")))
    assert client_of(app, carer).get("/jobs").status_code == 403


def test_a_long_ledger_comes_in_pages_with_as_many_queries(app: Flask, job: tuple[Job, Calls], manager: Person) -> None:
    def add_runs(number: int) -> None:
        day = dt.date(2026, 1, 1)
        stored(
            *(
                JobRun(
                    name="look_after_homes",
                    service_id=manager.service_id,
                    started_at=dt.datetime(2026, 1, 1, 3, tzinfo=dt.UTC) + dt.timedelta(days=n),
                    outcome="done",
                    since=day + dt.timedelta(days=n),
                    until=day + dt.timedelta(days=n),
                )
                for n in range(number)
            )
        )

    client = client_of(app, manager)
    add_runs(1)
    with count_queries(database().engine) as few:
        client.get("/jobs")
    session().rollback()
    add_runs(60)
    with count_queries(database().engine) as many:
        first = client.get("/jobs").text
    assert len(few) == len(many)
    assert "Sun 1 Mar, 03:00" in first
    assert "Thu 1 Jan, 03:00" not in first
    assert "Thu 1 Jan, 03:00" in client.get("/jobs?page=3").text
    assert client.get("/jobs?page=99").status_code == 200
    assert client.get("/jobs?page=x").status_code == 200


def test_a_job_that_failed_all_day_is_shown_to_those_whom_it_concerns(
    app: Flask, job: tuple[Job, Calls], manager: Person
) -> None:
    unlucky = create_person(Role.MANAGER, create_service("Unlucky"))
    for _ in range(MOST_FAILURES):
        assert "failed five times" not in client_of(app, unlucky).get("/jobs").text
        run_job(job[0], house_clock.today())
    page = client_of(app, unlucky).get("/jobs").text
    assert "failed five times for Sun 22 Nov" in page
    assert "tries again at its next run" in page
    assert "failed five times" not in client_of(app, manager).get("/jobs").text


def test_a_job_that_was_given_up_is_shown_until_it_is_due_again(
    app: Flask, job: tuple[Job, Calls], clock: time_machine.Traveller
) -> None:
    unlucky = create_person(Role.MANAGER, create_service("Unlucky"))
    for _ in range(MOST_FAILURES):
        run_job(job[0], house_clock.today())
    clock.move_to("2026-11-23T02:59Z")
    assert "failed five times for Sun 22 Nov" in client_of(app, unlucky).get("/jobs").text
    clock.move_to("2026-11-23T03:00Z")
    assert "failed five times" not in client_of(app, unlucky).get("/jobs").text
