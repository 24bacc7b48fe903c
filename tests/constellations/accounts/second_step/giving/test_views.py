"""Signing in on two pages, and the question before what matters, as a browser without scripts uses them."""

import datetime as dt
import re

import pytest
import time_machine
from flask import Flask

from constellations.accounts.rules import PASSWORD_GIVEN_LATELY
from constellations.accounts.second_step.actions import end_steps_of
from constellations.core.database import transaction
from constellations.models import Person
from constellations.permissions import Role
from tests.client import client_of
from tests.constellations.accounts.second_step.stepping import (
    AGAIN,
    SECOND_STEP,
    half_way_client,
    service_of,
    shown_code,
    stored_app,
    with_app,
    with_codes,
)
from tests.constellations.accounts.signing_in import (
    NEW_PASSWORD,
    PASSWORD,
    as_stored,
    deeds,
    devices,
    link_in,
    mails,
    sign_in,
    token_in,
)
from tests.factories import create_home, create_person


def test_the_password_leads_to_the_second_step_and_the_code_in(app: Flask, moira: Person) -> None:
    client = half_way_client(app, with_app(moira))
    assert client.get("/me").status_code == 401
    page = client.get(SECOND_STEP)
    assert page.status_code == 200
    assert 'autocomplete="one-time-code"' in page.text
    assert ('inputmode="numeric"' in page.text, f'href="{SECOND_STEP}?recovery=yes"' in page.text) == (True, True)
    assert 'inputmode="numeric"' not in client.get(f"{SECOND_STEP}?recovery=yes").text, "it has letters"
    answer = client.post(SECOND_STEP, data={"code": shown_code()})
    assert (answer.status_code, answer.location) == (302, "/")
    assert client.get("/me").status_code == 200
    with client.session_transaction() as cookie:
        assert "half_way" not in cookie


def test_a_wrong_code_is_said_beside_its_field(app: Flask, moira: Person) -> None:
    client = half_way_client(app, with_app(moira))
    answer = client.post(SECOND_STEP, data={"code": "000000"})
    assert answer.status_code == 422
    assert re.search(r'id="code-error".*?That code is not right, or was used already', answer.text, re.DOTALL)
    assert "Enter the code." in client.post(SECOND_STEP, data={"code": ""}).text
    assert client.get("/me").status_code == 401


def test_who_was_on_the_way_somewhere_arrives_there_after_both(app: Flask, moira: Person) -> None:
    client = client_of(app)
    first = sign_in(client, with_app(moira).email, path="/sign-in?next=/me/devices")
    assert first.location == f"{SECOND_STEP}?next=/me/devices"
    assert client.post(first.location, data={"code": shown_code()}).location == "/me/devices"
    away = client_of(app)
    sign_in(away, moira.email)
    code = shown_code(1)
    assert away.post(f"{SECOND_STEP}?next=https://evil.example", data={"code": code}).location == "/"


def test_without_the_password_there_is_no_second_step(app: Flask, moira: Person) -> None:
    with_app(moira)
    for client in (client_of(app), client_of(app, moira)):
        for answer in (client.get(SECOND_STEP), client.post(SECOND_STEP, data={"code": shown_code()})):
            assert (answer.status_code, answer.location) == (302, "/sign-in")


def test_ten_minutes_later_one_is_led_back(app: Flask, moira: Person, clock: time_machine.Traveller) -> None:
    client = half_way_client(app, with_app(moira))
    clock.shift(dt.timedelta(minutes=10))
    answer = client.post(SECOND_STEP, data={"code": shown_code()}, follow_redirects=True)
    assert "Sign in with your password first." in answer.text
    assert devices(moira) == []


def test_who_was_signed_in_on_the_browser_stays_so_until_the_code_is_right(
    app: Flask, moira: Person, anita: Person
) -> None:
    client = client_of(app, anita)
    sign_in(client, with_app(moira).email)
    assert anita.email in client.get("/me").text
    client.post(SECOND_STEP, data={"code": shown_code()})
    assert moira.email in client.get("/me").text
    assert devices(anita) == []


def test_a_wrong_password_tells_nobody_who_has_a_second_step(app: Flask, moira: Person, anita: Person) -> None:
    with_app(moira)
    pages = [
        re.sub(r'(csrf[-_]token"?[^>]*?(content|value)=|X-CSRFToken": )"[^"]*"', "", answer.text).replace(email, "")
        for email in (moira.email, anita.email)
        for answer in [sign_in(client_of(app), email, "gravel teapot")]
    ]
    assert pages[0] == pages[1]


def test_a_new_password_by_mail_does_not_pass_the_second_step_by(app: Flask, moira: Person) -> None:
    with_app(moira)
    client = client_of(app)
    client.post("/forgotten", data={"email": moira.email})
    answer = client.post(link_in(mails(moira)[0]), data={"new_password": NEW_PASSWORD})
    assert (answer.status_code, answer.location) == (302, SECOND_STEP)
    assert "Your new password is kept." in client.get(SECOND_STEP).text
    assert client.get("/me").status_code == 401
    assert client.post(SECOND_STEP, data={"code": shown_code()}).location == "/"
    assert client.get("/me").status_code == 200
    assert deeds(moira) == ["ask_for_new_password", "choose_new_password", "sign_in"]


def test_a_changed_password_goes_on_with_the_second_step_that_was_given(app: Flask, moira: Person) -> None:
    client = half_way_client(app, with_app(moira))
    client.post(SECOND_STEP, data={"code": shown_code()})
    client.post("/me/password", data={"password": PASSWORD, "new_password": NEW_PASSWORD})
    assert devices(moira)[0].second_step_at
    other = client_of(app, moira)
    other.post("/me/password", data={"password": NEW_PASSWORD, "new_password": PASSWORD})
    assert devices(moira)[0].second_step_at is None, "where none was given there is none"


