"""Who did not ask, and how much came to nothing, in a real browser: two presses at phone size."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from sleepovers.rules import AskState
from tests.browser.checks import look_over
from tests.browser.test_nights import sign_in
from tests.factories import create_ask
from tests.sleepovers.households import Households, make_households


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, the Patels with JB and the Okafors with AK; an ask that was declined."""
    made = make_households()
    create_ask((made.jb,), (made.hub,), "2026-11-13", "2026-11-14", AskState.DECLINED)
    return made


def test_two_presses_say_that_one_did_not_ask_and_the_service_sees_it(
    app: Flask, homes: Households, page: Page, live_server: str
) -> None:
    sign_in(page, app, homes.anita, live_server)
    page.goto("/")
    page.get_by_role("link", name="I did not ask, I knew it was full").click()
    look_over(page, "did-not-ask")
    page.get_by_role("button", name="Tonight").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, it is written down")
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()
    look_over(page, "did-not-ask-said")
    sign_in(page, app, homes.liaison, live_server)
    page.goto("/")
    page.get_by_role("link", name="By month and constellation, and why").click()
    expect(page.get_by_text("times nobody asked, because it was full")).to_be_visible()
    look_over(page, "unmet-figures")
