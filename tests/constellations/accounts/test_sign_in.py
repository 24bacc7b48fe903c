"""Coming in through the form: who is let in, what the others are told, and what it costs to try."""

import re

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from structlog.testing import capture_logs

from constellations.access import Viewer, find
from constellations.core import clock as house_clock
from constellations.core import passwords
from constellations.core.database import transaction
from constellations.core.ids import new_id
from constellations.models import Person
from constellations.permissions import Role
from tests.client import client_of
from tests.constellations.accounts.signing_in import (
    PASSWORD,
    as_stored,
    deeds,
    devices,
    sign_in,
    token_in,
    with_password,
)
from tests.constellations.accounts.test_rules import TRICKY
from tests.factories import create_home, create_person, create_service

SORRY = "That email address and password do not belong together. Check both and try again."


@pytest.fixture
def moira(app: Flask) -> Person:
    """A service manager with a password."""
    return with_password(create_person(Role.MANAGER, create_service(), name="Moira Flint"))


@pytest.fixture
def anita(app: Flask) -> Person:
    """A satellite carer with a password."""
    return with_password(create_person(Role.SATELLITE_CARER, home=create_home(create_service()), name="Anita O'Hare"))


def test_the_form_asks_for_two_things(app: Flask) -> None:
    page = client_of(app).get("/sign-in")
    assert page.status_code == 200
    assert re.findall(r'name="(\w+)"[^>]*type="(?:email|password)"', page.text) == ["email", "password"]
    assert 'name="csrf_token"' in page.text


def test_address_and_password_open_the_door(app: Flask, moira: Person) -> None:
    client = client_of(app)
    answer = sign_in(client, moira.email)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/me").status_code == 200
    assert [device.browser for device in devices(moira)] == [""]
    assert deeds(moira) == ["sign_in"]


def test_an_address_is_known_however_it_is_written(app: Flask, moira: Person) -> None:
    assert sign_in(client_of(app), f"  {moira.email.upper()} ").status_code == 302


@pytest.mark.parametrize(
    "password", ["heron kettle violi", "heron kettle violinn", "Heron kettle violin", " " + PASSWORD]
)
def test_a_password_is_compared_exactly(app: Flask, moira: Person, password: str) -> None:
    assert sign_in(client_of(app), moira.email, password).status_code == 422


def _refused(app: Flask, email: str, password: str = PASSWORD) -> tuple[int, str]:
    answer = sign_in(client_of(app), email, password)
    page = re.sub(r'(csrf[-_]token"?[^>]*?(content|value)=|X-CSRFToken": )"[^"]*"', "", answer.text)
    return answer.status_code, page.replace(email, "")


def test_nobody_learns_why_they_are_refused(app: Flask, moira: Person) -> None:
    service = create_service()
    left = with_password(create_person(Role.MANAGER, service))
    with transaction():
        find(Viewer.system(), Person, left.id).left_at = house_clock.now()
    without = create_person(Role.MANAGER, service)
    wrong = _refused(app, moira.email, "gravel teapot")
    assert wrong[0] == 422
    assert SORRY in wrong[1]
    assert _refused(app, "nobody@example.org") == wrong
    assert _refused(app, left.email) == wrong
    assert _refused(app, without.email) == wrong


