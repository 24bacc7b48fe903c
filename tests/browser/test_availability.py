"""When a home has room, and the open beds, in a real browser on a phone: legible, and told with one press."""

from flask import Flask
from playwright.sync_api import Page, expect

from constellations.rules import HomeStatus
from sleepovers.availability.actions import say_away, set_pattern
from tests import factories
from tests.browser.checks import look_over
from tests.client import client_of
from tests.sleepovers.households import day, make_households, sees


def test_a_carer_says_when_there_is_room_and_reads_the_open_beds(app: Flask, page: Page, live_server: str) -> None:
    homes = make_households()
    homes.stay("2026-11-28", "2026-11-29", homes.ak, homes.patel)
    held = factories.create_home(homes.service, "Sayed", status=HomeStatus.ON_HOLD)
    factories.join(held, homes.constellation)
    set_pattern(sees(homes.okafors), homes.okafor.id, frozenset({6}), "1111111")
    say_away(sees(homes.moira), homes.hub.id, day("2026-11-22"), day("2026-11-24"))
    cookie = client_of(app, homes.anita).get_cookie("roost")
    assert cookie is not None
    page.context.add_cookies([{"name": "roost", "value": cookie.value, "url": live_server}])
    page.goto("/")
    page.get_by_role("button", name="We have room tonight").click()
    expect(page.get_by_text("You said you have room tonight.")).to_be_visible()
    page.goto("/availability")
    page.get_by_label("We are away from").fill("2026-11-27")
    page.get_by_label("Until the morning of").fill("2026-11-26")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    look_over(page, "availability-error")
    page.get_by_label("Until the morning of").fill("2026-11-30")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("AK is to stay with you")).to_be_visible()
    look_over(page, "availability")
    page.goto("/nights/open")
    expect(page.get_by_role("listitem").filter(has_text="tonight")).to_contain_text("Asks first: Okafor")
    look_over(page, "open-beds")
