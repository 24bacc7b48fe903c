"""Signing in, one's own pages, people and the service, as one sees them."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.accounts.actions import begin_on_device
from constellations.accounts.links.actions import invite
from constellations.core.throttle import EXTENSION, Throttle
from constellations.models import Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.browser.checks import look_over
from tests.constellations.accounts.signing_in import NEW_PASSWORD, PASSWORD, link_in, mails, with_password
from tests.factories import create_constellation, create_home, create_person, create_region, create_service, join


@pytest.fixture
def app(app: Flask) -> Flask:
    """Roost as everywhere, and what one test tried is not held against the next."""
    app.extensions[EXTENSION] = Throttle(None)
    return app


@pytest.fixture
def moira(app: Flask) -> Person:
    """The manager of a service with a handful of people."""
    service = create_service("Fairvale", create_region())
    moira = with_password(create_person(Role.MANAGER, service, name="Moira Flint"))
    wren, owl = create_constellation(service, "Wren"), create_constellation(service, "Tawny Owl")
    lena = with_password(create_person(Role.LIAISON, service, constellations=(wren, owl), name="Lena Marsh"))
    home = create_home(service, "Larch Cottage")
    join(home, wren)
    with_password(create_person(Role.HUB_CARER, home=home, name="Anita O’Hare"))
    invited = create_person(Role.SATELLITE_CARER, home=home, name="Bartholomew Featherstonehaugh-Cholmondeley")
    create_person(Role.FINANCE, service, name="Wyn Pryce")
    invite(viewer_for(moira), invited.id)
    begin_on_device(moira, "Firefox, Windows")
    begin_on_device(moira, "Safari, iPhone")
    assert lena.password_hash
    return moira


def sign_in(page: Page, person: Person, password: str = PASSWORD) -> None:
    """Through the front door."""
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_the_way_in(page: Page, moira: Person) -> None:
    page.goto("/sign-in")
    look_over(page, "sign-in")
    sign_in(page, moira, "not the password")
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    expect(page.get_by_label("Email address")).to_have_value(moira.email)
    look_over(page, "sign-in-refused")
    page.goto("/forgotten")
    look_over(page, "forgotten")
    page.get_by_label("Email address").fill(moira.email)
    page.get_by_role("button", name="Send me a link").click()
    look_over(page, "forgotten-sent")
    page.goto(next(link_in(mail) for mail in mails(moira)))
    page.get_by_label("New password", exact=True).fill("fostering1")
    page.get_by_role("button", name="Save and sign in").click()
    look_over(page, "choose-password")
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_text("Welcome, Moira Flint. You are signed in.")).to_be_visible()


def test_ones_own_pages(page: Page, moira: Person) -> None:
    sign_in(page, moira)
    for path, name in (
        ("/me", "me"),
        ("/me/devices", "devices"),
        ("/me/password", "password"),
        ("/sign-in/again", "again"),
    ):
        page.goto(path)
        look_over(page, name)
    page.goto("/me/devices")
    expect(page.get_by_text("Safari, iPhone", exact=True)).to_be_visible()
    page.locator("li").filter(has_text="Safari, iPhone").get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("That device is signed out.")).to_be_visible()
    expect(page.get_by_text("Safari, iPhone", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    look_over(page, "signed-out")


def test_people_are_found_added_and_invited(page: Page, moira: Person) -> None:
    sign_in(page, moira)
    page.goto("/people")
    look_over(page, "people")
    page.get_by_role("link", name="Lena Marsh").click()
    look_over(page, "person-liaison")
    page.get_by_role("link", name="Add a constellation or cover").click()
    look_over(page, "looks-after")
    page.goto("/people/new")
    page.get_by_role("button", name="Add").click()
    look_over(page, "add-person-errors")
    page.get_by_label("Name").fill("Rhys Vale")
    page.get_by_label("Email address").fill("rhys@example.org")
    page.get_by_label("Satellite carer").check()
    page.get_by_label("Home").select_option(label="Larch Cottage")
    page.get_by_role("button", name="Add").click()
    look_over(page, "person-new")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation is on its way.")).to_be_visible()
    page.get_by_role("link", name="End access").click()
    look_over(page, "end-access")
    page.get_by_role("button", name="End access now").click()
    expect(page.get_by_text("Rhys Vale can no longer sign in, on any device.")).to_be_visible()
    look_over(page, "person-left")


def test_the_service_is_set(page: Page, moira: Person) -> None:
    sign_in(page, moira)
    page.goto("/service")
    page.get_by_label("Phone out of hours").fill("call Moira")
    page.get_by_role("button", name="Save settings").click()
    look_over(page, "service-error")
    page.get_by_label("Phone out of hours").fill("0300 123 4567")
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    look_over(page, "service")
