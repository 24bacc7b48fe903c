"""From the home page of a liaison worker to who stands apart, and pictures that are legible on a phone and on paper."""

import datetime as dt

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.checks import look_over, shot
from tests.browser.test_asks import Taps
from tests.browser.test_nights import sign_in
from tests.factories import create_home, create_stay, join
from tests.sleepovers.households import Households, make_households
from tests.sleepovers.picture.world import came


@pytest.fixture
def homes(app: Flask) -> Households:
    """Patels and Okafors came to a picnic, JB slept at the hub, and of the Quills nothing is known."""
    made = make_households()
    create_stay(made.jb, made.hub, "2026-11-06", "2026-11-08")
    create_stay(made.ak, made.patel, "2026-10-16", "2026-10-17")
    came(made.constellation, "2026-11-07", made.hub, made.patel, made.okafor)
    join(create_home(made.service, "Quill"), made.constellation, starts_on=dt.date(2026, 1, 5))
    return made


def look(page: Page, name: str) -> None:
    """Prove a page as it stands, and keep its picture."""
    look_over(page, name)


def test_the_family_that_stands_apart_is_two_taps_from_the_home_page(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, homes.liaison, live_server)
    page.goto("/")
    taps = Taps()
    taps.press(page.get_by_role("link", name="Ties, give and take in Harbour"))
    apart = page.get_by_role("region", name="Standing apart")
    expect(apart).to_contain_text("no tie in 60 days")
    taps.press(apart.get_by_role("link", name="Quill"))
    expect(page.get_by_role("heading", name="Quill")).to_be_visible()
    assert taps.number == 2


def test_the_picture_is_legible_and_each_home_leads_to_its_page(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, homes.liaison, live_server)
    page.goto(f"/constellations/{homes.constellation.id}/picture")
    for summary in page.locator("main summary").all():
        summary.click()
    look(page, "picture")
    expect(page.get_by_role("link", name="Quill, no tie in 60 days")).to_be_visible()
    page.goto(f"/constellations/{homes.constellation.id}/year")
    page.get_by_text("The months as a table").click()
    look(page, "year-of-a-constellation")


def test_on_paper_the_tables_stand_open(app: Flask, homes: Households, wide_page: Page, live_server: str) -> None:
    sign_in(wide_page, app, homes.liaison, live_server)
    wide_page.goto(f"/constellations/{homes.constellation.id}/picture")
    tie = wide_page.get_by_role("rowheader", name="Moira and Patel", include_hidden=True)
    expect(tie).to_be_hidden()
    wide_page.emulate_media(media="print")
    expect(tie).to_be_visible()
    expect(wide_page.get_by_role("navigation", name="How far back")).to_be_hidden()
    assert shot(wide_page, "picture-on-paper").stat().st_size > 1000
