"""What is drawn anew by itself on a page that is open: it says so when it is not any more."""

import re

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.checks import look_over
from tests.browser.test_nights import sign_in
from tests.sleepovers.emergencies.sending import send
from tests.sleepovers.households import Households, make_households

EVENING = "2026-11-22T20:00Z"
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
"""As when somebody comes back to a page: it looks at once."""


@pytest.fixture
def homes(app: Flask, clock: time_machine.Traveller) -> Households:
    """The households at eight in the evening."""
    clock.move_to(EVENING)
    return make_households()


def test_a_board_that_is_not_renewed_any_more_says_since_when(
    app: Flask, homes: Households, train: Page, live_server: str
) -> None:
    late, shown = train.get_by_role("alert"), train.locator(".counts")
    train.clock.set_fixed_time("2026-11-22T20:02:00Z")
    sign_in(train, app, homes.anita, live_server)
    train.goto(f"/emergencies/{send(homes)}")
    expect(shown).to_be_visible()
    train.context.set_offline(True)
    train.clock.set_fixed_time("2026-11-22T20:02:50Z")
    with train.expect_event("requestfailed", lambda request: request.url.endswith("/board")):
        train.evaluate(LOOK)
    expect(late).to_have_count(0)
    train.clock.set_fixed_time("2026-11-22T20:03:10Z")
    train.evaluate(LOOK)
    expect(late).to_contain_text("This has not been renewed since 20:02. Phone, or load the page again.")
    look_over(train, "emergency-not-renewed")
    train.context.set_offline(False)
    train.evaluate(LOOK)
    expect(late).to_have_count(0)


def test_a_board_before_which_nobody_is_signed_in_any_more_leads_to_the_sign_in(
    app: Flask, homes: Households, train: Page, live_server: str
) -> None:
    address = f"/emergencies/{send(homes)}"
    sign_in(train, app, homes.anita, live_server)
    train.goto(address)
    train.context.clear_cookies()
    train.evaluate(LOOK)
    expect(train.get_by_role("alert")).to_contain_text("you are not signed in")
    look_over(train, "emergency-signed-out")
    train.get_by_role("link", name="Sign in again").click()
    expect(train).to_have_url(re.compile(r"/sign-in\?next=/emergencies/[0-9a-f-]+$"))
    sign_in(train, app, homes.anita, live_server)
    train.goto(address)
    expect(train.locator(".counts")).to_be_visible()
    expect(train.get_by_role("alert")).to_have_count(0)
