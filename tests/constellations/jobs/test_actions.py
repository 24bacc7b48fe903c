"""A run of a job: its ledger, the days it makes up for, and that no two run at once."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core import clock as house_clock
from constellations.core.database import database, session
from constellations.core.errors import NotFound
from constellations.core.leases import alone
from constellations.jobs.actions import run_job
from constellations.jobs.declaration import Job
from constellations.jobs.models import JobRun
from constellations.jobs.queries import given_up_on, waited_for
from constellations.jobs.rules import MOST_FAILURES, AnotherRunsIt, Daily, Every, JobResult, Outcome, WaitedFor
from constellations.models import Service
from tests.factories import create_service, stored

SUNDAY = dt.date(2026, 11, 22)
ONE_DAY = dt.timedelta(days=1)

Days = tuple[uuid.UUID | None, dt.date, dt.date]


def job_that(
    does: Callable[[uuid.UUID | None], JobResult], per_service: bool = True, every: int = 0
) -> tuple[Job, list[Days]]:
    """A job, and the list of calls it had."""
    calls: list[Days] = []

    def run(viewer: Viewer, service_id: uuid.UUID | None, since: dt.date, until: dt.date) -> JobResult:
        assert viewer.is_system
        calls.append((service_id, since, until))
        return does(service_id)

    schedule = Every(every) if every else Daily(3)
    return Job("look_after_homes", "Look after homes", schedule, run, per_service=per_service), calls


def finds(count: int) -> Callable[[uuid.UUID | None], JobResult]:
    return lambda _service: JobResult(count, f"{count} found")


def ledger() -> list[JobRun]:
    """All rows: by service, the failed after the good, since the clock stands still."""
    session().rollback()
    in_order = select(JobRun).outerjoin(Service).order_by(Service.key, JobRun.outcome)
    return list(session().scalars(covering(Viewer.system(), in_order)))


def test_each_service_has_its_run_and_its_row(app: Flask) -> None:
    first, second = create_service("A"), create_service("B")
    job, calls = job_that(finds(2))
    runs = run_job(job, SUNDAY)
    assert calls == [(first.id, SUNDAY, SUNDAY), (second.id, SUNDAY, SUNDAY)]
    assert [(run.service_id, run.outcome, run.found, run.words) for run in ledger()] == [
        (first.id, Outcome.DONE, 2, "2 found"),
        (second.id, Outcome.DONE, 2, "2 found"),
    ]
    assert [run.id for run in runs] == [run.id for run in ledger()]
    assert all(run.ended_at is not None for run in runs)


def test_a_run_that_finds_nothing_is_written_down_too(app: Flask) -> None:
    create_service()
    run_job(job_that(finds(0))[0], SUNDAY)
    assert [run.outcome for run in ledger()] == [Outcome.NOTHING_DUE]


def test_a_job_of_the_installation_runs_once_whatever_the_services(app: Flask) -> None:
    create_service(), create_service()
    job, calls = job_that(finds(1), per_service=False)
    run_job(job, SUNDAY)
    assert calls == [(None, SUNDAY, SUNDAY)]


def test_three_missed_days_are_made_up_for_once(app: Flask) -> None:
    service = create_service()
    job, calls = job_that(finds(1))
    run_job(job, SUNDAY)
    run_job(job, SUNDAY + 4 * ONE_DAY)
    assert calls[1:] == [(service.id, SUNDAY + ONE_DAY, SUNDAY + 4 * ONE_DAY)]
    assert len(ledger()) == 2


def test_a_second_run_on_a_day_looks_after_that_day_again(app: Flask) -> None:
    create_service()
    job, calls = job_that(finds(1))
    run_job(job, SUNDAY)
    run_job(job, SUNDAY)
    assert [call[1:] for call in calls] == [(SUNDAY, SUNDAY), (SUNDAY, SUNDAY)]


def test_a_clock_that_was_a_day_ahead_loses_no_day(app: Flask) -> None:
    create_service()
    job, calls = job_that(finds(1))
    for day in (SUNDAY, SUNDAY + ONE_DAY, SUNDAY, SUNDAY + ONE_DAY, SUNDAY + 2 * ONE_DAY):
        run_job(job, day)
    assert {call[2] for call in calls} == {SUNDAY, SUNDAY + ONE_DAY, SUNDAY + 2 * ONE_DAY}
    assert all(since <= until for _, since, until in calls)


def test_a_failure_keeps_no_other_service_from_its_run_and_tells_no_values(app: Flask) -> None:
    unlucky, lucky = create_service("A"), create_service("B")

    def fail_for_one(service_id: uuid.UUID | None) -> JobResult:
        if service_id == unlucky.id:
            raise NotFound("Josephine Bloggs")
        return JobResult(1)

    run_job(job_that(fail_for_one)[0], SUNDAY)
    failed, done = ledger()
    assert (failed.service_id, failed.outcome) == (unlucky.id, Outcome.FAILED)
    assert failed.words == "It stopped with an error (NotFound)."
    assert (done.service_id, done.outcome) == (lucky.id, Outcome.DONE)


def test_the_days_of_a_failed_run_belong_to_the_next(app: Flask) -> None:
    create_service()
    good, _ = job_that(finds(1))
    bad, _ = job_that(lambda _service: 1 / 0)  # type: ignore[arg-type,return-value]  # it never returns
    run_job(good, SUNDAY)
    run_job(bad, SUNDAY + ONE_DAY)
    job, calls = job_that(finds(1))
    run_job(job, SUNDAY + 2 * ONE_DAY)
    assert calls[0][1:] == (SUNDAY + ONE_DAY, SUNDAY + 2 * ONE_DAY)


def test_what_a_failed_job_had_begun_is_not_stored(app: Flask) -> None:
    service = create_service("A")

    def write_and_fail(_service: uuid.UUID | None) -> JobResult:
        session().add(JobRun(name="half", started_at=house_clock.now(), outcome="done", since=SUNDAY, until=SUNDAY))
        session().flush()
        raise ValueError

    run_job(job_that(write_and_fail)[0], SUNDAY)
    assert [(run.name, run.service_id) for run in ledger()] == [("look_after_homes", service.id)]


def test_a_run_that_was_killed_is_marked_by_the_next(app: Flask) -> None:
    service = create_service()
    killed = JobRun(
        name="look_after_homes",
        service_id=service.id,
        started_at=house_clock.now(),
        outcome=Outcome.RUNNING,
        since=SUNDAY,
        until=SUNDAY,
    )
    stored(killed)
    job, calls = job_that(finds(1))
    run_job(job, SUNDAY + ONE_DAY)
    assert [run.outcome for run in ledger()] == [Outcome.DONE, Outcome.FAILED]
    assert calls[0][1:] == (SUNDAY + ONE_DAY, SUNDAY + ONE_DAY)


def test_while_another_process_runs_it_a_second_is_told_so(app: Flask) -> None:
    create_service()
    job, calls = job_that(finds(1))
    with alone(database(), "job-look_after_homes") as is_ours:
        assert is_ours
        with pytest.raises(AnotherRunsIt, match="Another process is running it"):
            run_job(job, SUNDAY)
    assert calls == []
    run_job(job, SUNDAY)
    assert len(calls) == 1


def test_a_frequent_job_writes_only_what_it_found_and_once_a_day(app: Flask, clock: time_machine.Traveller) -> None:
    quiet, _ = job_that(finds(0), per_service=False, every=20)
    busy, _ = job_that(finds(3), per_service=False, every=20)
    assert len(run_job(quiet, SUNDAY)) == 1
    assert run_job(quiet, SUNDAY) == []
    assert [run.found for run in run_job(busy, SUNDAY)] == [3]
    assert len(run_job(quiet, SUNDAY + ONE_DAY)) == 1
    assert len(ledger()) == 3


def test_a_frequent_job_that_always_fails_goes_on_and_does_not_fill_the_ledger(
    app: Flask, clock: time_machine.Traveller
) -> None:
    broken, calls = job_that(lambda _service: 1 / 0, per_service=False, every=20)  # type: ignore[arg-type,return-value]  # it never returns
    for _ in range(MOST_FAILURES + 3):
        run_job(broken, SUNDAY)
    assert len(calls) == MOST_FAILURES + 3
    assert [run.outcome for run in ledger()] == [Outcome.FAILED] * MOST_FAILURES
    assert given_up_on(Viewer.system(), [broken], house_clock.now()) == {"look_after_homes": SUNDAY}
    clock.shift(ONE_DAY)
    assert given_up_on(Viewer.system(), [broken], house_clock.now()) == {}


def test_who_has_waited_longest_for_a_job_counts(app: Flask, clock: time_machine.Traveller) -> None:
    nightly, _ = job_that(finds(1))
    of_all, _ = job_that(finds(1), per_service=False)
    frequent, _ = job_that(finds(1), every=20)
    assert waited_for(Viewer.system(), [nightly]) == {}
    made, first = house_clock.now(), create_service("A")
    clock.shift(ONE_DAY)
    for job in (nightly, of_all, frequent):
        assert waited_for(Viewer.system(), [job]) == {job.name: WaitedFor(made, has_run=False)}
    run_job(nightly, house_clock.today())
    ran = house_clock.now()
    assert waited_for(Viewer.system(), [nightly]) == {nightly.name: WaitedFor(ran, has_run=True)}
    clock.shift(60)
    made, _ = house_clock.now(), create_service("B")
    clock.shift(ONE_DAY)
    now, good = house_clock.now(), {"outcome": Outcome.DONE, "since": house_clock.today()}
    for service_id in (first.id, None):
        stored(JobRun(name=nightly.name, service_id=service_id, started_at=now, ended_at=now, until=now.date(), **good))
    assert waited_for(Viewer.system(), [nightly]) == {nightly.name: WaitedFor(made, has_run=False)}
    for job in (of_all, frequent):
        assert waited_for(Viewer.system(), [job]) == {nightly.name: WaitedFor(now, has_run=True)}
