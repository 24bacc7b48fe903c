"""Tries of one's password where others share the network."""

import pytest
from flask import Flask

from constellations.core.throttle import EXTENSION, Throttle
from constellations.models import Person
from constellations.permissions import Role
from tests.client import RoostClient, client_of
from tests.constellations.accounts.signing_in import NEW_PASSWORD, PASSWORD, sign_in, with_password
from tests.factories import create_person, create_service

KNOWN = "roost_known"


@pytest.fixture
def moira(app: Flask) -> Person:
    """A service manager with a password, before anybody tried anything."""
    app.extensions[EXTENSION] = Throttle(None)
    return with_password(create_person(Role.MANAGER, create_service(), name="Moira Flint"))


@pytest.fixture
def hers(app: Flask, moira: Person) -> RoostClient:
    """A browser on which she has signed in, and out again."""
    hers = client_of(app)
    assert sign_in(hers, moira.email).status_code == 302
    hers.post("/sign-out")
    return hers


def shut_out(app: Flask, email: str) -> None:
    """Somebody tries an account from the same network until nothing more is listened to."""
    stranger = client_of(app)
    assert [sign_in(stranger, email, "no").status_code for _ in range(11)] == [422] * 10 + [429]


def test_nobody_on_the_same_network_shuts_somebody_out_of_a_browser_of_theirs(
    app: Flask, moira: Person, hers: RoostClient
) -> None:
    shut_out(app, moira.email)
    assert sign_in(client_of(app), moira.email).status_code == 429, "of a new browser nobody knows whose it is"
    assert sign_in(hers, moira.email).status_code == 302


def test_nor_of_changing_the_password_there(app: Flask, moira: Person, hers: RoostClient) -> None:
    sign_in(hers, moira.email)
    shut_out(app, moira.email)
    changed = hers.post("/me/password", data={"password": PASSWORD, "new_password": NEW_PASSWORD})
    assert changed.location == "/me"


def test_a_browser_of_theirs_tries_no_more_often_than_another(app: Flask, moira: Person, hers: RoostClient) -> None:
    assert [sign_in(hers, moira.email, "no").status_code for _ in range(10)] == [422] * 10
    assert sign_in(hers, moira.email).status_code == 429
    assert sign_in(client_of(app), moira.email).status_code == 302, "the others of the network are not shut out by it"


def test_who_signed_in_as_themselves_is_a_stranger_to_other_accounts(
    app: Flask, moira: Person, hers: RoostClient
) -> None:
    other = with_password(create_person(Role.FINANCE, create_service()))
    shut_out(app, other.email)
    assert sign_in(hers, other.email).status_code == 429


def test_a_cookie_that_was_altered_is_worth_nothing(app: Flask, moira: Person, hers: RoostClient) -> None:
    kept = hers.get_cookie(KNOWN)
    assert kept is not None
    hers.set_cookie(KNOWN, kept.value[:-1])
    shut_out(app, moira.email)
    assert sign_in(hers, moira.email).status_code == 429


def test_it_is_kept_as_well_as_the_cookie_of_the_session_and_longer(app: Flask, moira: Person) -> None:
    came = sign_in(client_of(app), moira.email)
    (kept,) = (each for each in came.headers.get_all("Set-Cookie") if each.startswith(f"{KNOWN}="))
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=7776000"} <= set(kept.split("; "))
    assert str(moira.id) not in kept
