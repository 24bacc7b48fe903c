"""Moving a family, merging two records of a child, closing, handing over, deputies and all settings, by phone."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.permissions import Role
from constellations.rules import HomeRole
from tests import factories
from tests.browser.checks import look_over
from tests.browser.test_nights import sign_in
from tests.sleepovers.households import Households, make_households


@pytest.fixture
def homes(app: Flask) -> Households:
    """A second constellation with its hub, a second liaison worker, and JB once more."""
    made = make_households()
    valley = factories.create_constellation(made.service, "Valley")
    factories.join(factories.create_home(made.service, "Sands"), valley, HomeRole.HUB)
    factories.create_person(Role.LIAISON, made.service, constellations=(valley,), name="Lou Byrne")
    double = factories.create_child(made.service, made.patel, "JB", key="OLD-1")
    factories.create_stay(double, made.hub, "2026-11-01", "2026-11-03")
    made.stay("2026-12-04", "2026-12-06")
    return made


def test_a_manager_puts_the_register_right(app: Flask, homes: Households, page: Page, live_server: str) -> None:
    sign_in(page, app, homes.manager, live_server)
    page.goto(f"/children/{homes.jb.id}/merge")
    page.get_by_label("Which one stands twice, and goes?").select_option(label="JB (Patel, OLD-1)")
    page.get_by_role("button", name="Show both").click()
    expect(page.get_by_text("This cannot be taken back.")).to_be_visible()
    look_over(page, "merge-children")
    page.get_by_role("button", name="Merge OLD-1 into").click()
    expect(page.get_by_text("They are one child now.")).to_be_visible()
    page.goto(f"/homes/{homes.patel.id}")
    page.get_by_role("link", name="Move to another constellation").click()
    page.get_by_label("To which constellation").select_option(label="Valley")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_text("What is under way")).to_be_visible()
    look_over(page, "move-family")
    page.get_by_role("button", name="Move Patel").click()
    expect(page.get_by_text("Patel moves.")).to_be_visible()
    page.goto(f"/people/{homes.liaison.id}/hand-over")
    page.get_by_label("To whom").select_option(label="Lou Byrne")
    page.get_by_label("Why").fill("Another team")
    page.get_by_role("button", name="Show what changes").click()
    look_over(page, "hand-over")
    page.goto(f"/constellations/{homes.constellation.id}/close?day=2026-12-31")
    look_over(page, "close-constellation")
    page.goto(f"/people/{homes.manager.id}/deputy")
    look_over(page, "deputy")
    page.goto("/service/overview")
    look_over(page, "all-settings")
