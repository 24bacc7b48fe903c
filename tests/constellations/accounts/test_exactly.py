"""A password counts as it was typed, to its last letter; nothing keeps a password manager from filling it in."""

import re
import unicodedata

import pytest
from flask import Flask

from constellations.models import Person
from constellations.permissions import Role
from tests.client import client_of
from tests.constellations.accounts.signing_in import PASSWORD, sign_in, with_password
from tests.factories import create_person, create_service

LONG = "heron kettle violin " * 10


@pytest.fixture
def moira(app: Flask) -> Person:
    """A service manager with a password."""
    return with_password(create_person(Role.MANAGER, create_service(), name="Moira Flint"))


def test_a_password_of_two_hundred_letters_counts_to_the_last(app: Flask, moira: Person) -> None:
    client = client_of(app, moira)
    assert client.post("/me/password", data={"password": PASSWORD, "new_password": LONG}).status_code == 302
    assert sign_in(client_of(app), moira.email, LONG[:-1]).status_code == 422
    assert sign_in(client_of(app), moira.email, LONG[:72]).status_code == 422
    assert sign_in(client_of(app), moira.email, LONG).status_code == 302


def test_every_letter_of_every_language_counts_as_it_is(app: Flask, moira: Person) -> None:
    welsh = unicodedata.normalize("NFC", "ŵyrdd a môr halen 🦉")
    with_password(moira, welsh)
    assert sign_in(client_of(app), moira.email, unicodedata.normalize("NFD", welsh)).status_code == 422
    assert sign_in(client_of(app), moira.email, welsh.upper()).status_code == 422
    assert sign_in(client_of(app), moira.email, welsh).status_code == 302


@pytest.mark.parametrize(("path", "kinds"), [("/sign-in", ["current"]), ("/me/password", ["current", "new"])])
def test_a_password_manager_may_fill_it_in_and_anybody_may_paste(
    app: Flask, moira: Person, path: str, kinds: list[str]
) -> None:
    fields = re.findall(r'<input[^>]*type="password"[^>]*>', client_of(app, moira).get(path).text)
    found = [kind for field in fields for kind in re.findall(r'autocomplete="(\w+)-password"', field)]
    assert found == kinds
    assert not any(word in field for field in fields for word in ("maxlength", "onpaste", "readonly", "pattern"))
