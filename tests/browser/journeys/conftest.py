"""The journeys through the demo service: each begins with a copy of its own."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, PHONE


@pytest.fixture
def app(demo_app: Flask) -> Flask:
    """Roost with the demo service, of this journey alone.

    On SQLite: a browser cannot tell the databases apart, and everything below the pages is tested on both.
    """
    return demo_app


@pytest.fixture(params=[PHONE, DESK], ids="{}px".format)
def phone_or_desk(open_page: Callable[[int], Page], request: pytest.FixtureRequest) -> Page:
    """A page at 360 px, and one at 1280 px."""
    width: int = request.param
    return open_page(width)


@pytest.fixture
def scriptless_page(browser: Browser, live_server: str) -> Iterator[Page]:
    """A phone whose browser runs no JavaScript."""
    context = browser.new_context(
        base_url=live_server, java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="en-GB"
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()
