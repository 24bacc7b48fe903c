"""Setting up a second step, signing in with it, and getting in again without it, as one sees it."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.accounts.second_step.codes.actions import renew_codes
from constellations.core.throttle import EXTENSION, Throttle
from constellations.models import Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.browser.checks import look_over
from tests.browser.test_people import sign_in
from tests.constellations.accounts.second_step.stepping import shown_code
from tests.constellations.accounts.signing_in import with_password
from tests.constellations.people.step_resets.asking import make_office
from tests.factories import create_person, create_service

CODE = "Code from your app, or a recovery code"


@pytest.fixture
def app(app: Flask) -> Flask:
    """Roost as everywhere, and what one test tried is not held against the next."""
    app.extensions[EXTENSION] = Throttle(None)
    return app


@pytest.fixture
def moira(app: Flask) -> Person:
    """A service manager with a password."""
    return with_password(create_person(Role.MANAGER, create_service("Fairvale"), name="Moira Flint"))


def give(page: Page, code: str) -> None:
    """Type a code on the second page of signing in."""
    page.get_by_label(CODE).fill(code)
    page.get_by_role("button", name="Go on").click()


def set_up(page: Page) -> str:
    """Set an app up from one's own page; gives its key."""
    page.goto("/me")
    page.get_by_role("link", name="Second step").click()
    look_over(page, "second-step-none")
    page.get_by_role("button", name="Set up an app").click()
    look_over(page, "second-step-app")
    key = page.locator(".second-step__key").inner_text().replace(" ", "")
    page.get_by_label("The six figures that your app shows now").fill("12345")
    page.get_by_role("button", name="Set it up").click()
    look_over(page, "second-step-app-error")
    page.get_by_label("The six figures that your app shows now").fill(shown_code(key=key))
    page.get_by_role("button", name="Set it up").click()
    return key


def test_a_manager_sets_an_app_up_and_signs_in_with_it(page: Page, moira: Person) -> None:
    sign_in(page, moira)
    key = set_up(page)
    expect(page.get_by_text("From now on Roost asks for a code after your password.")).to_be_visible()
    codes = page.locator(".second-step__codes li").all_inner_texts()
    assert len(codes) == 10
    look_over(page, "second-step-codes")
    page.goto("/me/second-step")
    expect(page.get_by_text("10 left")).to_be_visible()
    look_over(page, "second-step")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, moira)
    expect(page).to_have_url(re.compile("/sign-in/second-step$"))
    look_over(page, "second-step-give")
    code = shown_code(1, key)
    give(page, code)
    expect(page).to_have_url(re.compile(r"\d/$"))
    page.goto("/sign-in/again")
    look_over(page, "again-with-code")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, moira)
    give(page, code)
    expect(page.get_by_role("alert")).to_contain_text("That code is not right, or was used already.")
    look_over(page, "second-step-give-error")
    give(page, codes[0])
    page.goto("/me/second-step")
    expect(page.get_by_text("9 left")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, moira)
    give(page, codes[0])
    expect(page.get_by_role("alert")).to_contain_text("was used already")


@pytest.mark.proof
def test_two_members_of_staff_let_somebody_in_again(page: Page, app: Flask) -> None:
    office = make_office()
    renew_codes(viewer_for(office.anita))
    sign_in(page, office.lena)
    page.goto(f"/people/{office.anita.id}")
    look_over(page, "person-with-second-step")
    page.get_by_role("link", name="They lost it").click()
    page.get_by_role("button", name="Ask another to confirm").click()
    look_over(page, "step-reset-ask-errors")
    page.get_by_label("What happened to their second step?").fill("Phone lost on Friday, and the codes with it.")
    page.get_by_label("I have spoken with them").check()
    page.get_by_role("button", name="Ask another to confirm").click()
    page.get_by_role("link", name="Look at it").click()
    look_over(page, "step-reset-own")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, office.moira)
    page.goto(f"/people/{office.anita.id}")
    page.get_by_role("link", name="Look at it").click()
    page.get_by_role("button", name="Confirm and reset").click()
    look_over(page, "step-reset-decide-errors")
    page.get_by_label("I have spoken with them").check()
    page.get_by_role("button", name="Confirm and reset").click()
    expect(page.get_by_text("It is reset.")).to_be_visible()
    look_over(page, "step-reset-done")
