"""The nightly flag: the running month and the one before, missed days too, and nobody due is written down as well."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core.clock import Month
from constellations.core.database import session
from constellations.jobs.actions import run_job
from constellations.jobs.rules import Daily, Outcome
from sleepovers.claims.jobs import FLAG_UPLIFTS, flag_running_months
from sleepovers.claims.models import Claim
from tests.factories import create_service
from tests.sleepovers.claims.months import NOVEMBER, OCTOBER, create_around, host

EVERYTHING = Viewer.system()


def claimed() -> list[Month]:
    """The months of which there are claims."""
    session().rollback()
    return sorted(claim.month for claim in session().scalars(visible(EVERYTHING, Claim)))


def test_it_runs_at_half_past_three() -> None:
    assert (FLAG_UPLIFTS.name, FLAG_UPLIFTS.schedule, FLAG_UPLIFTS.per_service) == ("flag_uplifts", Daily(3, 30), True)


def test_the_running_month_and_the_one_before_are_flagged(app: Flask) -> None:
    around = create_around()
    for month in (OCTOBER.shifted(-1), OCTOBER, NOVEMBER):
        host(around.hub, 17, month)
    (run,) = run_job(FLAG_UPLIFTS, dt.date(2026, 11, 22))
    assert (run.outcome, run.found) == (Outcome.DONE, 2)
    assert claimed() == [OCTOBER, NOVEMBER]
    assert around.hub.name not in run.words
    assert run.words == (
        "October 2026: 1 home due, 1 claim new or changed. November 2026: 1 home due, 1 claim new or changed."
    )


def test_again_it_finds_the_same_and_changes_nothing(app: Flask) -> None:
    host(create_around().hub, 17)
    run_job(FLAG_UPLIFTS, dt.date(2026, 11, 22))
    (run,) = run_job(FLAG_UPLIFTS, dt.date(2026, 11, 22))
    assert (run.outcome, run.found) == (Outcome.DONE, 1)
    assert "0 claims new or changed" in run.words
    assert claimed() == [OCTOBER]


def test_nobody_due_is_written_down(app: Flask) -> None:
    host(create_around().hub, 16)
    (run,) = run_job(FLAG_UPLIFTS, dt.date(2026, 11, 22))
    assert (run.outcome, run.found) == (Outcome.NOTHING_DUE, 0)
    assert run.words == "October 2026: nobody due. November 2026: nobody due."


def test_days_that_were_missed_are_made_up_for_by_range(app: Flask) -> None:
    around = create_around()
    host(around.hub, 17, Month(2026, 7))
    host(around.hub, 17, Month(2026, 9))
    result = flag_running_months(EVERYTHING, around.service.id, dt.date(2026, 8, 30), dt.date(2026, 11, 22))
    assert result.found == 2
    assert claimed() == [Month(2026, 7), Month(2026, 9)]


@pytest.mark.parametrize(
    ("instant", "month"), [("2027-05-31T22:59Z", Month(2027, 5)), ("2027-05-31T23:30Z", Month(2027, 6))]
)
def test_today_is_londons_whatever_the_machine_says(
    app: Flask, clock: time_machine.Traveller, instant: str, month: Month
) -> None:
    create_service()
    clock.move_to(instant)
    (run,) = run_job(FLAG_UPLIFTS, Viewer.system().today)
    assert Month.of(run.until) == month
