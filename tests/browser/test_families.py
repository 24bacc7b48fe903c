"""How a family takes part, as its liaison worker sees it, and the same as the family sees it."""

import datetime as dt

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.core import clock
from tests.browser.test_nights import look_at, sign_in
from tests.constellations.engagement.signs.telling import tell
from tests.constellations.events.families import Families

KINDS = ("talked", "talked", "answered_event", "came_to_event", "hosted_night", "asked_for_sleepover")


@pytest.fixture
def families(app: Flask) -> Families:
    """Families of which one has taken part for some months."""
    found = Families()
    began = clock.now() - dt.timedelta(days=250)
    for number, action in enumerate(KINDS * 11):
        tell(found.patel, action, clock.today() - dt.timedelta(days=2 + number * 3), at=began)
    return found


def test_the_pages_of_a_family_are_legible(app: Flask, families: Families, page: Page, live_server: str) -> None:
    sign_in(page, app, families.liaison, live_server)
    page.goto(f"/constellations/{families.ours.id}")
    page.get_by_role("link", name="How they take part (Patel)").click()
    expect(page.get_by_role("heading", name="Taking part")).to_be_visible()
    page.get_by_text("The twelve months as a table").click()
    look_at(page, f"/families/{families.patel.id}", "family")
    look_at(page, f"/families/{families.okafor.id}", "family-without-a-sign")
    sign_in(page, app, families.anita, live_server)
    page.goto("/")
    page.get_by_role("link", name="See what they see").click()
    expect(page.get_by_role("heading", name="What is never counted")).to_be_visible()
    look_at(page, "/counted", "counted")
