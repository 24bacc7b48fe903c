"""How people of the demo service walk through Roost: the front door, the menu, and a proof of each page on the way."""

import re

from playwright.sync_api import Locator, Page, expect

from sleepovers.demo.actions import PASSWORD
from sleepovers.demo.families import GROUPS, address
from tests.browser.checks import look_over

CHILDREN = sorted(
    {child.split()[0] for group in GROUPS for family in group.families for child in family.children.split(";") if child}
)
"""The initials of every child of the demo service."""

SAID = """() => [...document.querySelectorAll('body, body *')].flatMap(it => [
    ...[...it.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data),
    ...['title', 'alt', 'aria-label'].map(name => it.getAttribute(name) ?? '')]).join(' ')"""
"""Every word of a page, also those that only a pointer or a screen reader finds; words of two places stay two."""

LONE_INITIALS = re.compile(rf"\b({'|'.join(CHILDREN)})\b")


def sign_in(page: Page, name: str) -> None:
    """Come in by the front door, as one of the demo people."""
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(address(name))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Good morning, {name.split()[0]}")


def go_to(page: Page, part: str) -> None:
    """Choose a part of Roost in the menu, which a phone keeps folded."""
    # The script that folds the menu has run when the page is there whole.
    page.wait_for_load_state()
    menu = page.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()
    page.get_by_role("navigation", name="Parts of Roost").get_by_role("link", name=part, exact=True).click()


def look(page: Page, name: str) -> None:
    """Prove the page that is open, and keep its picture as `journey-name-width.png`."""
    look_over(page, f"journey-{name}")


def panel(page: Page, words: str) -> Locator:
    """The part of the page under a heading."""
    return page.get_by_role("region", name=words, exact=True)


def initials_on(page: Page) -> set[str]:
    """Whose initials stand on the page."""
    page.wait_for_load_state()
    return set(LONE_INITIALS.findall(str(page.evaluate(SAID))))
