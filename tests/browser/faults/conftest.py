"""Browsers before a Roost in processes of its own, at the time that it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.faults.installation import Installation, Instance, installed


@pytest.fixture(autouse=True)
def clock() -> None:
    """The machine's own time: servers in processes of their own know no other."""


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """Roost on the embedded database: a browser cannot tell them apart."""
    with installed("sqlite", tmp_path) as here:
        yield here


@pytest.fixture
def app(installation: Installation) -> Flask:
    """The application, in this process."""
    return installation.app


@pytest.fixture
def server(installation: Installation) -> Iterator[Instance]:
    """Roost, served."""
    with installation.serving() as instance:
        yield instance


@contextmanager
def a_phone(browser: Browser) -> Iterator[Page]:
    """A phone whose link is bad, of which the browser complains as it should; its own clock may be moved on."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.clock.install()
    yield page
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone."""
    with a_phone(browser) as page:
        yield page


@pytest.fixture
def other_phone(browser: Browser) -> Iterator[Page]:
    """Another one like it."""
    with a_phone(browser) as page:
        yield page
