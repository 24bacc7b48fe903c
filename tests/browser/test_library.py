"""Whom to ask, the handbook, and who stayed: in a real browser, by phone."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.homes.actions import change_terms
from constellations.homes.rules import Terms
from constellations.rules import HomeStatus
from tests.browser.checks import look_over
from tests.browser.test_nights import sign_in
from tests.constellations.support.library import create_library
from tests.factories import changed
from tests.sleepovers.households import Households, day, make_households, sees


@pytest.fixture
def homes(app: Flask) -> Households:
    """A team, a page of the handbook that asks to be read, and a home that has left."""
    made = make_households()
    changed(made.service, out_of_hours_phone="0300 555 0100")
    create_library(made.service, made.hub)
    change_terms(sees(made.manager), made.okafor.id, Terms(1, 2, HomeStatus.LEFT), day("2026-10-16"), 1)
    return made


def test_a_carer_asks_whom_to_ask_and_reads_and_staff_say_why_a_home_left(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, homes.anita, live_server)
    page.goto("/")
    page.get_by_role("searchbox", name="Who do I ask about …").fill("mileage")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", name="1 team knows about “mileage”")).to_be_visible()
    expect(page.get_by_role("link", name="0300 555 0111")).to_have_attribute("href", "tel:03005550111")
    look_over(page, "who-to-ask")
    page.get_by_role("link", name="A sheet for the fridge").click()
    look_over(page, "who-to-ask-sheet")
    page.goto("/")
    page.get_by_role("link", name="Sleepovers", exact=True).click()
    look_over(page, "handbook-page")
    page.get_by_role("button", name="I have read this").click()
    expect(page.get_by_text("Thank you. That is kept.")).to_be_visible()
    look_over(page, "handbook")
    sign_in(page, app, homes.manager, live_server)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Say why.*Okafor")).click()
    page.get_by_role("checkbox", name="retired").check()
    look_over(page, "why-a-home-left")
    page.get_by_role("button", name="Save").click()
    look_over(page, "homes-that-left")
    page.get_by_role("link", name="Who stayed, and who left").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who stayed, and who left")
    look_over(page, "retention")
    page.goto("/handbook/1/edit")
    look_over(page, "handbook-edit")
