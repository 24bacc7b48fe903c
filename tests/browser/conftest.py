"""A real browser, pages as different people see them, and the application served to them."""

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from werkzeug.serving import make_server

from tests.browser import checks
from tests.browser.checks import PICTURES, watch
from tests.browser.chromium import find_chromium
from tests.conftest import NOW

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# As long as an action waits: the first page of a server just started takes seconds where both cores are at work.
expect.set_options(timeout=10_000)

PHONE, DESK = 360, 1280


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for a browser, so that `-m browser` finds them wherever they are."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.page_alone)


@pytest.fixture(autouse=True)
def one_look_beside_postgresql(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How a page looks has nothing to do with the database behind it: all looks are for the tests beside SQLite."""
    on = getattr(request.node, "callspec", None)
    if on is not None and on.params.get("installed") == "postgresql":
        monkeypatch.setattr(checks, "more_looks", ())


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The day of all tests, but its time goes on: a browser and a server wait for each other."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, started once for a worker."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The browser; where there is none the tests fail and say how to get one."""
    try:
        chromium = find_chromium(playwright)
    except LookupError as missing:
        pytest.fail(str(missing), pytrace=False)
    PICTURES.mkdir(exist_ok=True)
    environment: dict[str, str | float | bool] = {**os.environ, **chromium.environment}
    started = playwright.chromium.launch(executable_path=chromium.path, env=environment)
    yield started
    started.close()


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """Serve the application on a free port of this machine; its address."""
    answering: set[threading.Thread] = set()
    server = make_server("127.0.0.1", 0, followed(keep_cookies(app), answering), threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    # What a page still asked for when it was closed gives its connection back before the database goes.
    for each in list(answering):
        each.join(10)


def followed(app: "WSGIApplication", answering: set[threading.Thread]) -> "WSGIApplication":
    """Keep in a set the threads that are at work on an answer."""

    def served(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        answering.add(threading.current_thread())
        try:
            return app(environ, start_response)
        finally:
            answering.discard(threading.current_thread())

    return served


def keep_cookies(app: "WSGIApplication") -> "WSGIApplication":
    """Take the date off cookies: the browser has the machine's clock, in which the day of the tests is long past."""

    def served(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failure: object) -> Callable[[bytes], object]:
            undated = [
                (name, re.sub(r"; Expires=[^;]+", "", value) if name == "Set-Cookie" else value)
                for name, value in headers
            ]
            return start_response(status, undated, *failure)  # type: ignore[arg-type]  # an exception, or nothing

        body = app(environ, start)
        # Read and closed here: where a browser goes away meanwhile, the server would leave a file open.
        parts = list(body)
        if close := getattr(body, "close", None):
            close()
        return parts

    return served


@pytest.fixture
def open_page(browser: Browser, live_server: str) -> Iterator[Callable[[int], Page]]:
    """Open a page for one person more, as in `open_page(PHONE)`; at the end no page may have erred."""
    contexts, faults = [], []

    def opened(width: int) -> Page:
        context = browser.new_context(
            base_url=live_server,
            viewport={"width": width, "height": 740},
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        faults.append(watch(page))
        return page

    yield opened
    for context in contexts:
        context.close()
    heard = [fault for one in faults for fault in one]
    assert not heard, "\n".join(heard)


@pytest.fixture
def train(browser: Browser, live_server: str) -> Iterator[Page]:
    """A phone in a train: it loses its link, of which the browser complains as it should."""
    context = browser.new_context(base_url=live_server, viewport={"width": 360, "height": 740}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


@pytest.fixture
def page(open_page: Callable[[int], Page]) -> Page:
    """A page on a phone of 360 px."""
    return open_page(PHONE)


@pytest.fixture
def wide_page(open_page: Callable[[int], Page]) -> Page:
    """A page on a desk, 1280 px wide."""
    return open_page(DESK)
