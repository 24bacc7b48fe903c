"""What is drawn anew by itself on a page that is open: it says so when it is not any more."""

import re

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.rules import StayAuthority
from tests.browser.checks import look_over
from tests.browser.test_nights import sign_in
from tests.factories import decided_by
from tests.sleepovers.emergencies.sending import MINUTE, climb, known, send
from tests.sleepovers.households import Households, make_households

EVENING = "2026-11-22T20:00Z"
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
"""As when somebody comes back to a page: it looks at once."""


@pytest.fixture
def homes(app: Flask, clock: time_machine.Traveller) -> Households:
    """The households at eight in the evening; JB knows the Okafors."""
    clock.move_to(EVENING)
    made = make_households()
    decided_by(StayAuthority.DELEGATED, made.jb)
    known(made, made.okafor)
    return made


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


def test_of_a_board_that_changes_only_what_is_new_is_read_aloud_and_its_buttons_still_work_once(
    app: Flask, homes: Households, page: Page, live_server: str, clock: time_machine.Traveller
) -> None:
    sign_in(page, app, homes.anita, live_server)
    with page.expect_websocket():
        page.goto(f"/emergencies/{send(homes)}")
    part, sent = page.locator("[data-behaviour=live-part]"), list[str]()
    expect(part.get_by_role("status")).to_have_text(
        ["Asked 1 · yes 0 · no 0 · not yet 1", re.compile("The hub is asked")]
    )
    expect(page.locator("main [aria-live]")).to_have_count(0)
    part.evaluate("part => part.querySelectorAll('[role=status]').forEach(one => one.wasThere = true)")
    clock.shift(5 * MINUTE)
    climb()
    expect(part.get_by_role("status").first).to_have_text("Asked 2 · yes 0 · no 0 · not yet 2")
    assert part.evaluate("part => [...part.querySelectorAll('[role=status]')].every(one => one.wasThere)")
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Not needed any more").dblclick()
    expect(page.get_by_text("Called off. Everybody who was asked is told.")).to_be_visible()
    assert [url.rpartition("/")[2] for url in sent] == ["call-off"]
