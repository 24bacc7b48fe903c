"""Stay cards and hand-overs on a phone: confirmed in one tap, read by the host, the bag ticked without JavaScript."""

import time_machine
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from constellations.models import Person
from tests.browser.checks import look_over
from tests.client import client_of
from tests.sleepovers.cards.cards import confirmed, fill_in
from tests.sleepovers.households import make_households


def sign_in(page: Page, app: Flask, person: Person, address: str) -> None:
    """Give the browser the cookie of somebody who signed in."""
    cookie = client_of(app, person).get_cookie("roost")
    assert cookie is not None
    page.context.add_cookies([{"name": "roost", "value": cookie.value, "url": address}])


def test_a_card_is_confirmed_in_one_tap_and_the_bag_is_ticked_at_the_door(
    app: Flask, browser: Browser, live_server: str, page: Page, clock: time_machine.Traveller
) -> None:
    homes = make_households()
    fill_in(homes)
    clock.move_to("2026-12-11T12:00Z")
    stay = homes.stay("2026-12-11T17:00", "2026-12-13T10:30")
    sign_in(page, app, homes.anita, live_server)
    page.goto("/")
    page.get_by_role("button", name="Yes, still right").click()
    expect(page.get_by_text("Thank you. The host can see that the stay card is still right.")).to_be_visible()
    assert confirmed(stay.id) == {1}
    page.goto(f"/stays/{stay.id}")
    look_over(page, "stay-card-on-stay")
    page.goto(f"/children/{homes.jb.id}/stay-card/edit")
    look_over(page, "stay-card-edit")

    context = browser.new_context(
        base_url=live_server, java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="en-GB"
    )
    host = context.new_page()
    sign_in(host, app, homes.moira, live_server)
    host.goto("/")
    host.get_by_role("link", name="Read the stay card").click()
    expect(host.get_by_text("No nuts: pouch with the pen.")).to_be_visible()
    host.get_by_role("link", name="Hand-over and bag").click()
    host.get_by_label("Put on the list").fill("Rabbit\nInhaler")
    host.get_by_role("button", name="Change the list").click()
    host.get_by_label("Rabbit").first.check()
    host.get_by_role("button", name="Save what goes home").click()
    expect(host.get_by_text("Thank you. The list is kept.")).to_be_visible()
    expect(host.get_by_label("Rabbit").first).to_be_checked()
    expect(host.get_by_label("Inhaler").first).not_to_be_checked()
    context.close()

    page.goto(f"/stays/{stay.id}/handover")
    expect(page.get_by_text("Moira Hale, Fri 11 Dec, 12:00")).to_be_visible()
    look_over(page, "handover")
    page.goto(f"/children/{homes.jb.id}/stay-card")
    expect(page.get_by_text("Moira Hale, Moira")).to_have_count(2)
    look_over(page, "stay-card")
