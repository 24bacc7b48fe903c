"""Clocks a day ahead or an hour behind, the nights on which London changes its own, and the day that is rare."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.core import clock as house_clock
from constellations.core.clock import Month
from constellations.jobs.rules import Daily
from constellations.jobs.scheduler import catch_up, jobs_of
from constellations.permissions import Role
from sleepovers.rules import Moment, StayState, nights_of
from tests.client import client_of
from tests.factories import create_child, create_person, create_service, create_stay
from tests.faults.figures import note
from tests.faults.walked.days import claims, good_runs_by_day, kind_of, looked_after, mondays_of, told
from tests.sleepovers.claims.months import NOVEMBER, create_around, host

pytestmark = pytest.mark.faults

ONE_HOUR, ONE_DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def test_a_clock_that_was_a_day_ahead_makes_nothing_twice(app: Flask, clock: time_machine.Traveller) -> None:
    around = create_around()
    host(around.hub, 17, NOVEMBER)
    catch_up(app)
    once = told(around.carer.id, "uplift")
    for moved in (ONE_DAY, -ONE_DAY, ONE_DAY, ONE_DAY):
        clock.shift(moved)
        catch_up(app)
    assert claims() == [(around.hub.id, NOVEMBER)]
    assert told(around.carer.id, "uplift") == once > 0
    assert len(set(mondays_of(around.carer.id))) == len(mondays_of(around.carer.id))
    assert {until for _, until in looked_after()} == {dt.date(2026, 11, day) for day in (22, 23, 24)}
    note(14, of="a day ahead and back", on=kind_of(app), flags=1, flags_due=1)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.FINANCE])
def test_a_clock_put_back_an_hour_opens_no_sign_in_that_was_over(
    app: Flask, clock: time_machine.Traveller, role: Role
) -> None:
    client = client_of(app, create_person(role, create_service()))
    assert client.get("/me").status_code == 200
    clock.shift(dt.timedelta(minutes=31))
    assert client.get("/me").status_code == 401
    clock.shift(-ONE_HOUR)
    assert client.get("/me").status_code == 401, "over is over"
    note(14, of="an hour behind", on=kind_of(app), opened_again=0)


def test_a_cookie_from_a_time_still_to_come_opens_nothing_and_is_good_again_unless_it_was_shown_meanwhile(
    app: Flask, clock: time_machine.Traveller
) -> None:
    carer = create_around().carer
    shown, kept = client_of(app, carer), client_of(app, carer)
    assert [client.get("/me").status_code for client in (shown, kept)] == [200, 200]
    clock.shift(-ONE_HOUR)
    assert shown.get("/me").status_code == 401, "a cookie from a time still to come opens nothing"
    clock.shift(ONE_HOUR)
    assert kept.get("/me").status_code == 200
    assert shown.get("/me").status_code == 401, "the page that asked to sign in brought a cookie of its own"


@pytest.mark.parametrize(
    ("evening", "days", "called"),
    [
        ("2027-03-27T20:00Z", 2, "clocks go forward"),
        ("2027-10-30T20:00Z", 2, "clocks go back"),
        ("2028-02-28T20:00Z", 3, "29 February"),
    ],
)
def test_through_an_odd_night_each_daily_job_runs_once_a_day(
    app: Flask, clock: time_machine.Traveller, evening: str, days: int, called: str
) -> None:
    create_around()
    clock.move_to(evening)
    catch_up(app)
    first = house_clock.today()
    for _ in range(24 * (days - 1) + 16):
        clock.shift(ONE_HOUR)
        catch_up(app)
    last = house_clock.today()
    daily = [job for job in jobs_of(app) if isinstance(job.schedule, Daily)]
    runs = good_runs_by_day()
    for job in daily:
        each = [runs[job.name, first + n * ONE_DAY] for n in range((last - first).days + 1)]
        assert each == [1] * len(each), job.name
    note(14, of=called, on=kind_of(app), daily_jobs=len(daily), runs_a_day=1)


@pytest.mark.parametrize(
    ("arrive", "depart", "nights"),
    [
        ("2027-03-27T18:00", "2027-03-28T10:00", ["2027-03-27"]),
        ("2027-03-27T18:00", "2027-03-28T01:30", ["2027-03-27"]),
        ("2027-10-30T18:00", "2027-10-31T01:30", ["2027-10-30"]),
        ("2027-10-31T01:30", "2027-10-31T17:00", ["2027-10-30"]),
        ("2028-02-28T18:00", "2028-03-01T10:00", ["2028-02-28", "2028-02-29"]),
    ],
)
def test_a_booking_keeps_its_wall_time_and_its_nights(
    app: Flask, clock: time_machine.Traveller, arrive: str, depart: str, nights: list[str]
) -> None:
    came, went = Moment.parse(arrive), Moment.parse(depart)
    assert [str(night) for night in nights_of(came, went)] == nights
    around = create_around()
    child = create_child(around.service, around.satellite)
    stay = create_stay(child, around.hub, arrive, depart, StayState.AGREED)
    for instant in ("2027-03-26T12:00Z", "2028-03-02T12:00Z"):
        clock.move_to(instant)
        page = client_of(app, around.liaison).get(f"/stays/{stay.id}").text
        assert came.at is not None
        assert went.at is not None
        assert f"{came.at:%H:%M}" in page
        assert f"{went.at:%H:%M}" in page


def test_the_29th_of_february_counts_for_february(app: Flask, clock: time_machine.Traveller) -> None:
    clock.move_to("2028-03-01T09:00Z")
    around = create_around()
    host(around.hub, 16, Month(2028, 2))
    create_stay(create_child(around.service, initials="ZK"), around.hub, "2028-02-29", "2028-03-01")
    catch_up(app)
    assert claims() == [(around.hub.id, Month(2028, 2))]
