"""How long records are kept, and who saw what: in a real browser, by phone."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from sleepovers.cards.actions import read_card_of_child
from tests import factories
from tests.browser.checks import look_over
from tests.browser.test_nights import sign_in
from tests.constellations.keeping.notices import told
from tests.sleepovers.households import Households, make_households, sees


@pytest.fixture
def homes(app: Flask) -> Households:
    """The liaison worker has read JB’s card; Moira was told something years ago."""
    made = make_households()
    told(made.moira, "2020-01-01T12:00Z")
    factories.create_stay_card(made.jb, made.anita)
    read_card_of_child(sees(made.liaison), made.jb.id)
    return made


def test_a_manager_reads_the_schedule_chooses_and_asks_who_saw_what(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, homes.manager, live_server)
    page.goto("/service")
    page.get_by_role("link", name="How long records are kept").click()
    look_over(page, "schedule")
    page.get_by_role("link", name="Notices, and that a Monday digest went out").click()
    page.get_by_label("Keep it for").fill("6")
    page.get_by_role("button", name="Save").click()
    look_over(page, "how-long-warned")
    page.get_by_label("Yes, let that go tonight").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("6 months, chosen here")).to_be_visible()
    page.goto("/service/who-saw")
    page.get_by_label("Whom is it about?").fill(homes.jb.key)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("read the stay card")).to_be_visible()
    look_over(page, "who-saw")
