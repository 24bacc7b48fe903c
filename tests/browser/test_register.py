"""Loading the register, as a service manager sees it."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.core.throttle import EXTENSION, Throttle
from constellations.models import Person
from constellations.permissions import Role
from tests.browser.checks import look_over
from tests.constellations.accounts.signing_in import PASSWORD, with_password
from tests.factories import create_person, create_region, create_service
from tests.registers import Register


@pytest.fixture
def manager(app: Flask) -> Person:
    """The manager of the service North; what one test tried is not held against the next."""
    app.extensions[EXTENSION] = Throttle(None)
    return with_password(
        create_person(Role.MANAGER, create_service("North", create_region("The Region")), name="Moira Flint")
    )


def hand_over(page: Page, register: Register) -> None:
    """Choose all files of a folder, and have them checked."""
    page.goto("/register")
    page.get_by_label("Files of the register").set_input_files(sorted(register.write().iterdir()))
    page.get_by_role("button", name="Check the files").click()


def test_the_register_is_handed_over_corrected_and_loaded(page: Page, manager: Person, tmp_path: Path) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(manager.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/register")
    look_over(page, "register-empty")
    register = Register(tmp_path).of_north()
    hand_over(page, register.set("homes", 1, beds="many").set("stays", 0, child="C7"))
    expect(page.get_by_text("2 things are wrong")).to_be_visible()
    look_over(page, "register-wrong")
    hand_over(page, register.set("homes", 1, beds="1").set("stays", 0, child="C1"))
    expect(page.get_by_text("Nothing is wrong. Nothing is stored yet.")).to_be_visible()
    look_over(page, "register-right")
    page.get_by_role("button", name="Load it").click()
    expect(page.get_by_text("The register was loaded.")).to_be_visible()
    look_over(page, "register-loaded")
    page.get_by_role("link", name="09:").first.click()
    look_over(page, "register-import")
