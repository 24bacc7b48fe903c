"""The way to a council's page and back, as a browser goes it."""

import datetime as dt
import re
from html import unescape
from http import HTTPStatus
from urllib.parse import urlencode

import pytest
import time_machine
from flask import Flask

from constellations.accounts.actions import Browser, arrive
from constellations.accounts.council.rules import Given, OnlyByCouncil
from constellations.accounts.council.setting.actions import enter_council
from constellations.accounts.second_step.giving.actions import finish_half_way
from constellations.accounts.second_step.queries import half_way
from constellations.core import clock as house_clock
from constellations.core.database import transaction
from constellations.models import Person, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.client import RoostClient, client_of
from tests.constellations.accounts.second_step.stepping import SECOND_STEP, half_way_client, shown_code, with_codes
from tests.constellations.accounts.signing_in import NEW_PASSWORD, as_stored, devices, link_in, mails, token_in
from tests.council import CLIENT, SECRET, TENANT, Council
from tests.factories import create_person


def go(client: RoostClient, council: Council, path: str) -> str:
    """Set out, sign in at the council; gives the address to which it sends the browser back."""
    page = client.post(path)
    assert page.status_code == HTTPStatus.OK
    (address,) = re.findall(r'href="(http://127[^"]+)"', page.text)
    address = unescape(address)
    assert page.headers["Refresh"] == f"0;url={address}"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    return f"/sign-in/council/back?{urlencode(council.come_in(address))}"


@pytest.fixture
def connected(app: Flask, council: Council, moira: Person) -> Person:
    """The manager, with their council account connected on their own page."""
    client = client_of(app, moira)
    assert "Connect your council account" in client.get("/me/second-step").text
    assert client.get(go(client, council, "/me/council/connect")).location == "/me/second-step"
    page = client.get("/me/second-step").text
    assert "Connected since" in page
    assert "Your council account is connected." in page
    return moira


def test_who_is_connected_comes_in_by_the_council(
    app: Flask, council: Council, service: Service, connected: Person
) -> None:
    client = client_of(app)
    page = client.get("/sign-in").text
    assert "Sign in with your account of Fairvale" in page
    back = go(client, council, f"/sign-in/council/{service.id}?next=/me/devices")
    came = client.get(back)
    assert (came.status_code, came.location) == (HTTPStatus.FOUND, "/me/devices")
    assert client.get("/me").status_code == HTTPStatus.OK
    with client.session_transaction() as cookie:
        assert not {name for name in cookie if name.startswith("council")}


def test_a_code_used_again_is_refused_with_a_plain_page(
    app: Flask, council: Council, service: Service, connected: Person
) -> None:
    client = client_of(app)
    back = go(client, council, f"/sign-in/council/{service.id}")
    client.get(back)
    again = client.get(back, headers={"Accept": "text/html"})
    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "This way in was used already" in again.text


def test_what_was_begun_in_another_browser_is_refused(
    app: Flask, council: Council, service: Service, connected: Person
) -> None:
    back = go(client_of(app), council, f"/sign-in/council/{service.id}")
    victim = client_of(app)
    assert victim.get(back).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert token_in(victim) is None


def test_nobody_is_sent_off_this_site_by_a_council(
    app: Flask, council: Council, service: Service, connected: Person
) -> None:
    client = client_of(app)
    assert client.get(go(client, council, f"/sign-in/council/{service.id}?next=//evil.example")).location == "/"


def test_nobody_sets_out_by_following_a_link(app: Flask, service: Service, moira: Person) -> None:
    for path in (f"/sign-in/council/{service.id}", "/me/council/connect", "/me/council/disconnect"):
        assert client_of(app, moira).get(path).status_code == HTTPStatus.METHOD_NOT_ALLOWED, path


def test_connecting_and_setting_ask_for_the_password_again(
    app: Flask, service: Service, moira: Person, clock: time_machine.Traveller
) -> None:
    client = client_of(app, moira)
    clock.shift(dt.timedelta(minutes=11))
    assert client.get("/service/council").location == "/sign-in/again?next=/service/council"
    for path in ("/me/council/connect", "/me/council/disconnect", "/service/council", "/service/council/remove"):
        assert "Your password again" in client.post(path).text, path


