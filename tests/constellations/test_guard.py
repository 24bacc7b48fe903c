"""The guard: who is on a device, and what happens where nobody is."""

import datetime as dt
import html
import re
from http import HTTPStatus

import pytest
import time_machine
from flask import Flask
from flask import session as cookie
from wtforms import PasswordField

from constellations.accounts.actions import begin_on_device
from constellations.accounts.rules import PASSWORD_GIVEN_LATELY
from constellations.core.errors import SignedOut
from constellations.core.forms import Form, SecretField
from constellations.guard import (
    PASSWORD_AGAIN,
    SECRETS,
    UNATTENDED,
    AccessUndeclared,
    check_every_route,
    current_device,
    current_viewer,
    let_in,
    paced,
    public,
    show_out,
)
from constellations.models import Person, Service
from constellations.pace.rules import A_MINUTE, Pace, TooMany
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.client import client_of
from tests.constellations.accounts.signing_in import PASSWORD, as_stored, token_in, with_password
from tests.constellations.feeds.standing import address_of
from tests.factories import create_constellation, create_home, create_person, create_service, join


def test_where_nobody_is_signed_in_there_is_neither_viewer_nor_device(app: Flask) -> None:
    with app.test_request_context("/"):
        with pytest.raises(SignedOut):
            current_viewer()
        with pytest.raises(SignedOut):
            current_device()


def test_a_token_that_opens_nothing_lets_nobody_in(app: Flask) -> None:
    with app.test_request_context("/"):
        with pytest.raises(SignedOut):
            let_in("a token that nobody was given")
        with pytest.raises(SignedOut):
            current_viewer()


class TestWritten:
    """What somebody wrote, and sent when being signed in had run out."""

    NOTE = "He slept well.\nHis rabbit is in the <side> pocket."

    def test_it_is_shown_to_be_copied(self, app: Flask, clock: time_machine.Traveller) -> None:
        client = client_of(app, create_person(Role.MANAGER, create_service()))
        clock.shift(dt.timedelta(hours=1))
        sent = {"title": self.NOTE, "version": "41", "key": "019376c8-8b2a-7c3e-9d4f-5a6b7c8d9e0f"}
        answer = client.post("/learning/new", data=sent, headers={"Referer": "http://localhost/learning?month=2026-11"})
        assert (answer.status_code, answer.headers["Cache-Control"]) == (401, "no-store")
        (shown,) = re.findall(r"<textarea[^>]* readonly[^>]*>\n(.*?)</textarea>", answer.text, re.S)
        assert html.unescape(shown) == self.NOTE
        assert 'href="/sign-in?next=/learning"' in answer.text
        assert sent["key"] not in answer.text

    @pytest.mark.parametrize("secret", [*sorted(SECRETS), PASSWORD_AGAIN, "again-code"])
    def test_nothing_of_a_form_with_a_secret_is(self, app: Flask, clock: time_machine.Traveller, secret: str) -> None:
        client = client_of(app, create_person(Role.MANAGER, create_service()))
        clock.shift(dt.timedelta(hours=1))
        answer = client.post("/learning/new", data={"title": self.NOTE, secret: "correct horse battery"})
        assert (answer.status_code, "textarea" in answer.text, "correct horse" in answer.text) == (401, False, False)

    def test_another_site_gets_nothing_shown(self, app: Flask, clock: time_machine.Traveller) -> None:
        client = client_of(app, create_person(Role.MANAGER, create_service()))
        clock.shift(dt.timedelta(hours=1))
        client.with_token = False
        answer = client.post("/learning/new", data={"title": self.NOTE})
        assert (answer.status_code, "rabbit" in answer.text) == (400, False)


def test_the_address_of_a_feed_lets_a_calendar_in_to_that_feed_and_to_nothing_else(app: Flask) -> None:
    service = create_service()
    home = create_home(service)
    join(home, create_constellation(service))
    path = address_of(create_person(Role.SATELLITE_CARER, home=home))
    calendar = client_of(app)
    assert calendar.get(path).status_code == 200
    assert calendar.get("/feeds/no-such-secret.ics").status_code == 404
    assert calendar.get("/").status_code == 401


def test_roost_does_not_start_with_a_route_that_says_nothing() -> None:
    silent = Flask("silent", static_folder=None)
    silent.add_url_rule("/open", "open", public(lambda: "come in"))
    check_every_route(silent)
    silent.add_url_rule("/quiet", "quiet", lambda: "who are you?")
    with pytest.raises(AccessUndeclared, match="quiet"):
        check_every_route(silent)


def test_an_address_that_does_not_exist_is_not_asked_who_may_come_in(app: Flask) -> None:
    assert client_of(app).get("/no/such/page").status_code == HTTPStatus.NOT_FOUND
    assert client_of(app).get("/sign-in").status_code == HTTPStatus.OK


def test_what_asks_the_password_again_opens_for_whoever_gave_it_lately(
    app: Flask, clock: time_machine.Traveller
) -> None:
    manager = create_person(Role.MANAGER, create_service())
    client = client_of(app, manager)
    assert client.get(f"/people/{manager.id}/email").status_code == HTTPStatus.OK
    clock.shift(dt.timedelta(minutes=20))
    answer = client.get(f"/people/{manager.id}/email")
    assert answer.headers["Location"] == f"/sign-in/again?next=/people/{manager.id}/email"


