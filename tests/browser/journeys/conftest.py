"""The demo service as everybody finds it on 22 November 2026: loaded once, and each journey begins with a copy."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, Page

from app import create_app
from constellations.access import Viewer
from constellations.core.database import Base, database
from constellations.core.settings import read_settings
from sleepovers.demo.actions import fill_with_demo
from tests.browser.conftest import DESK, PHONE, Look
from tests.conftest import NOW


def roost_in(folder: Path) -> Flask:
    """Roost with its database in a folder."""
    url = f"sqlite:///{folder / 'roost.db'}"
    return create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(folder), "DATABASE_URL": url}))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a Roost that holds the demo service; it takes seconds, so it is made once for a worker.

    On SQLite alone: a browser cannot tell the databases apart, and everything below the pages is tested on both.
    """
    folder = tmp_path_factory.mktemp("demo")
    with time_machine.travel(NOW, tick=False):
        app = roost_in(folder)
        with app.app_context():
            Base.metadata.create_all(database().engine)
            assert fill_with_demo(Viewer.system())
        with app.app_context():
            database().engine.dispose()
    return folder


@pytest.fixture
def app(demo: Path, tmp_path: Path) -> Iterator[Flask]:
    """Roost with the demo service, of this journey alone."""
    folder = tmp_path / "roost"
    shutil.copytree(demo, folder)
    app = roost_in(folder)
    with app.app_context():
        yield app
        engine = database().engine
    engine.dispose()


@pytest.fixture(params=[PHONE, DESK], ids=str)
def phone_or_desk(open_page: Callable[[Look], Page], request: pytest.FixtureRequest) -> Page:
    """A page at 360 px, and one at 1280 px."""
    look: Look = request.param
    return open_page(look)


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
