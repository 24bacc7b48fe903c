"""Personal data, as a manager sees it: one's own copy, and an erasure that another manager confirms."""

import datetime as dt

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.models import Person
from constellations.permissions import Role
from tests.browser.checks import assert_accessible, assert_fits, shot
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


def look(page: Page, name: str) -> None:
    """Prove a page, and keep its picture."""
    assert_accessible(page)
    assert_fits(page)
    assert shot(page, name).stat().st_size > 1000


def test_a_copy_is_asked_for_and_an_erasure_looked_at(any_page: Page, ruth: Person) -> None:
    sign_in(any_page, ruth)
    expect(any_page.get_by_role("button", name="Sign out")).to_be_visible()
    any_page.goto("/me/data")
    any_page.get_by_role("button", name="Ask for my copy").click()
    expect(any_page.get_by_text("Your copy is being made.")).to_be_visible()
    assert run_job() == 1
    any_page.reload()
    expect(any_page.get_by_role("button", name="Fetch the copy")).to_be_visible()
    look(any_page, "rights-mine")
    any_page.goto("/people?left=y")
    any_page.get_by_role("link", name="Zebedee").click()
    any_page.get_by_role("link", name="Their data").click()
    any_page.get_by_role("link", name="See what erasing would do").click()
    look(any_page, "rights-erasing")
    any_page.get_by_role("button", name="Ask for the erasure").click()
    any_page.get_by_role("link", name="erasure").click()
    any_page.get_by_role("button", name="Confirm the erasure").click()
    expect(any_page.get_by_role("alert")).to_contain_text("another manager confirms it")
    look(any_page, "rights-request")
    any_page.goto("/rights")
    look(any_page, "rights")