class TestThePasswordWithWhatIsSent:
    """A form that was filled in for longer than a password holds is not lost."""

    @pytest.fixture
    def service(self, app: Flask) -> Service:
        """Where both work."""
        return create_service()

    @pytest.fixture
    def manager(self, service: Service) -> Person:
        """A manager with a password."""
        return with_password(create_person(Role.MANAGER, service))

    @pytest.fixture
    def carer(self, service: Service) -> Person:
        """Somebody whose mail address changes."""
        return create_person(Role.SATELLITE_CARER, home=create_home(service))

    def test_what_was_typed_comes_along_and_is_done_with_the_right_password(
        self, app: Flask, clock: time_machine.Traveller, manager: Person, carer: Person
    ) -> None:
        client, path = client_of(app, manager), f"/people/{carer.id}/email"
        clock.shift(PASSWORD_GIVEN_LATELY)
        typed = {"email": "new@example.org", "version": str(carer.version)}
        asked = client.post(path, data=typed)
        assert asked.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert '<input type="hidden" name="email" value="new@example.org">' in asked.text
        assert as_stored(carer).email != "new@example.org"
        before = token_in(client)
        answer = client.post(path, data={**typed, PASSWORD_AGAIN: PASSWORD})
        assert answer.location == f"/people/{carer.id}"
        assert as_stored(carer).email == "new@example.org"
        assert token_in(client) != before, "a device of its own, as at every sign-in"
        assert client.get(path).status_code == HTTPStatus.OK

    @pytest.mark.parametrize(
        ("password", "said"), [("wrong", "That is not your password. Try again."), ("", "Enter your password.")]
    )
    def test_nothing_is_done_with_a_wrong_password_or_none(
        self, app: Flask, clock: time_machine.Traveller, manager: Person, carer: Person, password: str, said: str
    ) -> None:
        client, old = client_of(app, manager), carer.email
        clock.shift(PASSWORD_GIVEN_LATELY)
        typed = {"email": "new@example.org", "version": str(carer.version), PASSWORD_AGAIN: password}
        asked = client.post(f"/people/{carer.id}/email", data=typed)
        assert asked.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert said in asked.text
        assert 'name="email" value="new@example.org"' in asked.text
        assert as_stored(carer).email == old

    def test_a_form_that_is_shown_again_after_the_password_can_be_sent(
        self, app: Flask, clock: time_machine.Traveller, manager: Person, carer: Person
    ) -> None:
        client, path = client_of(app, manager), f"/people/{carer.id}/email"
        clock.shift(PASSWORD_GIVEN_LATELY)
        wrong = {"email": "no address", "version": str(carer.version), PASSWORD_AGAIN: PASSWORD}
        shown = client.post(path, data=wrong)
        assert shown.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        client.with_token = False
        (token,) = re.findall(r'name="csrf_token" type="hidden" value="([^"]+)"', shown.get_data(as_text=True))
        right = {"email": "new@example.org", "version": str(carer.version), "csrf_token": token}
        assert client.post(path, data=right).status_code == HTTPStatus.FOUND

    @pytest.mark.parametrize(
        ("path", "secret"), [("/service/council", "client_secret"), ("/service/notify", "api_key")]
    )
    @pytest.mark.parametrize("password", [{}, {PASSWORD_AGAIN: PASSWORD}, {PASSWORD_AGAIN: "wrong"}])
    def test_a_secret_comes_back_in_no_page_and_the_form_is_asked_for_again(
        self,
        app: Flask,
        clock: time_machine.Traveller,
        manager: Person,
        path: str,
        secret: str,
        password: dict[str, str],
    ) -> None:
        client = client_of(app, manager)
        clock.shift(PASSWORD_GIVEN_LATELY)
        asked = client.post(path, data={secret: "not to be read over a shoulder", **password})
        assert asked.location == f"/sign-in/again?next={path}"
        assert "shoulder" not in asked.text


def test_every_field_of_a_secret_is_one_that_is_never_carried(app: Flask) -> None:
    fields = {
        name
        for kind in forms_of(Form)
        for name, field in vars(kind).items()
        if getattr(field, "field_class", None) in (SecretField, PasswordField)
    }
    assert fields == SECRETS


def forms_of(kind: type[Form]) -> list[type[Form]]:
    """Every form there is of a kind."""
    return [each for below in kind.__subclasses__() for each in (below, *forms_of(below))]


def test_whoever_is_let_in_is_the_viewer_until_they_are_shown_out(app: Flask) -> None:
    moira = create_person(Role.HUB_CARER, home=create_home(create_service()), name="Moira Hale")
    token = begin_on_device(moira, "phone")
    with app.test_request_context("/"):
        let_in(token)
        assert (current_viewer().name, current_device().token) == ("Moira Hale", token)
        assert cookie.permanent
        show_out()
        with pytest.raises(SignedOut):
            current_viewer()
        assert not dict(cookie)


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(app: Flask, clock: time_machine.Traveller) -> None:
    client = client_of(app, create_person(Role.MANAGER, create_service()))
    said = []
    for _ in range(3):
        clock.shift(dt.timedelta(minutes=12))
        said.append(client.get("/notices", headers={UNATTENDED: "1"}).status_code)
    assert said == [HTTPStatus.OK, HTTPStatus.OK, HTTPStatus.UNAUTHORIZED]


def test_nobody_does_more_in_a_minute_than_a_person_can_and_each_for_themselves(
    app: Flask, clock: time_machine.Traveller
) -> None:
    service = create_service()
    one, other = (viewer_for(create_person(role, service)) for role in (Role.LIAISON, Role.MANAGER))
    for _ in range(A_MINUTE[Pace.ACTS].amount):
        assert paced(one) is one
    with pytest.raises(TooMany):
        paced(one)
    assert paced(other) is other
    clock.shift(61)
    assert paced(one) is one
