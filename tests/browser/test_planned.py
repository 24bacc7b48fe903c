"""Planned asks on a phone: every second weekend in a few taps more, homes with their reasons, and pages that fit."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.hub.actions import set_asking_rules
from sleepovers.asks.hub.rules import AskingRule
from sleepovers.rules import StayState
from tests import factories
from tests.browser.test_asks import Taps
from tests.browser.test_nights import look_at, sign_in
from tests.sleepovers.asks.asking import ask_for, make_trusted_households, wanted
from tests.sleepovers.households import Households, sees
from tests.sleepovers.stays.moving.moves import agreed_stay, brook, move_of


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites; the carers decide for JB."""
    return make_trusted_households()


def test_every_second_weekend_is_asked_for_agreed_to_and_changed_from_one_on(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    taps = Taps()
    sign_in(page, app, homes.anita, live_server)
    page.goto("/")
    taps.press(page.get_by_role("link", name="Ask for a sleepover"))
    taps.fill(page.get_by_label("First night"), "2026-11-27")
    taps.fill(page.get_by_label("Last night"), "2026-11-28")
    expect(page.get_by_text("You might also ask")).to_be_visible()
    expect(page.locator("#look").get_by_text("2 beds, has had a quiet month")).to_be_visible()
    taps.press(page.get_by_text("Again and again, a wish"))
    page.get_by_label("How often?").select_option("fortnightly")
    taps.fill(page.get_by_label("How many times in all?"), "3")
    taps.press(page.get_by_role("button", name="Ask", exact=True))
    expect(page.get_by_text("You have asked 3 times.")).to_be_visible()
    assert taps.number + 1 == 7, "four, and three for how often"
    sign_in(page, app, homes.moira, live_server)
    page.goto("/")
    page.get_by_role("link", name="JB", exact=True).first.click()
    page.get_by_role("button", name="Agree to this and the 2 others").click()
    expect(page.get_by_text("Agreed, 3 times. Everybody is told.")).to_be_visible()
    sign_in(page, app, homes.anita, live_server)
    page.goto(page.url)
    page.get_by_role("link", name="Change or take back one, some or all").click()
    page.get_by_label("First night").fill("2026-11-28")
    page.get_by_role("radio", name="All that are still to come").first.check()
    page.get_by_role("button", name="Change the nights").click()
    expect(page.get_by_text("The nights are changed, 3 times.")).to_be_visible()


def test_the_pages_of_planned_asks_are_legible(app: Flask, homes: Households, page: Page, live_server: str) -> None:
    small, bea = brook(homes, beds=1)
    set_asking_rules(sees(homes.manager), AskingRule(48, first_stay=True), 0)
    factories.create_stay(homes.ak, small, "2026-11-27", "2026-11-29", StayState.AGREED, bed=1)
    stay = agreed_stay(homes.jb, homes.hub, "2026-12-18", "2026-12-20")
    series = ask_for_sleepover(sees(homes.anita), wanted(small, homes.hub, children=(homes.jb,), weeks=2))
    ask_for(homes, homes.okafor, arrive="2026-11-26")
    sign_in(page, app, homes.anita, live_server)
    look_at(page, f"/asks/{series[0]}", "planned-series")
    look_at(page, f"/asks/{series[0]}/change", "planned-change")
    look_at(page, "/asks/new?night=2026-11-27", "planned-new")
    look_at(page, f"/stays/{stay.id}/move", "planned-move")
    move_id = move_of(homes.anita, stay, small)
    look_at(page, f"/stays/{stay.id}", "planned-stay")
    sign_in(page, app, bea, live_server)
    look_at(page, f"/moves/{move_id}", "planned-moving")
    look_at(page, "/", "planned-home-satellite")
    sign_in(page, app, homes.moira, live_server)
    look_at(page, "/", "planned-home-hub")
    look_at(page, f"/asks/{series[0]}", "planned-hub")
    sign_in(page, app, homes.liaison, live_server)
    look_at(page, f"/moves/{move_id}", "planned-moving-staff")
    sign_in(page, app, homes.manager, live_server)
    look_at(page, "/service/asking", "planned-rules")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
