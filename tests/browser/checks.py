"""What every page must stand up to in a browser, and the picture of it for our own eyes."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response

PICTURES = Path(__file__).parent.parent / "output"
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# An answer of 404 or 422 to what the test itself asks for is no fault; `watch` looks at the others.
ASKED_FOR = {"document", "fetch", "xhr"}


def shot(page: Page, name: str) -> Path:
    """Keep a picture of the whole page as `tests/output/name-width.png`."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    path = PICTURES / f"{name}-{width}.png"
    page.screenshot(path=path, full_page=True)
    return path


def assert_accessible(page: Page) -> None:
    """Find no failure of WCAG 2.2 level AA that a machine can find."""
    found = Axe().run(page, options=STANDARD).response["violations"]
    faults = [
        f"{violation['id']}: {violation['help']}\n    {node['html'][:200]}"
        for violation in found
        for node in violation["nodes"]
    ]
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def assert_fits(page: Page) -> None:
    """Find nothing that makes the page scroll sideways."""
    too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    culprits = page.evaluate(
        "[...document.querySelectorAll('body *')]"
        ".filter(e => e.getBoundingClientRect().left + Math.max(e.offsetWidth, e.scrollWidth) > innerWidth + 1)"
        ".map(e => e.outerHTML.slice(0, 160))"
    )
    assert too_wide <= 0, f"{page.url} is {too_wide} px wider than its window, perhaps by\n" + "\n".join(culprits)


def watch(page: Page) -> list[str]:
    """Collect from now on what goes wrong on a page: errors, violations of the content policy, missing files."""
    faults: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            faults.append(f"{page.url}: {message.text}")

    def see(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type not in ASKED_FOR:
            faults.append(f"{page.url}: {response.status} for {response.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("response", see)
    return faults
