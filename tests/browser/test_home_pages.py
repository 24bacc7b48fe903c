"""Home pages, constellations, homes and children in a real browser: on a phone, by keyboard, without scripts."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from constellations.models import Person
from constellations.permissions import Role
from sleepovers.rules import StayState
from tests import factories
from tests.browser.checks import look_over
from tests.client import client_of
from tests.sleepovers.households import Households, make_households


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub and its satellites, on an evening with a child at the hub and two nights not told yet."""
    homes = make_households()
    factories.create_stay(homes.ak, homes.hub, "2026-11-01", "2026-11-15", bed=1)
    factories.create_stay(homes.jb, homes.hub, "2026-11-19", "2026-11-21", StayState.AGREED, bed=1)
    factories.create_stay(homes.jb, homes.hub, "2026-11-22", "2026-11-24", StayState.AGREED, bed=1)
    return homes


def sign_in(page: Page, app: Flask, person: Person, address: str) -> None:
    """Give the browser the cookie of somebody who signed in."""
    cookie = client_of(app, person).get_cookie("roost")
    assert cookie is not None
    page.context.add_cookies([{"name": "roost", "value": cookie.value, "url": address}])


def look_at(page: Page, path: str, name: str) -> None:
    """Open a page, keep its picture, and find nothing wrong with it."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok, path
    look_over(page, name)


def test_the_home_page_of_each_role_is_legible(app: Flask, homes: Households, page: Page, live_server: str) -> None:
    people = {
        "hub": homes.moira,
        "satellite": homes.okafors,
        "liaison": homes.liaison,
        "manager": homes.manager,
        "finance": homes.finance,
        "regional": factories.create_person(Role.REGIONAL, region=factories.create_region(), name="Rhys Owen"),
    }
    for name, person in people.items():
        sign_in(page, app, person, live_server)
        look_at(page, "/", f"home-{name}")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Good morning")


def test_constellation_home_and_child_are_legible(app: Flask, homes: Households, page: Page, live_server: str) -> None:
    sign_in(page, app, homes.liaison, live_server)
    look_at(page, f"/constellations/{homes.constellation.id}", "constellation")
    look_at(page, f"/homes/{homes.hub.id}", "home")
    look_at(page, f"/children/{homes.jb.id}", "child")
    for name, path in (
        ("terms", f"/homes/{homes.hub.id}/terms"),
        ("names", f"/homes/{homes.hub.id}/names"),
        ("succession", f"/constellations/{homes.constellation.id}/succession"),
        ("facts", f"/children/{homes.jb.id}/facts"),
        ("move", f"/children/{homes.jb.id}/move"),
        ("siblings", f"/children/{homes.jb.id}/siblings"),
        ("exemption", f"/homes/{homes.hub.id}/exemption"),
    ):
        look_at(page, path, f"correct-{name}")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_an_error_in_a_correction_is_legible_and_leads_to_its_field(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, homes.liaison, live_server)
    page.goto(f"/homes/{homes.hub.id}/terms")
    page.get_by_label("Beds for visiting children").fill("50")
    page.get_by_role("button", name="Save").click()
    look_over(page, "correct-terms-error")
    page.get_by_role("link", name="Enter a number from 0 to 20.").click()
    expect(page.get_by_label("Beds for visiting children")).to_be_focused()


def test_a_home_in_the_picture_is_reached_and_opened_by_keyboard(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, homes.moira, live_server)
    page.goto(f"/constellations/{homes.constellation.id}")
    light = page.locator(".constellation__home").nth(1)
    light.focus()
    name = light.text_content()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text((name or "").strip().rstrip("…"))


def test_a_night_is_confirmed_from_the_home_page_without_scripts(
    app: Flask, homes: Households, browser: Browser, live_server: str
) -> None:
    context = browser.new_context(
        base_url=live_server, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    sign_in(page, app, homes.moira, live_server)
    page.goto("/")
    page.get_by_role("button", name="Slept here").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("Nothing is waiting for you.")).to_be_visible()
    context.close()
