"""From flagged to a paid batch in a real browser, with the taps it takes: a carer on a phone, staff anywhere."""

import re
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from constellations.models import Person
from sleepovers.uplift import ClaimStatus
from tests.browser.checks import look_over
from tests.browser.test_nights import sign_in
from tests.sleepovers.payments.paths import Due, due


@dataclass
class Taps:
    """A thumb that counts: each press, each field that is picked or typed into."""

    page: Page
    made: int = field(default=0)

    def press(self, what: Locator) -> None:
        """One tap."""
        what.click()
        self.made += 1

    def type(self, what: Locator, words: str) -> None:
        """One field typed into."""
        what.fill(words)
        self.made += 1


@pytest.fixture
def way(app: Flask) -> Due:
    """A hub with nineteen nights in October."""
    return due()


def arrive(page: Page, app: Flask, person: Person, server: str) -> Taps:
    """Somebody else at this browser, on the home page."""
    # The page of whoever was there would try to have its line back.
    page.goto("about:blank")
    page.context.clear_cookies()
    sign_in(page, app, person, server)
    page.goto("/")
    return Taps(page)


def test_from_flagged_to_a_paid_batch(app: Flask, way: Due, page: Page, live_server: str) -> None:
    page, around = page, way.around
    carer = arrive(page, app, around.carer, live_server)
    look_over(page, "payment-carer-home")
    carer.press(page.get_by_role("button", name="Looks right"))
    expect(page.get_by_role("alert")).to_contain_text("looks right")
    assert carer.made <= 2
    look_over(page, "payment-carer-said")
    liaison = arrive(page, app, around.liaison, live_server)
    liaison.press(page.get_by_role("link", name="October 2026: 1 uplift waits to be checked"))
    liaison.press(page.get_by_role("link", name=around.hub.name, exact=True))
    look_over(page, "payment-check")
    liaison.press(page.get_by_role("button", name="I have checked it"))
    expect(page.get_by_role("alert")).to_contain_text("The uplift is checked.")
    way.close()
    manager = arrive(page, app, around.manager, live_server)
    page.get_by_role("link", name="October 2026: 1 uplift waits to be approved").click()
    manager.press(page.get_by_role("link", name="Select clean"))
    look_over(page, "payment-approve")
    manager.press(page.get_by_role("button", name="Approve"))
    expect(page.get_by_role("alert")).to_contain_text("1 uplift is approved.")
    finance = arrive(page, app, around.finance, live_server)
    page.get_by_role("link", name="October 2026: 1 amount waits to be exported").click()
    look_over(page, "payment-export")
    finance.press(page.get_by_role("button", name="Export"))
    look_over(page, "payment-batch")
    finance.press(page.get_by_role("button", name="It was paid"))
    expect(page.get_by_role("alert")).to_contain_text("the homes are told")
    assert manager.made + finance.made <= 4
    assert way.claim.status is ClaimStatus.PAID
    page.goto(f"/uplifts/2026-10/{around.hub.id}/statement")
    expect(page.get_by_text("19, beyond")).to_be_visible()
    look_over(page, "payment-statement")


def test_a_night_is_queried_in_four_taps_and_settled(app: Flask, way: Due, page: Page, live_server: str) -> None:
    carer = arrive(page, app, way.around.carer, live_server)
    carer.press(page.get_by_role("link", name="Something’s wrong"))
    carer.press(page.get_by_role("link", name=re.compile("^Something’s wrong with Thu 1 Oct")).first)
    carer.type(page.get_by_label("What is wrong?"), "Home by nine.")
    look_over(page, "payment-wrong")
    carer.press(page.get_by_role("button", name="Tell my liaison worker"))
    expect(page.get_by_role("alert")).to_contain_text("Only this night waits")
    assert carer.made <= 4
    arrive(page, app, way.around.liaison, live_server)
    page.get_by_role("link", name=re.compile("something is wrong with the night of Thu 1 Oct")).click()
    page.get_by_role("button", name="Settle it").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose one.")
    look_over(page, "payment-settle-refused")
    page.get_by_label("The night was counted rightly").check()
    page.get_by_label("What do you say to the home?").fill("The diary says that it slept here.")
    page.get_by_role("button", name="Settle it").click()
    expect(page.get_by_role("alert")).to_contain_text("The home is told")


@pytest.mark.proof
def test_what_finance_keeps_and_what_is_put_right_are_legible(
    app: Flask, way: Due, page: Page, live_server: str
) -> None:
    way.approved().export()
    arrive(page, app, way.around.finance, live_server)
    for path, name in (
        ("/payments/payees", "payees"),
        (f"/payments/payees/{way.around.hub.id}", "payee"),
        ("/payments/layout", "layout"),
        ("/payments/paid-file", "paid-file"),
    ):
        page.goto(path)
        look_over(page, f"payment-{name}")
    arrive(page, app, way.around.liaison, live_server)
    page.goto(f"/uplifts/2026-10/{way.around.hub.id}/adjust")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why.")
    look_over(page, "payment-adjust-refused")
