"""Roost in a phone's calendar, in a real browser: three presses at phone size, and a calendar is told something."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.feeds.keeping.actions import put_right
from tests.browser.checks import look_over
from tests.browser.test_nights import sign_in
from tests.constellations.feeds.standing import EVERYTHING, fetched, secret_in, titles
from tests.factories import create_event
from tests.sleepovers.households import Households, make_households


@pytest.fixture
def homes(app: Flask) -> Households:
    """JB, of the Patels, stays with Moira's hub; the constellation meets."""
    made = make_households()
    made.stay("2026-11-27", "2026-11-29")
    create_event(made.constellation)
    put_right(EVERYTHING, made.service.id)
    return made


def test_three_presses_put_roost_in_a_phones_calendar(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, homes.anita, live_server)
    page.goto("/me")
    page.get_by_role("link", name="Put Roost in your phone’s calendar").click()
    page.get_by_label("Which phone or calendar is it for?").fill("My phone")
    look_over(page, "calendar-address")
    page.get_by_role("button", name="Make an address").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The address for My phone")
    button = page.get_by_role("link", name="Open in my calendar")
    assert str(button.get_attribute("href")).startswith("webcal://")
    expect(page.get_by_alt_text("The address as a picture for a camera")).to_be_visible()
    look_over(page, "calendar-address-shown")
    secret = secret_in(page.get_by_label("The address").input_value())
    assert titles(fetched(app, f"/feeds/{secret}.ics")) == ["Gathering", "Sleepover"]
    page.goto("/me/calendar")
    look_over(page, "calendar-addresses")
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_text("That calendar is told nothing any more.").first).to_be_visible()
    assert fetched(app, f"/feeds/{secret}.ics").status_code == 404
