"""The calendar in a real browser: a gathering in two taps, a month that fits a phone, a page for the fridge."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.models import Person
from sleepovers.rules import StayState
from tests import factories
from tests.browser.checks import look_over
from tests.client import client_of
from tests.sleepovers.households import Households, make_households


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub and its satellites, with gatherings and stays around Christmas."""
    homes = make_households()
    factories.create_event(homes.constellation, "2026-11-28", "Saturday together")
    factories.create_event(homes.constellation, "2026-12-19", "Carols")
    factories.create_stay(homes.jb, homes.hub, "2026-12-04", "2026-12-07", StayState.AGREED, bed=1)
    factories.create_stay(homes.ak, homes.hub, "2026-12-19", "2026-12-21", StayState.AGREED, bed=2)
    return homes


def sign_in(page: Page, app: Flask, person: Person, address: str) -> None:
    """Give the browser the cookie of somebody who signed in."""
    cookie = client_of(app, person).get_cookie("roost")
    assert cookie is not None
    page.context.add_cookies([{"name": "roost", "value": cookie.value, "url": address}])


def look_at(page: Page, path: str, name: str) -> None:
    """Open a page, keep its picture, and find nothing wrong with it."""
    page.goto(path)
    look_over(page, name)


def test_saturdays_gathering_is_found_in_two_taps(app: Flask, homes: Households, page: Page, live_server: str) -> None:
    sign_in(page, app, homes.anita, live_server)
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Calendar", exact=True).click()
    expect(page.get_by_role("heading", name="Sat 28 Nov")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Saturday together")).to_be_in_viewport()
    page.get_by_role("link", name="Month", exact=True).click()
    page.get_by_role("link", name="1 thing on Sat 28 Nov").click()
    expect(page.get_by_role("heading", name="Sat 28 Nov")).to_be_in_viewport()


def test_the_pages_of_the_calendar_are_legible(app: Flask, homes: Households, page: Page, live_server: str) -> None:
    sign_in(page, app, homes.moira, live_server)
    look_at(page, "/calendar", "calendar-agenda")
    look_at(page, "/calendar/2026-12", "calendar-month")
    look_at(page, "/calendar/2026-12/fridge", "calendar-fridge")
    look_at(page, "/calendar/2027-02?show=events", "calendar-nothing")
    expect(page).to_have_url(re.compile(r"/calendar/2027-02"))


def test_the_pages_of_days_off_and_of_a_file_are_legible(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, homes.manager, live_server)
    look_at(page, "/service/days", "days-off")
    look_at(page, "/events/load", "events-load")
    entry = (
        "BEGIN:VEVENT\nUID:a\nSUMMARY:First aid\nLOCATION:Town hall\nDTSTART:20261205T093000\nDURATION:PT6H\nEND:VEVENT"
    )
    content = f"BEGIN:VCALENDAR\n{entry}\nEND:VCALENDAR\n".encode()
    page.get_by_label("Calendar file").set_input_files(
        {"name": "training.ics", "mimeType": "text/calendar", "buffer": content}
    )
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text("1 new event")).to_be_visible()
    look_over(page, "events-check")


def test_the_fridge_fits_a_sheet_of_paper(app: Flask, homes: Households, wide_page: Page, live_server: str) -> None:
    sign_in(wide_page, app, homes.anita, live_server)
    wide_page.goto("/calendar/2026-12/fridge")
    wide_page.emulate_media(media="print")
    paper = wide_page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") == 1
    expect(wide_page.get_by_text("Leave this page")).to_have_count(0)
    expect(wide_page.locator(".top")).to_be_hidden()
    expect(wide_page.locator(".fridge")).to_contain_text("JB")
