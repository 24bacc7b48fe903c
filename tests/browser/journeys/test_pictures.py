"""The pictures of the README, of the demo service as it is served; `make pictures` takes them again."""

import os
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.checks import PICTURES
from tests.browser.journeys.walking import go_to, panel, sign_in

ROOT = Path(__file__).parents[3]
KEPT = ROOT / "docs" / "pictures"
LARGEST = 300_000
"""Bytes: whoever clones Roost loads every version of every picture."""


def picture(page: Page, name: str) -> Path:
    """Take a picture of what is on the screen, into `docs/pictures` where that is asked for."""
    folder = KEPT if os.environ.get("ROOST_PICTURES") else PICTURES
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
    return folder / f"{name}.png"


def test_the_picture_of_a_month_of_nights(wide_page: Page) -> None:
    sign_in(wide_page, "Moira Kelly")
    go_to(wide_page, "Nights")
    expect(wide_page.get_by_role("rowheader")).to_have_count(9)
    wide_page.set_viewport_size({"width": 1280, "height": 860})
    assert picture(wide_page, "nights").stat().st_size < LARGEST


def test_the_picture_of_a_hub_carers_home_page(page: Page) -> None:
    sign_in(page, "Moira Kelly")
    expect(panel(page, "Tonight")).to_contain_text("home Mon 23 Nov")
    page.set_viewport_size({"width": 360, "height": 900})
    assert picture(page, "home").stat().st_size < LARGEST


def test_every_picture_of_the_readme_is_there_and_small() -> None:
    shown = set(re.findall(r"\((docs/pictures/[^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")))
    kept = {path.relative_to(ROOT).as_posix(): path.stat().st_size for path in KEPT.glob("*.png")}
    assert shown
    assert shown == set(kept)
    assert max(kept.values()) < LARGEST
