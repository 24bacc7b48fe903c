"""Asking, agreeing and telling on a phone: the fewest taps, the same without a script, and every page legible."""

import re

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from constellations.rules import StayAuthority
from tests import factories
from tests.browser.checks import look_over
from tests.browser.test_nights import look_at, sign_in
from tests.factories import decided_by
from tests.sleepovers.households import Households, make_households


class Taps:
    """Counts what a carer does with one finger: a press is one, a field filled in is one."""

    def __init__(self) -> None:
        self.number = 0

    def press(self, what: Locator) -> None:
        """Press a link or a button."""
        what.click()
        self.number += 1

    def fill(self, what: Locator, words: str) -> None:
        """Fill in a field."""
        what.fill(words)
        self.number += 1


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites; the carers decide for JB."""
    made = make_households()
    decided_by(StayAuthority.DELEGATED, made.jb)
    return made


def ask_agree_and_confirm(
    page: Page, app: Flask, homes: Households, address: str, clock: time_machine.Traveller
) -> list[int]:
    """A planned weekend from the first tap to the morning after; the taps of each of its three parts."""
    ask, agree, confirm = Taps(), Taps(), Taps()
    sign_in(page, app, homes.anita, address)
    page.goto("/")
    ask.press(page.get_by_role("link", name="Ask for a sleepover"))
    ask.fill(page.get_by_label("First night"), "2026-11-27")
    ask.fill(page.get_by_label("Last night"), "2026-11-28")
    ask.press(page.get_by_role("button", name="Ask", exact=True))
    expect(page.get_by_text("You have asked.")).to_be_visible()
    sign_in(page, app, homes.moira, address)
    page.goto("/notices")
    agree.press(page.get_by_role("button", name="Open").first)
    agree.press(page.get_by_role("button", name="Agree"))
    expect(page.get_by_text("Agreed. Everybody is told.")).to_be_visible()
    clock.move_to("2026-11-29T09:00Z")
    sign_in(page, app, homes.moira, address)
    page.goto("/")
    confirm.press(page.get_by_role("button", name="Slept here"))
    expect(page.get_by_text("Thank you. JB slept with Moira: Fri 27 Nov and Sat 28 Nov.")).to_be_visible()
    return [ask.number, agree.number, confirm.number]


def test_a_weekend_takes_four_taps_to_ask_two_to_agree_and_one_to_confirm(
    app: Flask, homes: Households, page: Page, live_server: str, clock: time_machine.Traveller
) -> None:
    assert ask_agree_and_confirm(page, app, homes, live_server, clock) == [4, 2, 1]


def test_the_same_weekend_without_a_script(
    app: Flask, homes: Households, browser: Browser, live_server: str, clock: time_machine.Traveller
) -> None:
    with browser.new_context(
        base_url=live_server, java_script_enabled=False, viewport={"width": 360, "height": 740}
    ) as context:
        assert ask_agree_and_confirm(context.new_page(), app, homes, live_server, clock) == [4, 2, 1]


FROM_THE_TOP = "one => Math.round(one.getBoundingClientRect().top + window.scrollY)"


def test_the_form_looks_ahead_and_two_presses_choose_a_range_in_the_month(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, homes.anita, live_server)
    page.goto(f"/nights/{homes.constellation.id}/2026-12?home={homes.hub.id}")
    free = page.locator("a.month__free--ask:visible")
    before = free.nth(4).evaluate(FROM_THE_TOP)
    free.nth(3).click()
    expect(page.get_by_text("From Fri 4 Dec.")).to_be_in_viewport()
    assert free.nth(4).evaluate(FROM_THE_TOP) == before, "no bed moves from under the thumb"
    look_over(page, "nights-choosing")
    for_one = page.locator("[data-choosing]").get_by_role("link", name="Ask for this night")
    expect(for_one).to_have_attribute("href", re.compile(r"night=2026-12-04&last=2026-12-04$"))
    free.nth(4).click()
    expect(page.get_by_label("First night")).to_have_value("2026-12-04")
    expect(page.get_by_label("Last night")).to_have_value("2026-12-05")
    page.get_by_label("Last night").fill("2026-12-06")
    expect(page.get_by_text("Nothing speaks against it.")).to_be_visible()
    expect(page.get_by_text("Moira has 0 nights in December 2026.")).to_be_visible()


def test_the_pages_of_asks_are_legible(app: Flask, homes: Households, page: Page, live_server: str) -> None:
    mb = factories.create_child(homes.service, homes.patel, "MB", authority=StayAuthority.ASK_FIRST)
    full = factories.create_ask((homes.jb, mb), (homes.hub, homes.okafor), "2026-11-27", "2026-11-29", together=False)
    for bed, initials in enumerate(("YY", "ZZ"), 1):
        child = factories.create_child(homes.service, homes.okafor, initials)
        factories.create_stay(child, homes.hub, "2026-11-27", "2026-11-28", bed=bed)
    for name, person in (("hub", homes.moira), ("family", homes.anita), ("liaison", homes.liaison)):
        sign_in(page, app, person, live_server)
        look_at(page, f"/asks/{full.id}", f"ask-{name}")
        look_at(page, "/asks", f"asks-{name}")
        look_at(page, "/", f"asks-home-{name}")
    look_at(page, "/asks/unmet", "asks-unmet")
    look_at(page, "/asks/new", "asks-whose")
    sign_in(page, app, homes.moira, live_server)
    look_at(page, f"/asks/{full.id}/{homes.hub.id}/other", "ask-other")
    look_at(page, f"/asks/{full.id}/{homes.hub.id}/decline", "ask-decline")
    sign_in(page, app, homes.anita, live_server)
    look_at(page, "/asks/new", "ask-new")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