@pytest.mark.parametrize("who", ["right", "wrong", "unknown", "left", "without"])
def test_one_password_is_compared_whoever_asks(
    app: Flask, moira: Person, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    with transaction():
        person = find(Viewer.system(), Person, moira.id)
        person.left_at = house_clock.now() if who == "left" else None
        person.password_hash = None if who == "without" else person.password_hash
    passwords.is_right(None, "so that the hash of nothing is made")
    compared: list[str] = []
    compare = PasswordHasher.verify

    def note(self: PasswordHasher, kept: str, given: str) -> bool:
        compared.append(kept)
        return compare(self, kept, given)

    monkeypatch.setattr(PasswordHasher, "verify", note)
    email = "nobody@example.org" if who == "unknown" else moira.email
    sign_in(client_of(app), email, PASSWORD if who != "wrong" else "gravel teapot")
    assert len(compared) == 1
    assert compared[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_address_that_was_typed_is_kept_and_the_password_is_not(app: Flask, moira: Person) -> None:
    page = sign_in(client_of(app), moira.email, "gravel teapot").text
    assert f'value="{moira.email}"' in page
    assert "gravel" not in page


@pytest.mark.parametrize(
    ("field", "words"), [("email", "Enter your email address."), ("password", "Enter your password.")]
)
def test_what_is_missing_is_said_beside_its_field(app: Flask, moira: Person, field: str, words: str) -> None:
    answer = client_of(app).post("/sign-in", data={"email": moira.email, "password": PASSWORD, field: ""})
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error".*?{re.escape(words)}', answer.text, re.DOTALL)


@pytest.mark.parametrize("email", ["\x00", "a\x00b@example.org", "x" * 5000, "' or 1=1 --", "ŵ@ŵ", "%"])
def test_odd_addresses_are_refused_like_any(app: Flask, email: str) -> None:
    assert sign_in(client_of(app), email).status_code == 422


def test_without_the_token_of_the_form_nothing_happens(app: Flask, moira: Person) -> None:
    client = client_of(app)
    client.with_token = False
    assert sign_in(client, moira.email).status_code == 400
    assert devices(moira) == []


def test_the_token_of_one_browser_is_worth_nothing_in_another(app: Flask, moira: Person) -> None:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client_of(app).get("/sign-in").get_data(as_text=True))
    assert found
    client = client_of(app)
    client.with_token = False
    client.get("/sign-in")
    data = {"email": moira.email, "password": PASSWORD, "csrf_token": found.group(1)}
    assert client.post("/sign-in", data=data).status_code == 400


def test_each_sign_in_is_a_new_device_and_the_old_token_is_dead(app: Flask, moira: Person, anita: Person) -> None:
    client = client_of(app)
    sign_in(client, moira.email)
    first = token_in(client)
    sign_in(client, anita.email)
    assert token_in(client) not in (None, first)
    assert devices(moira) == []
    assert len(devices(anita)) == 1
    with client.session_transaction() as cookie:
        cookie["_user_id"] = first
    assert client.get("/me").status_code == 401


def test_what_was_in_the_cookie_before_is_gone(app: Flask, moira: Person) -> None:
    client = client_of(app)
    with client.session_transaction() as cookie:
        cookie["planted"] = "yes"
    sign_in(client, moira.email)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_a_carers_phone_keeps_the_cookie_and_a_desk_forgets_it(app: Flask, moira: Person, anita: Person) -> None:
    kept = {}
    for person in (anita, moira):
        cookies = sign_in(client_of(app), person.email).headers.get_all("Set-Cookie")
        (kept[person.name],) = ("Expires=" in each for each in cookies if each.startswith("roost="))
    assert kept == {anita.name: True, moira.name: False}


def test_who_was_on_the_way_somewhere_arrives_there(app: Flask, moira: Person) -> None:
    client = client_of(app)
    asked = client.get("/me/devices?a=1&b=2", headers={"Accept": "text/html"})
    assert asked.headers["Location"] == "/sign-in?next=/me/devices?a%3D1%26b%3D2"
    assert sign_in(client, moira.email, path=asked.headers["Location"]).headers["Location"] == "/me/devices?a=1&b=2"


@pytest.mark.parametrize("wished", [*TRICKY, "/nowhere", "/sign-out", "/me/devices/../../nowhere"])
def test_nobody_is_sent_off_this_site(app: Flask, moira: Person, wished: str | None) -> None:
    answer = client_of(app).post(
        "/sign-in", query_string={"next": wished or ""}, data={"email": moira.email, "password": PASSWORD}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_hash_of_old_parameters_is_made_anew(app: Flask, moira: Person) -> None:
    with transaction():
        weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        find(Viewer.system(), Person, moira.id).password_hash = weak.hash(PASSWORD)
    assert sign_in(client_of(app), moira.email).status_code == 302
    assert (as_stored(moira).password_hash or "").startswith("$argon2id$v=19$m=19456,")
    assert sign_in(client_of(app), moira.email).status_code == 302


class TestTries:
    """How often one may try."""

    def test_the_eleventh_try_waits_and_later_there_is_room_again(
        self, app: Flask, moira: Person, clock: time_machine.Traveller
    ) -> None:
        client = client_of(app)
        assert [sign_in(client, moira.email, "no").status_code for _ in range(10)] == [422] * 10
        late = sign_in(client, moira.email)
        assert late.status_code == 429
        assert "Wait five minutes, then try again." in late.text
        clock.shift(301)
        assert sign_in(client, moira.email).status_code == 302

    def test_an_unknown_address_waits_just_the_same(self, app: Flask) -> None:
        statuses = [sign_in(client_of(app), "nobody@example.org").status_code for _ in range(11)]
        assert statuses == [422] * 10 + [429]

    def test_who_gets_in_starts_from_nought(self, app: Flask, moira: Person) -> None:
        for _ in range(3):
            assert [sign_in(client_of(app), moira.email, "no").status_code for _ in range(8)] == [422] * 8
            assert sign_in(client_of(app), moira.email).status_code == 302

    def test_one_address_cannot_try_many_accounts(self, app: Flask, moira: Person) -> None:
        names = [f"person{n}@nowhere.example" for n in range(31)]
        assert [sign_in(client_of(app), name).status_code for name in names] == [422] * 30 + [429]

    def test_many_addresses_cannot_keep_somebody_out_of_where_they_were_before(self, app: Flask, moira: Person) -> None:
        at_home, elsewhere = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}
        right = {"email": moira.email, "password": PASSWORD}
        assert client_of(app).post("/sign-in", data=right, environ_overrides=at_home).status_code == 302
        for n in range(60):
            stranger = {"REMOTE_ADDR": f"198.51.100.{n}"}
            wrong = {"email": moira.email, "password": "no"}
            assert client_of(app).post("/sign-in", data=wrong, environ_overrides=stranger).status_code == 422
        assert client_of(app).post("/sign-in", data=right, environ_overrides=elsewhere).status_code == 429
        assert client_of(app).post("/sign-in", data=right, environ_overrides=at_home).status_code == 302


class TestTheSecurityLog:
    """What is written down of signing in: ids, and never a name, an address or a password."""

    def test_it_says_who_came_in_and_who_did_not(self, app: Flask, moira: Person) -> None:
        with capture_logs() as lines:
            sign_in(client_of(app), moira.email, "gravel teapot")
            sign_in(client_of(app), "nobody@example.org")
            sign_in(client_of(app), moira.email)
        said = [line for line in lines if line["event"].startswith("sign_in")]
        assert [(line["event"], line.get("reason"), line["person_id"]) for line in said] == [
            ("sign_in_refused", "wrong password", str(moira.id)),
            ("sign_in_refused", "unknown", None),
            ("sign_in_ok", None, str(moira.id)),
        ]
        everything = str(lines)
        assert not any(word in everything for word in (moira.email, "nobody@", "gravel", PASSWORD, moira.name))


def test_a_token_that_nobody_was_given_opens_nothing(app: Flask) -> None:
    client = client_of(app)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = str(new_id())
    assert client.get("/me").status_code == 401
