"""The Monday digest: numbers alone, for whom something waits, once for each Monday."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.access import find, visible
from constellations.core.database import session
from constellations.jobs.actions import run_job
from constellations.jobs.rules import Outcome
from constellations.jobs.scheduler import EXTENSION, catch_up
from constellations.models import Home, Person, Service
from constellations.notices.actions import read_all_notices
from constellations.notices.digest.actions import write_digests
from constellations.notices.digest.jobs import WRITE_DIGESTS
from constellations.notices.models import Digest
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole
from sleepovers.rules import StayState
from tests import factories
from tests.alerts import SYSTEM, outbox
from tests.constellations.accounts.signing_in import with_password
from tests.constellations.notices.alerts.telling import choose, hand_in_mail, mailed, tell_something

MONDAY = dt.date(2026, 11, 23)


@pytest.fixture
def hub(app: Flask) -> Home:
    """A hub with one night to confirm, and one ask that waits for its answer."""
    service = factories.create_service()
    constellation = factories.create_constellation(service)
    hub, other = factories.create_home(service, "Larch"), factories.create_home(service, "Patel")
    factories.join(hub, constellation, HomeRole.HUB)
    factories.join(other, constellation)
    child = factories.create_child(service, other, "JB")
    factories.create_stay(child, hub, "2026-11-20", "2026-11-21", state=StayState.AGREED)
    factories.create_ask((child,), (hub,), "2026-12-04", "2026-12-06")
    return hub


@pytest.fixture
def moira(hub: Home) -> Person:
    """Its carer, who can sign in."""
    return with_password(factories.create_person(Role.HUB_CARER, home=hub, name="Moira Kelly"))


def write(since: dt.date = MONDAY, until: dt.date = MONDAY) -> int:
    """One run of the job; how many mails it wrote."""
    return write_digests(SYSTEM, None, since, until).found


def test_it_counts_what_waits_and_names_nobody(app: Flask, moira: Person) -> None:
    tell_something(moira)
    tell_something(moira)
    assert write() == 1
    (mail,) = outbox()
    lines = [line for line in mail.body.splitlines() if line.startswith("- ")]
    assert lines == [
        "- 2 notices that you have not read",
        "- 1 ask that waits for an answer",
        "- 1 night to confirm",
        "- 1 monthly return to finish",
    ]
    assert not any(word in mail.subject + mail.body for word in ("JB", "Moira", "Larch", "Patel", "sleepover"))


def test_on_other_days_and_for_whom_nothing_waits_there_is_none(app: Flask) -> None:
    finance = with_password(factories.create_person(Role.FINANCE, factories.create_service()))
    tell_something(finance)
    assert write(MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=6)) == 0
    read_all_notices(viewer_for(finance))
    assert write() == 0
    assert mailed() == {}
    assert len(session().scalars(visible(SYSTEM, Digest)).all()) == 1


def test_again_on_the_same_monday_nobody_is_written_to_twice(app: Flask, moira: Person) -> None:
    tell_something(moira)
    assert write() == 1
    assert write() == 0
    assert write(until=MONDAY + dt.timedelta(days=2)) == 0
    assert mailed() == {moira.email: 1}
    assert write(until=MONDAY + dt.timedelta(days=7)) == 1
    assert mailed() == {moira.email: 2}


def test_after_weeks_without_jobs_there_is_one_digest(app: Flask, moira: Person, clock: time_machine.Traveller) -> None:
    run_job(WRITE_DIGESTS, MONDAY - dt.timedelta(days=3))
    clock.move_to("2026-12-09T10:00Z")
    (run,) = run_job(WRITE_DIGESTS, dt.date(2026, 12, 9))
    assert (run.outcome, run.found) == (Outcome.DONE, 1)
    assert mailed() == {moira.email: 1}


@pytest.mark.parametrize("off_since", ["2026-11-21T09:00Z", "2026-11-06T09:00Z"])
def test_at_night_before_monday_morning_none_is_written(
    app: Flask, moira: Person, clock: time_machine.Traveller, off_since: str
) -> None:
    before, app.extensions[EXTENSION] = app.extensions[EXTENSION], (WRITE_DIGESTS,)
    clock.move_to(off_since)
    catch_up(app)
    clock.move_to("2026-11-23T00:30Z")
    catch_up(app)
    assert mailed() == {}
    # Also where nobody is there to write it at eight.
    clock.move_to("2026-11-23T09:10Z")
    catch_up(app)
    app.extensions[EXTENSION] = before
    assert mailed() == {moira.email: 1}


def test_who_does_not_want_it_or_cannot_sign_in_gets_none(app: Flask, moira: Person, hub: Home) -> None:
    newcomer = factories.create_person(Role.SATELLITE_CARER, home=hub)
    tell_something(newcomer)
    choose(moira, monday_digest=False)
    assert write() == 0
    assert mailed() == {}


def test_it_keeps_quiet_hours_and_goes_although_the_notices_are_read(
    app: Flask, moira: Person, clock: time_machine.Traveller
) -> None:
    choose(moira, quiet="20:00-10:00")
    tell_something(moira)
    clock.move_to("2026-11-23T08:00Z")
    assert write() == 1
    read_all_notices(viewer_for(moira))
    assert hand_in_mail() == 0
    clock.move_to("2026-11-23T10:00Z")
    assert hand_in_mail() == 1


def test_a_manager_reads_how_much_waits_in_the_service(app: Flask, hub: Home) -> None:
    manager = with_password(factories.create_person(Role.MANAGER, find(SYSTEM, Service, hub.service_id)))
    assert write() == 1
    (mail,) = outbox()
    assert mail.address == manager.email
    assert "- 1 ask that waits for an answer" in mail.body
    assert "- 1 night to confirm" in mail.body
