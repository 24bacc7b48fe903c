"""The pages of passkeys, as a browser asks for them."""

import datetime as dt
import json
from http import HTTPStatus

import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from constellations.models import Person
from constellations.permissions import Role
from tests.authenticator import PRESENT, Device, Json, raw
from tests.client import RoostClient, client_of
from tests.constellations.accounts.passkeys.factories import ORIGIN, PARTY, create_passkey, device_of
from tests.constellations.accounts.second_step.stepping import half_way_client, shown_code
from tests.constellations.accounts.signing_in import PASSWORD, devices, token_in
from tests.factories import create_person, create_service


def wish(client: RoostClient, path: str = "/sign-in/passkey/challenge") -> Json:
    """What a browser is told to ask the device for."""
    answer = client.post(path)
    assert (answer.status_code, answer.mimetype) == (HTTPStatus.OK, "application/json")
    said: Json = json.loads(answer.data)
    return said


def show(
    client: RoostClient, device: Device, path: str = "/sign-in/passkey", asked: Json | None = None
) -> TestResponse:
    """Show a passkey where a browser was asked for one."""
    return client.post(path, data={"answer": device.show(asked or wish(client))})


def test_a_passkey_is_made_listed_shown_and_removed(app: Flask, moira: Person) -> None:
    client = client_of(app, moira)
    assert "You have no passkey yet" in client.get("/me/passkeys").text
    assert 'data-ceremony="create"' in client.get("/me/passkeys/new").text
    asked = wish(client, "/me/passkeys/challenge")
    user = asked["user"]
    assert isinstance(user, dict)
    device = Device(ORIGIN, PARTY, handle=raw(str(user["id"])))
    made = client.post("/me/passkeys/new", data={"answer": device.make(asked), "name": "My phone"})
    assert made.location == "/me/passkeys"
    page = client.get("/me/passkeys").text
    assert "My phone" in page
    assert "not used yet" in page
    other = client_of(app)
    came = show(other, device.bent(count=2), "/sign-in/passkey?next=/me/devices")
    assert (came.status_code, came.location) == (HTTPStatus.FOUND, "/me/devices")
    assert other.get("/me").status_code == HTTPStatus.OK
    (where,) = {part for part in page.split('"') if part.endswith("/remove")}
    assert client.post(where).location == "/me/second-step"
    assert "My phone" not in client.get("/me/passkeys").text
    assert show(client_of(app), device.bent(count=3)).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_what_proves_nothing_leads_back_to_the_way_in_with_what_to_do(app: Flask, moira: Person) -> None:
    device = device_of(moira)
    create_passkey(moira, device)
    client = client_of(app)
    refused = show(client, device.bent(count=2, origin="https://evil.example"))
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "That passkey did not open Roost. Try again, or use your password." in refused.text
    assert 'type="password"' in refused.text
    assert token_in(client) is None


def test_a_device_that_did_not_make_sure_of_somebody_of_staff_opens_nothing(app: Flask, moira: Person) -> None:
    device = device_of(moira)
    create_passkey(moira, device)
    client = client_of(app)
    assert wish(client)["userVerification"] == "required"
    half = half_way_client(app, moira)
    asked = wish(half, "/sign-in/passkey/challenge?for=second_step")
    assert asked["userVerification"] == "required"
    for browser, handed in ((client, None), (half, asked)):
        refused = show(browser, device.bent(count=2, flags=PRESENT), asked=handed)
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Your device did not make sure that it is you." in refused.text
        assert token_in(browser) is None
    assert devices(moira) == []


def test_a_challenge_is_of_the_browser_that_was_given_it(app: Flask, moira: Person) -> None:
    device = device_of(moira)
    create_passkey(moira, device)
    asked = wish(client_of(app))
    assert show(client_of(app), device.bent(count=2), asked=asked).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert devices(moira) == []


def test_nobody_is_sent_off_this_site_by_a_passkey(app: Flask, moira: Person) -> None:
    device = device_of(moira)
    create_passkey(moira, device)
    assert show(client_of(app), device.bent(count=2), "/sign-in/passkey?next=//evil.example").location == "/"


def test_without_the_token_of_the_form_nothing_happens(app: Flask, moira: Person) -> None:
    client = client_of(app, moira)
    client.with_token = False
    for path in ("/sign-in/passkey/challenge", "/sign-in/passkey", "/me/passkeys/challenge", "/me/passkeys/new"):
        assert client.post(path).status_code == HTTPStatus.BAD_REQUEST, path


def test_making_and_removing_one_asks_for_the_password_again(
    app: Flask, moira: Person, clock: time_machine.Traveller
) -> None:
    kept = create_passkey(moira)
    client = client_of(app, moira)
    clock.shift(dt.timedelta(minutes=11))
    asked = client.get("/me/passkeys/new")
    assert asked.location == "/sign-in/again?next=/me/passkeys/new"
    for path in ("/me/passkeys/challenge", "/me/passkeys/new", f"/me/passkeys/{kept.id}/remove"):
        assert client.post(path).status_code == HTTPStatus.UNPROCESSABLE_ENTITY, path
    again = {"again-password": PASSWORD, "again-code": shown_code()}
    assert client.post(f"/me/passkeys/{kept.id}/remove", data=again).location == "/me/second-step"


def test_a_passkey_shown_again_stands_for_the_password(
    app: Flask, moira: Person, clock: time_machine.Traveller
) -> None:
    device = device_of(moira)
    create_passkey(moira, device)
    other = device_of(create_person(Role.MANAGER, create_service()))
    client = client_of(app, moira)
    clock.shift(dt.timedelta(minutes=11))
    before = token_in(client)
    asked = wish(client, "/sign-in/passkey/challenge?for=again")
    known = asked["allowCredentials"]
    assert isinstance(known, list)
    assert [raw(each["id"]) for each in known] == [device.credential_id]
    assert show(client, other, asked=asked).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    asked = wish(client, "/sign-in/passkey/challenge?for=again")
    assert show(client, device.bent(count=2), "/sign-in/passkey?next=/me/passkeys/new", asked).status_code == 302
    assert token_in(client) not in (before, None)
    assert client.get("/me/passkeys/new").status_code == HTTPStatus.OK


def test_a_passkey_is_the_second_step_after_the_password(app: Flask, moira: Person) -> None:
    device = device_of(moira)
    create_passkey(moira, device)
    client = half_way_client(app, moira)
    page = client.get("/sign-in/second-step?next=/me/devices").text
    assert 'data-challenge="/sign-in/passkey/challenge?for=second_step"' in page
    assert 'action="/sign-in/passkey?next=/me/devices"' in page
    asked = wish(client, "/sign-in/passkey/challenge?for=second_step")
    known = asked["allowCredentials"]
    assert isinstance(known, list)
    assert len(known) == 1
    assert show(client, device.bent(count=2), "/sign-in/passkey?next=/me/devices", asked).location == "/me/devices"


def test_the_way_in_offers_it_to_browsers_that_can(app: Flask) -> None:
    page = client_of(app).get("/sign-in?next=/me/devices").text
    assert 'data-behaviour="passkey" data-ceremony="get" data-challenge="/sign-in/passkey/challenge"' in page
    assert 'action="/sign-in/passkey?next=/me/devices"' in page