def test_what_asks_again_is_opened_by_who_said_there_once_more_who_they_are(
    app: Flask, council: Council, service: Service, connected: Person
) -> None:
    client, path = client_of(app), f"/sign-in/council/{service.id}"
    now = int(house_clock.now().timestamp())
    client.get(go(client, council, path))
    asked = client.get("/service/council").location
    assert asked == "/sign-in/again?next=/service/council", "one press, where one is signed in to the council"
    council.bend = lambda claims: {**claims, "auth_time": now - 3600}
    client.get(go(client, council, path))
    assert client.get("/service/council").location == asked, "the wish was taken out of the address"
    council.bend = lambda claims: {**claims, "auth_time": now}
    client.get(go(client, council, path))
    assert client.get("/service/council").status_code == HTTPStatus.OK


def test_a_council_that_does_not_say_when_is_taken_at_its_word(
    app: Flask, council: Council, service: Service, connected: Person
) -> None:
    client, path = client_of(app), f"/sign-in/council/{service.id}"
    client.get(go(client, council, path))
    client.get(go(client, council, path))
    assert client.get("/service/council").status_code == HTTPStatus.OK


def test_the_own_connection_ends_with_one_press(app: Flask, connected: Person) -> None:
    client = client_of(app, connected)
    assert client.post("/me/council/disconnect").location == "/me/second-step"
    assert "Connect your council account" in client.get("/me/second-step").text


def test_who_is_half_way_in_may_go_on_by_the_council(
    app: Flask, council: Council, service: Service, connected: Person
) -> None:
    client = half_way_client(app, connected)
    assert f'action="/sign-in/council/{service.id}"' in client.get("/sign-in/second-step").text
    assert client.get(go(client, council, f"/sign-in/council/{service.id}")).location == "/"
    assert client.get("/me").status_code == HTTPStatus.OK


class TestAsTheOnlyWay:
    """Where staff who are connected come by their council alone, nothing else leads in at the front door."""

    @pytest.fixture
    def bound(self, council: Council, connected: Person) -> Person:
        """The manager, who has set that."""
        enter_council(viewer_for(connected), Given(TENANT, CLIENT, is_only_way=True), 1, Browser())
        return as_stored(connected)

    def test_a_new_password_by_mail_does_not_pass_it_by(
        self, app: Flask, council: Council, service: Service, bound: Person
    ) -> None:
        codes, client = with_codes(bound), client_of(app)
        client.post("/forgotten", data={"email": bound.email})
        (mail,) = [mail for mail in mails(bound) if mail.subject == "A new password for Roost"]
        assert client.post(link_in(mail), data={"new_password": NEW_PASSWORD}).location == SECOND_STEP
        for code in (shown_code(), codes[0]):
            answer = client.post(SECOND_STEP, data={"code": code})
            assert (answer.status_code, "sign in with your council account" in answer.text) == (422, True)
        assert client.get("/me").status_code == HTTPStatus.UNAUTHORIZED
        assert [mail.subject for mail in mails(bound) if "recovery code" in mail.subject] == [], "none is used up"
        assert client.get(go(client, council, f"/sign-in/council/{service.id}")).location == "/"
        assert client.get("/me").status_code == HTTPStatus.OK

    def test_nor_does_a_passkey_as_second_step(self, app: Flask, bound: Person) -> None:
        with transaction():
            arrival = arrive(bound, Browser())
        found = half_way(arrival.token)
        assert found is not None
        before = len(devices(bound))
        with pytest.raises(OnlyByCouncil):
            finish_half_way(found[0].id, bound.id, Browser())
        assert len(devices(bound)) == before


def test_a_manager_sets_it_and_the_secret_is_never_sent_back(app: Flask, council: Council, service: Service) -> None:
    manager = client_of(app, create_person(Role.MANAGER, service))
    typed = {"tenant_id": TENANT, "client_id": CLIENT, "client_secret": SECRET, "version": "0"}
    wrong = manager.post("/service/council", data={**typed, "tenant_id": "common"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert re.search(r'id="tenant_id-error".*?This is no tenant ID', wrong.text, re.DOTALL)
    assert SECRET not in wrong.text
    assert manager.post("/service/council", data=typed).location == "/service/council"
    page = manager.get("/service/council").text
    assert TENANT in page
    assert "/sign-in/council/back" in page
    assert SECRET not in page
    assert manager.post("/service/council/remove").location == "/service/council"
    assert "Sign in with your account of" not in client_of(app).get("/sign-in").text
