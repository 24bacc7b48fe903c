"""Support of carers in a real browser, at phone size: the word of a month, a check-in in three taps, dates of homes."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.checks import look_over
from tests.browser.test_nights import sign_in
from tests.constellations.events.families import Families
from tests.constellations.support.factories import create_date, create_pair


@pytest.fixture
def families(app: Flask) -> Families:
    """Moira is Grace's buddy, and a supervision is overdue."""
    made = Families()
    create_pair(made.moira, made.grace)
    create_date(made.patel, "2026-09-01")
    return made


def test_a_month_gets_its_word_a_buddy_checks_in_and_staff_see_what_is_due(
    app: Flask, families: Families, page: Page, live_server: str
) -> None:
    sign_in(page, app, families.grace, live_server)
    page.goto("/")
    page.get_by_role("button", name="up and down").click()
    expect(page.get_by_text("You said: up and down.")).to_be_visible()
    page.get_by_role("button", name="Share it with your buddy or mentor").click()
    expect(page.get_by_text("Now: your buddy or mentor.")).to_be_visible()
    look_over(page, "support-month")
    sign_in(page, app, families.moira, live_server)
    page.goto("/support")
    look_over(page, "support-carer")
    page.get_by_role("link", name="Grace Okafor").click()
    page.get_by_label("1 hour", exact=True).check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("It is written down. Thank you.")).to_be_visible()
    look_over(page, "support-pair")
    sign_in(page, app, families.liaison, live_server)
    page.goto("/support")
    look_over(page, "support-staff")
    page.get_by_role("link", name="Dates").click()
    expect(page.get_by_role("table", name="Overdue")).to_contain_text("Patel")
    look_over(page, "support-dates")
    page.get_by_role("table", name="Overdue").get_by_role("link", name="Patel").click()
    look_over(page, "support-home-dates")
