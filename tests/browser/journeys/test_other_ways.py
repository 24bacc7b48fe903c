"""The same journeys by other ways: without JavaScript, and by keyboard alone."""

from playwright.sync_api import Locator, Page, expect

from sleepovers.demo.actions import PASSWORD
from sleepovers.demo.families import address
from tests.browser.checks import shot
from tests.browser.journeys.walking import go_to, panel, sign_in

STEPS = 80
"""So many presses of Tab lead to the end of any page on these ways."""


def test_a_night_is_told_without_javascript(scriptless_page: Page) -> None:
    page = scriptless_page
    sign_in(page, "Moira Kelly")
    expect(panel(page, "Tonight")).to_contain_text("home Mon 23 Nov")
    shot(page, "journey-scriptless-home")
    waiting = panel(page, "Nights to confirm").get_by_role("listitem")
    waiting.filter(has_text="SD").get_by_role("button", name="Slept here").click()
    expect(page.get_by_text("Thank you. SD slept with Kelly: Fri 20 Nov and Sat 21 Nov.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back. The nights wait to be told again.")).to_be_visible()
    waiting = page.get_by_role("main").get_by_role("listitem")
    waiting.filter(has_text="SD").get_by_role("link", name="It was different").click()
    page.get_by_label("The day the child went home").fill("2026-11-21")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Thank you. It is written down.")).to_be_visible()
    shot(page, "journey-scriptless-stay")
    go_to(page, "Home")
    expect(panel(page, "Your nights this month")).to_contain_text("12 of 16 nights in November 2026; 5 more planned")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto("/nights/waiting")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_night_is_told_and_taken_back_by_keyboard_alone(page: Page) -> None:
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to what is on this page")).to_be_focused()
    tab_to(page, page.get_by_label("Email address"))
    page.keyboard.type(address("Moira Kelly"))
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Good morning, Moira")
    tab_to(page, page.get_by_role("listitem").filter(has_text="CP").get_by_role("button", name="Slept here"))
    shot(page, "journey-keyboard-home")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Thank you. CP slept with Kelly: Fri 20 Nov and Sat 21 Nov.")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Taken back. The nights wait to be told again.")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Menu"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("navigation", name="Parts of Roost").get_by_role("link", name="Nights"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nights in November 2026")
    shot(page, "journey-keyboard-nights")
    tab_to(page, page.get_by_role("button", name="Sign out"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus, and see that one sees where the focus is."""
    expect(wanted).to_be_visible()
    for _ in range(STEPS):
        if wanted.evaluate("it => it === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()
    marks = wanted.evaluate("it => [getComputedStyle(it).outlineStyle, getComputedStyle(it).boxShadow]")
    assert marks != ["none", "none"], f"nothing shows that the focus is on {wanted}"
