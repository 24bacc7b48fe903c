"""A bed tonight on phones: three taps to ask, two to say "I can", live for who waits, the same without a script."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from constellations.rules import StayAuthority
from sleepovers.availability.actions import say_away
from sleepovers.emergencies.actions import say_we_cannot
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.test_asks import Taps
from tests.browser.test_nights import look_at, sign_in
from tests.factories import changed, decided_by
from tests.sleepovers.emergencies.sending import MINUTE, climb, cover, known, send
from tests.sleepovers.households import Households, make_households, sees

EVENING = "2026-11-22T20:00Z"


@pytest.fixture
def homes(app: Flask, clock: time_machine.Traveller) -> Households:
    """Moira's hub at eight in the evening; JB has a brother, so that a child is to be chosen, and knows the Okafors."""
    clock.move_to(EVENING)
    made = make_households()
    decided_by(StayAuthority.DELEGATED, made.jb)
    changed(made.service, out_of_hours_phone="0300 555 0100")
    factories.create_child(made.service, made.patel, "MB", authority=StayAuthority.DELEGATED)
    known(made, made.okafor)
    return made


def ask_for_a_bed(page: Page, app: Flask, homes: Households, address: str) -> int:
    """Emergency, child, Send; how many taps that was."""
    taps = Taps()
    sign_in(page, app, homes.anita, address)
    page.goto("/")
    taps.press(page.get_by_role("link", name="Emergency", exact=True))
    expect(page.get_by_role("link", name="999")).to_be_visible()
    expect(page.get_by_role("link", name="0300 555 0100")).to_be_visible()
    taps.press(page.get_by_label("JB"))
    taps.press(page.get_by_role("button", name="Send"))
    expect(page.get_by_role("heading", level=1)).to_have_text("A bed for JB")
    expect(page.get_by_text("Asked 1 · yes 0 · no 0 · not yet 1")).to_be_visible()
    return taps.number


def say_i_can(page: Page, app: Flask, homes: Households, address: str) -> int:
    """Open, "I can"; how many taps that was."""
    taps = Taps()
    sign_in(page, app, homes.moira, address)
    page.goto("/notices")
    taps.press(page.get_by_role("button", name="Open").first)
    taps.press(page.get_by_role("button", name="I can", exact=True))
    expect(page.get_by_text("Thank you. JB comes to you.")).to_be_visible()
    return taps.number


def test_three_taps_ask_two_accept_and_who_waits_and_who_is_second_see_it_at_once(
    app: Flask, homes: Households, open_page: Callable[[int], Page], live_server: str, clock: time_machine.Traveller
) -> None:
    asker, second, host = (open_page(PHONE) for _ in range(3))
    assert ask_for_a_bed(asker, app, homes, live_server) == 3
    clock.shift(5 * MINUTE)
    climb()
    expect(asker.get_by_text("Asked 2 · yes 0 · no 0 · not yet 2")).to_be_visible()
    sign_in(second, app, homes.okafors, live_server)
    second.goto(asker.url)
    expect(second.get_by_role("button", name="I can", exact=True)).to_be_visible()
    assert say_i_can(host, app, homes, live_server) == 2
    expect(second.get_by_text("Sorted, thank you.")).to_be_visible()
    expect(second.get_by_role("button", name="I can", exact=True)).to_be_hidden()
    expect(asker.get_by_text("Asked 2 · yes 1 · no 0 · not yet 0")).to_be_visible()
    expect(asker.get_by_role("link", name="JB stays with Moira")).to_be_visible()


def test_the_same_without_a_script(app: Flask, homes: Households, browser: Browser, live_server: str) -> None:
    with browser.new_context(
        base_url=live_server, java_script_enabled=False, viewport={"width": 360, "height": 740}
    ) as context:
        page = context.new_page()
        assert ask_for_a_bed(page, app, homes, live_server) == 3
        assert say_i_can(page, app, homes, live_server) == 2


def test_tonights_board_hears_of_a_home_that_has_no_room_any_more(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, homes.anita, live_server)
    page.goto("/")
    page.get_by_role("link", name="Who can host tonight").click()
    able = page.get_by_role("region", name="Can have a child")
    expect(able).to_contain_text("Okafor")
    page.wait_for_load_state("networkidle")
    today = sees(homes.okafors).today
    say_away(sees(homes.okafors), homes.okafor.id, today, today + dt.timedelta(days=1))
    expect(able).not_to_contain_text("Okafor")
    expect(page.get_by_role("region", name="Not tonight")).to_contain_text("Okafor")


def test_the_pages_of_tonight_are_legible(app: Flask, homes: Households, page: Page, live_server: str) -> None:
    cover(homes)
    homes.stay("2026-11-22", "2026-11-23", child=homes.ak)
    ask_id = send(homes)
    board = f"/tonight/{homes.constellation.id}"
    for name, person in (("hub", homes.moira), ("family", homes.anita), ("liaison", homes.liaison)):
        sign_in(page, app, person, live_server)
        look_at(page, f"/emergencies/{ask_id}", f"emergency-{name}")
        look_at(page, board, f"tonight-{name}")
        look_at(page, "/", f"emergency-home-{name}")
    look_at(page, "/emergencies/new", "emergency-whose")
    look_at(page, f"/constellations/{homes.constellation.id}/cover", "cover")
    sign_in(page, app, homes.manager, live_server)
    look_at(page, "/service/emergencies", "emergency-waits")
    say_we_cannot(sees(homes.moira), ask_id)
    sign_in(page, app, homes.anita, live_server)
    look_at(page, f"/emergencies/{ask_id}", "emergency-answered")
    look_at(page, "/emergencies/new", "emergency-new")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
