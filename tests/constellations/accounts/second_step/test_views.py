"""One's own page of second steps, without scripts."""

import re

from flask import Flask

from constellations.accounts.second_step.queries import second_steps_of
from constellations.models import Person
from tests.client import client_of
from tests.constellations.accounts.second_step.stepping import (
    MINE,
    SECOND_STEP,
    set_up,
    shown_code,
    stored_codes,
    with_app,
    with_codes,
)
from tests.constellations.accounts.signing_in import sign_in, token_in

PAGE = {"Accept": "text/html"}


def test_a_carer_is_offered_one_and_sets_an_app_up(app: Flask, anita: Person) -> None:
    client = client_of(app, anita)
    before = token_in(client)
    assert MINE in client.get("/me").text
    assert "Set up an app" in client.get(MINE).text
    codes = set_up(client)
    assert len(set(codes)) == 10
    assert token_in(client) != before
    page = client.get(MINE).text
    assert "10 left" in page
    assert "Take the app away" in page
    assert "shown once" in client.get(f"{MINE}/codes").text, "the second time they are not there"
    assert not any(code in client.get(f"{MINE}/codes").text for code in codes)
    other = client_of(app)
    assert sign_in(other, anita.email).location == SECOND_STEP
    assert other.post(SECOND_STEP, data={"code": codes[0]}).location == "/"
    assert "9 left" in other.get(MINE).text


def test_the_browser_holds_codes_only_sealed_and_only_until_they_are_shown(app: Flask, anita: Person) -> None:
    client = client_of(app, with_app(anita))
    with_codes(anita)
    assert client.post(f"{MINE}/codes/new").location == f"{MINE}/codes"
    with client.session_transaction() as cookie:
        kept = cookie["codes"]
    names = {code.name for code in stored_codes(anita)}
    assert not any(name in kept.casefold().split() for name in names)
    page = client.get(f"{MINE}/codes").text
    assert all(f"<li>{name}-" in page for name in names)
    with client.session_transaction() as cookie:
        assert "codes" not in cookie
        cookie["codes"] = "planted"
    assert "shown once" in client.get(f"{MINE}/codes").text


def test_a_wrong_code_shows_the_picture_again(app: Flask, anita: Person) -> None:
    client = client_of(app, anita)
    assert "There is nothing to scan yet" in client.get(f"{MINE}/app").text
    client.post(f"{MINE}/app/begin")
    answer = client.post(f"{MINE}/app", data={"code": "000000"})
    assert answer.status_code == 422
    assert "second-step__key" in answer.text
    assert second_steps_of(anita.id) == frozenset()


def test_taken_away_it_is_asked_for_no_more(app: Flask, anita: Person) -> None:
    client = client_of(app, with_app(anita))
    assert client.post(f"{MINE}/app/end").location == MINE
    assert "Set up an app" in client.get(MINE).text
    assert sign_in(client_of(app), anita.email).location == "/"
    assert client.post(f"{MINE}/app/end").status_code == 422


def test_where_one_step_of_another_kind_was_set_up_first_no_codes_are_shown(app: Flask, anita: Person) -> None:
    with_codes(anita)
    client = client_of(app, anita)
    client.post(f"{MINE}/app/begin")
    (key,) = re.findall(r'second-step__key">([A-Z2-7 ]+)<', client.get(f"{MINE}/app").text)
    done = client.post(f"{MINE}/app", data={"code": shown_code(key=key.replace(" ", ""))})
    assert done.location == MINE
