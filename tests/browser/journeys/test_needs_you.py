"""The newcomer among the liaison workers: whom to speak to is found from the landing page in two taps."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.journeys.walking import look, panel, sign_in


def family(page: Page, name: str) -> Locator:
    """The row of a family on the landing page."""
    return panel(page, "Needs you").get_by_role("listitem").filter(has=page.get_by_role("link", name=name, exact=True))


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("Carver", "No sign of life for 61 days: last, answered on"),
        ("Oakes", "No sign of life for 34 days: last, answered on"),
        ("Kelly", "Hub: 15 nights in November 2026 and no free weekend since 5 September"),
        ("Farrow", "Ask unmet twice, last for Thu 12 Nov"),
    ],
)
def test_a_newcomer_finds_who_needs_somebody_and_why_in_two_taps(page: Page, name: str, fact: str) -> None:
    sign_in(page, "Ruth Adeyemi")
    expect(family(page, name).first).to_contain_text(fact)
    family(page, name).first.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_liaison_worker_calls_snoozes_and_takes_it_back(page: Page) -> None:
    sign_in(page, "Ruth Adeyemi")
    look(page, "needs-home")
    family(page, "Carver").first.get_by_role("button", name="Log a call").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Carver: called on Sunday 22 November 2026")
    look(page, "needs-called")
    page.get_by_role("link", name="Back to the list").click()
    expect(family(page, "Carver")).to_have_count(0)
    family(page, "Oakes").first.get_by_role("link", name="Snooze").click()
    page.get_by_label("holiday").check()
    look(page, "needs-snooze")
    page.get_by_role("button", name="Snooze").click()
    expect(page.get_by_role("main")).to_contain_text("until Sun 6 Dec (holiday)")
    look(page, "needs-snoozed")
    page.get_by_role("button", name="Undo").click()
    expect(family(page, "Oakes").first).to_contain_text("No sign of life for 34 days")
    family(page, "Oakes").first.get_by_role("button", name="Message").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Patricia Oakes")


def test_the_list_is_seen_whole_with_what_it_goes_by(page: Page) -> None:
    sign_in(page, "Priya Raman")
    panel(page, "Needs you").get_by_role("link", name="When a family stands here, and all families").click()
    page.get_by_text("families are connected").click()
    page.get_by_text("is snoozed or has a visit booked").click()
    expect(page.get_by_role("main")).to_contain_text("Drifting: after 30 days without a sign of life")
    look(page, "needs-all")
    page.get_by_role("link", name="Change the numbers").click()
    look(page, "needs-levels")


def test_a_newcomer_finds_the_isolated_family_and_the_thriving_constellation_in_two_taps(page: Page) -> None:
    sign_in(page, "Ruth Adeyemi")
    page.get_by_role("link", name="Ties, give and take in Plough").click()
    apart = page.get_by_role("region", name="Standing apart")
    expect(apart.get_by_role("listitem").filter(has_text="no tie in 60 days")).to_contain_text("Farrow")
    apart.get_by_role("link", name="Farrow", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Farrow")
    page.goto("/")
    page.get_by_role("link", name="Ties, give and take in Northern Lights").click()
    expect(page.get_by_role("main")).to_contain_text("Every family is tied to another satellite")
