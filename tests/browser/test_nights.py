"""The nights and stays in a real browser: legible on a phone, and a night told with one press, without JavaScript."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from constellations.models import Person
from sleepovers.nights.actions import confirm_nights
from sleepovers.rules import NightState, StayKind, StayState
from tests import factories
from tests.browser.checks import assert_accessible, assert_fits, look_over, shot
from tests.client import client_of
from tests.sleepovers.households import Households, day, make_households, sees, states


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, its satellites, and a November with stays of every kind."""
    homes = make_households()
    also_jb = factories.create_child(homes.service, homes.okafor, "JB")
    factories.create_stay(homes.jb, homes.hub, "2026-10-30", "2026-11-02", bed=1)
    factories.create_stay(also_jb, homes.hub, "2026-11-06", "2026-11-09", bed=1)
    factories.create_stay(homes.ak, homes.hub, "2026-11-07T01:40", "2026-11-08", kind=StayKind.EMERGENCY, bed=2)
    factories.create_stay(also_jb, homes.patel, "2026-11-27", "2026-11-28", StayState.AGREED, bed=1)
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


def test_the_month_is_legible_to_hub_member_and_liaison_worker(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    homes.stay("2026-11-20", "2026-11-24")
    month = f"/nights/{homes.constellation.id}/2026-11"
    for name, person in (("hub", homes.moira), ("member", homes.okafors), ("liaison", homes.liaison)):
        sign_in(page, app, person, live_server)
        look_at(page, month, f"nights-{name}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Nights in November 2026")
    look_at(page, f"{month}?home=all", "nights-all")
    look_at(page, f"/nights/{homes.constellation.id}/2026-12", "nights-december")
    look_at(page, f"/nights/{homes.constellation.id}/2031-12", "nights-far-away")


def test_on_a_phone_the_chip_of_one_night_says_whose_child_it_is(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, homes.moira, live_server)
    page.goto(f"/nights/{homes.constellation.id}/2026-11?home={homes.patel.id}")
    whose = page.locator(".month__row--chosen .bar__family--whole")
    expect(whose).to_have_text("Okafor")
    is_whole = """word => {
        const bar = word.closest(".bar").getBoundingClientRect(), own = word.getBoundingClientRect();
        return word.scrollWidth <= word.clientWidth && own.bottom <= bar.bottom + 1 && own.right <= bar.right + 1;
    }"""
    assert whose.evaluate(is_whole)
    shot(page, "nights-one-night-told-apart")


def test_the_pages_of_a_stay_are_legible(app: Flask, homes: Households, page: Page, live_server: str) -> None:
    stay = homes.stay("2026-11-19", "2026-11-24")
    sign_in(page, app, homes.moira, live_server)
    look_at(page, "/nights/waiting", "nights-waiting")
    look_at(page, f"/stays/{stay.id}", "stay")
    look_at(page, f"/stays/{stay.id}/what-happened", "stay-what-happened")
    page.get_by_label("The day the child went home").fill("2026-11-18")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    confirm_nights(sees(homes.tom), stay.id, 1, day("2026-11-19"))
    page.get_by_label("The day the child went home").fill("2026-11-21")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else changed this stay")
    look_over(page, "stay-overtaken")
    page.get_by_role("button", name="Write mine down all the same").click()
    expect(page.get_by_text("Thank you. It is written down.")).to_be_visible()
    assert list(states(stay).values()) == [NightState.HAPPENED] * 2 + [NightState.NOT_STAYED] * 3
    shot(page, "stay-corrected")


def test_a_night_is_told_and_taken_back_without_javascript(
    app: Flask, homes: Households, browser: Browser, live_server: str
) -> None:
    stay = homes.stay("2026-11-20", "2026-11-22")
    context = browser.new_context(
        base_url=live_server, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    sign_in(page, app, homes.moira, live_server)
    page.goto("/nights/waiting")
    page.get_by_role("button", name="Slept here").click()
    expect(page.get_by_text("Thank you. JB slept with Moira: Fri 20 Nov and Sat 21 Nov.")).to_be_visible()
    assert set(states(stay).values()) == {NightState.HAPPENED}
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Slept here")).to_be_visible()
    assert set(states(stay).values()) == {NightState.PLANNED}
    context.close()


def test_a_phone_shows_one_home_and_another_by_its_link(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, homes.anita, live_server)
    page.goto(f"/nights/{homes.constellation.id}/2026-11")
    rows = page.locator(".month__row")
    expect(rows.filter(visible=True)).to_have_count(1)
    expect(rows.filter(visible=True)).to_contain_text("Patel")
    page.get_by_role("navigation", name="Homes").get_by_role("link", name="Moira").click()
    expect(rows.filter(visible=True)).to_contain_text("hub home")
    page.get_by_role("link", name="All homes").click()
    expect(rows.filter(visible=True)).to_have_count(3)


def test_the_keyboard_reaches_each_stay_once(app: Flask, homes: Households, wide_page: Page, live_server: str) -> None:
    sign_in(wide_page, app, homes.moira, live_server)
    wide_page.goto(f"/nights/{homes.constellation.id}/2026-11")
    reached = wide_page.locator(".month a.bar:not([tabindex])")
    expect(reached).to_have_count(4)
    reached.first.focus()
    wide_page.keyboard.press("Enter")
    expect(wide_page.get_by_role("heading", level=1)).to_have_text("JB with Moira")
