"""What every page must stand up to in a browser, and the picture of it for our own eyes."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response

PICTURES = Path(__file__).parent.parent / "output"
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# To work out what stands on what takes most of the time: not again where the colours are the same.
ALL_BUT_COLOURS = {**STANDARD, "rules": {"color-contrast": {"enabled": False}}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
# An answer of 404 or 422 to what the test itself asks for is no fault; `watch` looks at the others.
ASKED_FOR = {"document", "fetch", "xhr"}


@dataclass(frozen=True)
class Look:
    """How a person looks at a page: width in CSS pixels, light or dark, the size of text in per cent."""

    width: int
    dark: bool = False
    text: int = 100

    def __str__(self) -> str:
        """As pictures are named: only the width where all else is as usual."""
        return f"{self.width}{'-dark' * self.dark}{f'-text{self.text}' * (self.text != 100)}"


EVERY_LOOK = (
    *(Look(width) for width in (320, 360, 768, 1280)),
    *(Look(360, dark=True), Look(1280, dark=True), Look(1280, text=200)),
)
# `make test` looks at a page as the test has it; `make proof` looks at it in these ways too.
more_looks = {"": (), "every": EVERY_LOOK}[os.environ.get("ROOST_LOOKS", "")]
PICTURED = (Look(1280), Look(360, dark=True))


def look_over(page: Page, name: str) -> None:
    """Find nothing wrong with the page that is open, and keep its picture; in `make proof` in every look."""
    page.wait_for_load_state()
    assert_accessible(page)
    assert_each_id_is_there_once(page)
    assert_fits(page)
    assert shot(page, name).stat().st_size > 1000
    own = page.viewport_size
    for look in more_looks:
        if own and look != Look(own["width"]):
            with seen_as(page, look):
                _look_again(page, name, look)


def _look_again(page: Page, name: str, look: Look) -> None:
    """What another look can change: what fits and is there at another width, the contrast in the dark."""
    assert_fits(page)
    assert_accessible(page, COLOURS if look.dark else STANDARD if look in PICTURED else ALL_BUT_COLOURS)
    if look in PICTURED:
        assert shot(page, name, str(look)).stat().st_size > 1000


@contextmanager
def seen_as(page: Page, look: Look) -> Iterator[None]:
    """Let the page that is open be seen as somebody else would, and afterwards as before."""
    own = page.viewport_size
    assert own is not None, "a page of a test has a size"
    _show(page, look, own["height"])
    yield
    _show(page, Look(own["width"]), own["height"])


def _show(page: Page, look: Look, height: int) -> None:
    page.set_viewport_size({"width": look.width, "height": height})
    page.emulate_media(color_scheme="dark" if look.dark else "light")
    page.evaluate(RESIZE_TEXT, look.text)


# What fades from one colour into another is not looked at halfway.
RESIZE_TEXT = """percent => {
    document.documentElement.style.fontSize = percent === 100 ? '' : `${percent}%`
    document.getAnimations().forEach(one => one.effect.getComputedTiming().endTime < Infinity && one.finish())
}"""


def shot(page: Page, name: str, look: str = "") -> Path:
    """Keep a picture of the whole page as `tests/output/name-look.png`, where a look is a width if nothing else."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    path = PICTURES / f"{name}-{look or width}.png"
    page.screenshot(path=path, full_page=True)
    return path


def assert_accessible(page: Page, asked: Mapping[str, object] = STANDARD) -> None:
    """Find no failure of WCAG 2.2 level AA that a machine can find."""
    found = Axe().run(page, options=dict(asked)).response["violations"]
    faults = [
        f"{violation['id']}: {violation['help']}\n    {node['html'][:200]}"
        for violation in found
        for node in violation["nodes"]
    ]
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def assert_each_id_is_there_once(page: Page) -> None:
    """Find no id twice: axe calls that incomplete, yet the label of the second ticks or fills in the first."""
    ids = Counter(page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)"))
    assert {name: times for name, times in ids.items() if times > 1 or not name} == {}, page.url


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
