"""Personal data, as a manager sees it: one's own copy, and an erasure that another manager confirms."""

import datetime as dt

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.models import Person
from constellations.permissions import Role
from tests.browser.checks import look_over
from tests.browser.test_people import sign_in
from tests.constellations.accounts.signing_in import with_password
from tests.constellations.rights.families import run_job
from tests.factories import changed, create_constellation, create_home, create_person, create_service, join


@pytest.fixture
def ruth(app: Flask) -> Person:
    """A manager, another one, and a carer who has left."""
    assert app.extensions
    service = create_service("Fairvale")
    home = create_home(service, "Larch Cottage")
    join(home, create_constellation(service, "Wren"))
    gone = create_person(Role.SATELLITE_CARER, home=home, name="Zebedee Quillfeather-Cholmondeley")
    changed(gone, left_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC))
    ola = with_password(create_person(Role.MANAGER, service, name="Ola Birch"))
    assert ola.password_hash
    return with_password(create_person(Role.MANAGER, service, name="Ruth Vane"))


def test_a_copy_is_asked_for_and_an_erasure_looked_at(page: Page, ruth: Person) -> None:
    sign_in(page, ruth)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto("/me/data")
    page.get_by_role("button", name="Ask for my copy").click()
    expect(page.get_by_text("Your copy is being made.")).to_be_visible()
    assert run_job() == 1
    page.reload()
    expect(page.get_by_role("button", name="Fetch the copy")).to_be_visible()
    look_over(page, "rights-mine")
    page.goto("/people?left=y")
    page.get_by_role("link", name="Zebedee").click()
    page.get_by_role("link", name="Their data").click()
    page.get_by_role("link", name="See what erasing would do").click()
    look_over(page, "rights-erasing")
    page.get_by_role("button", name="Ask for the erasure").click()
    page.get_by_role("link", name="erasure").click()
    page.get_by_role("button", name="Confirm the erasure").click()
    expect(page.get_by_role("alert")).to_contain_text("another manager confirms it")
    look_over(page, "rights-request")
    page.goto("/rights")
    look_over(page, "rights")
