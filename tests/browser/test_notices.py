"""Notices and the ledger of jobs in a browser: how they look, and that the number in the header is live."""

import datetime as dt

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.access import Viewer
from constellations.core import clock
from constellations.core.database import transaction
from constellations.jobs.actions import beat, run_job
from constellations.jobs.declaration import Job
from constellations.jobs.rules import Daily, JobResult
from constellations.models import Person
from constellations.notices.actions import News, tell
from constellations.permissions import Role
from tests.browser.checks import look_over
from tests.client import client_of
from tests.factories import create_home, create_person, create_service


@pytest.fixture
def carer(app: Flask) -> Person:
    """A hub carer."""
    return create_person(Role.HUB_CARER, home=create_home(create_service()), name="Michaela Finch")


def sign_in(app: Flask, page: Page, person: Person, address: str) -> None:
    """Give the browser the cookie of somebody who signed in."""
    cookie = client_of(app, person).get_cookie("roost")
    assert cookie is not None
    page.context.add_cookies([{"name": "roost", "value": cookie.value, "url": address}])


def tell_of(number: int, person: Person) -> None:
    """Tell somebody something."""
    with transaction():
        tell([person.id], News(f"nights-{number}", f"You have hosted {number} nights in November.", "/notices"))


def test_the_number_of_unread_notices_is_live(app: Flask, page: Page, live_server: str, carer: Person) -> None:
    sign_in(app, page, carer, live_server)
    with page.expect_websocket():
        page.goto("/notices")
    count = page.locator("[data-count]")
    expect(count).to_be_hidden()
    tell_of(15, carer)
    expect(count).to_have_text("1 not read yet")
    tell_of(16, carer)
    expect(count).to_have_text("2 not read yet")
    page.reload()
    page.get_by_role("button", name="Mark all as read").click()
    expect(count).to_be_hidden()


def test_notices_in_every_look(app: Flask, page: Page, live_server: str, carer: Person) -> None:
    sign_in(app, page, carer, live_server)
    page.goto("/notices")
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)
    look_over(page, "notices-none")
    for number in (12, 15, 16, 17):
        tell_of(number, carer)
    page.reload()
    expect(page.get_by_role("button", name="Mark all as read")).to_be_visible()
    look_over(page, "notices")


def test_the_ledger_in_every_look(app: Flask, page: Page, live_server: str, carer: Person) -> None:
    manager = create_person(Role.MANAGER, create_service())

    def flag(viewer: Viewer, service_id: object, since: dt.date, until: dt.date) -> JobResult:
        assert viewer.is_system
        if service_id == carer.service_id:
            raise ValueError(service_id)
        return JobResult((until - since).days, "3 homes beyond 16 nights")

    job = Job("flag_homes", "Flag homes that are due", Daily(3), flag)
    before = app.extensions["roost_jobs"]
    app.extensions["roost_jobs"] = (*before, job)
    for days in (4, 1, 0):
        run_job(job, clock.today() - dt.timedelta(days=days))
    beat()
    sign_in(app, page, manager, live_server)
    page.goto("/jobs")
    app.extensions["roost_jobs"] = before
    expect(page.get_by_role("button", name="Flag homes that are due")).to_be_visible()
    look_over(page, "jobs")
