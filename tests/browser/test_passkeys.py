"""Passkeys in a real browser, whose device is a virtual one; and how the pages of signing in look."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import CDPSession, Page, expect

from constellations.accounts.actions import Browser, begin_on_device
from constellations.accounts.council.rules import Given
from constellations.accounts.council.setting.actions import enter_council
from constellations.core.throttle import EXTENSION, Throttle
from constellations.models import Person
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.browser.checks import look_over
from tests.browser.test_people import sign_in
from tests.constellations.accounts.signing_in import with_password
from tests.council import CLIENT, SECRET, TENANT, Council, running_council
from tests.factories import create_person, create_service

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def app(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Roost as everywhere, whose settings are put back, and what one test tried is not held against the next."""
    app.extensions[EXTENSION] = Throttle(None)
    monkeypatch.setitem(app.extensions, "roost_settings", app.extensions["roost_settings"])
    return app


@pytest.fixture
def here(app: Flask, live_server: str) -> str:
    """The address of Roost by a name: at one of figures no device makes passkeys."""
    here = live_server.replace("127.0.0.1", "localhost")
    _set(app, public_url=here)
    return here


@pytest.fixture
def council(app: Flask, here: str) -> Iterator[Council]:
    """A council on this machine, in place of Entra."""
    with running_council() as running:
        _set(app, council_test_address=running.url)
        yield running


@pytest.fixture
def moira(app: Flask) -> Person:
    """A service manager with a password."""
    return with_password(create_person(Role.MANAGER, create_service("Fairvale"), name="Moira Flint"))


def _set(app: Flask, **differently: str) -> None:
    app.extensions["roost_settings"] = app.extensions["roost_settings"].model_copy(update=differently)


def with_device(page: Page) -> tuple[CDPSession, str]:
    """A virtual device that holds passkeys and makes sure of its person, for one page."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    return session, str(made["authenticatorId"])


def test_a_passkey_is_made_and_opens_roost_without_a_word(page: Page, here: str, moira: Person) -> None:
    session, device = with_device(page)
    page.goto(f"{here}/sign-in")
    page.get_by_label("Email address").fill(moira.email)
    page.get_by_label("Password", exact=True).fill("heron kettle violin")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{here}/me/passkeys")
    look_over(page, "passkeys-none")
    page.get_by_role("link", name="Make a passkey").click()
    look_over(page, "passkey-new")
    page.get_by_role("button", name="Make it now").click()
    expect(page.get_by_role("alert").first).to_contain_text("Give it a name")
    page.get_by_label("Which device is it on?").fill("My phone")
    page.get_by_role("button", name="Make it now").click()
    # Ten recovery codes are hashed as slowly as passwords are.
    expect(page.get_by_text("Your passkey is made.")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto(f"{here}/me/passkeys")
    look_over(page, "passkeys")
    assert len(session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1
    page.get_by_role("button", name="Sign out").click()
    look_over(page, "sign-in-passkey")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That did not work. Your device said no")).to_be_visible()
    look_over(page, "sign-in-passkey-refused")


def test_where_no_device_can_make_passkeys_nothing_is_offered(page: Page) -> None:
    page.goto("/sign-in")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)


def test_the_way_by_the_council_there_and_back(page: Page, here: str, council: Council, moira: Person) -> None:
    enter_council(viewer_for(moira), Given(TENANT, CLIENT, SECRET), 0, Browser())
    page.goto(f"{here}/sign-in")
    look_over(page, "sign-in-council")
    page.get_by_label("Email address").fill(moira.email)
    page.get_by_label("Password", exact=True).fill("heron kettle violin")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{here}/service/council")
    look_over(page, "council-setting")
    page.goto(f"{here}/me/second-step")
    page.get_by_role("button", name="Connect your council account").click()
    expect(page.get_by_text("Your council account is connected.")).to_be_visible(timeout=60_000)
    page.goto(f"{here}/me/second-step")
    look_over(page, "second-step-council")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with your account of Fairvale").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_lost_phone_is_one_press(page: Page, moira: Person) -> None:
    sign_in(page, moira)
    begin_on_device(moira, "Safari, iPhone")
    page.goto("/me/devices")
    look_over(page, "devices-lost")
    page.get_by_role("button", name="I have lost it").click()
    expect(page.get_by_text("gets no alerts any more.")).to_be_visible()
    expect(page.get_by_text("Safari, iPhone")).to_have_count(0)