def test_a_changed_password_does_not_stand_for_the_second_step_that_is_asked_again(
    app: Flask, moira: Person, clock: time_machine.Traveller
) -> None:
    client = client_of(app, with_app(moira))
    clock.shift(PASSWORD_GIVEN_LATELY)
    answer = client.post("/me/password", data={"password": PASSWORD, "new_password": NEW_PASSWORD})
    assert answer.location == "/me"
    assert 'name="again-code"' in client.post("/me/second-step/app/end").text
    assert stored_app(moira)


def test_of_who_has_no_second_step_the_password_is_all_that_is_asked(
    app: Flask, moira: Person, clock: time_machine.Traveller
) -> None:
    client = client_of(app, moira)
    clock.shift(PASSWORD_GIVEN_LATELY)
    client.post("/me/password", data={"password": PASSWORD, "new_password": NEW_PASSWORD})
    assert client.post("/me/second-step/app/begin").location == "/me/second-step/app"


def test_on_a_device_that_was_ended_a_moment_ago_no_password_is_changed(
    app: Flask, moira: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(app, moira)
    monkeypatch.setattr("constellations.accounts.actions.signed_in", lambda _: None)
    answer = client.post("/me/password", data={"password": PASSWORD, "new_password": NEW_PASSWORD})
    assert answer.status_code == 401
    assert sign_in(client_of(app), moira.email).status_code == 302


class TestAgain:
    """The question before what matters."""

    def test_the_page_asks_for_a_code_of_who_has_one(self, app: Flask, moira: Person, anita: Person) -> None:
        with_app(moira)
        asked = {person.name: 'name="code"' in client_of(app, person).get(AGAIN).text for person in (moira, anita)}
        assert asked == {"Moira Flint": True, "Anita O'Hare": False}

    def test_both_right_one_goes_on_and_either_wrong_it_is_said_beside_it(self, app: Flask, moira: Person) -> None:
        client = client_of(app, with_app(moira))
        before = token_in(client)
        wrong = client.post(AGAIN, data={"password": "no", "code": shown_code()})
        assert (wrong.status_code, "That is not your password." in wrong.text) == (422, True)
        wrong = client.post(AGAIN, data={"password": PASSWORD, "code": "000000"})
        assert (wrong.status_code, "That code is not right" in wrong.text) == (422, True)
        assert token_in(client) == before
        answer = client.post(f"{AGAIN}?next=/me/devices", data={"password": PASSWORD, "code": shown_code()})
        assert answer.location == "/me/devices"
        assert token_in(client) != before

    def test_what_was_being_sent_waits_for_the_code_too(
        self, app: Flask, moira: Person, clock: time_machine.Traveller
    ) -> None:
        with_app(moira)
        carer = create_person(Role.SATELLITE_CARER, home=create_home(service_of(moira)))
        client, path = client_of(app, moira), f"/people/{carer.id}/email"
        clock.shift(PASSWORD_GIVEN_LATELY)
        typed = {"email": "new@example.org", "version": str(carer.version), "again-password": PASSWORD}
        asked = client.post(path, data=typed)
        assert asked.status_code == 422
        assert 'name="again-code"' in asked.text
        assert f'value="{PASSWORD}"' not in asked.text
        assert '<input type="hidden" name="email" value="new@example.org">' in asked.text
        assert as_stored(carer).email != "new@example.org"
        assert client.post(path, data={**typed, "again-code": shown_code()}).location == f"/people/{carer.id}"
        assert as_stored(carer).email == "new@example.org"

    def test_where_one_was_going_is_kept_whole(self, app: Flask, moira: Person, clock: time_machine.Traveller) -> None:
        client = client_of(app, moira)
        clock.shift(PASSWORD_GIVEN_LATELY)
        answer = client.get(f"/people/{moira.id}/email?a=1")
        assert answer.location == f"{AGAIN}?next=/people/{moira.id}/email?a%3D1"

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", "/me/second-step/app/begin"),
            ("GET", "/me/second-step/app"),
            ("POST", "/me/second-step/app/end"),
            ("POST", "/me/second-step/codes/new"),
            ("GET", "/me/words/copy"),
            ("POST", "/me/alerts"),
        ],
    )
    def test_what_changes_how_one_signs_in_or_takes_words_out_asks_again(
        self, app: Flask, moira: Person, clock: time_machine.Traveller, method: str, path: str
    ) -> None:
        client = client_of(app, with_app(moira))
        clock.shift(PASSWORD_GIVEN_LATELY)
        quiet = {"quiet_from": "21:00", "quiet_until": "07:00", "mobile": "07700 900123"}
        answer = client.open(path, method=method, data=quiet if method == "POST" else None)
        assert 'name="again-password"' in answer.text or answer.location == f"{AGAIN}?next={path}"

    def test_other_wishes_for_alerts_do_not(self, app: Flask, moira: Person, clock: time_machine.Traveller) -> None:
        client = client_of(app, moira)
        clock.shift(PASSWORD_GIVEN_LATELY)
        quiet = {"quiet_from": "21:00", "quiet_until": "07:00", "mobile": ""}
        assert client.post("/me/alerts", data=quiet).location == "/me/alerts"


def test_when_ones_steps_were_reset_on_the_way_one_starts_again(app: Flask, moira: Person) -> None:
    with_codes(with_app(moira))
    client = half_way_client(app, moira)
    with transaction():
        end_steps_of(moira.id)
    assert client.post(SECOND_STEP, data={"code": shown_code()}).status_code == 422
