"""The guard: who is on a device, and what happens where nobody is."""

import datetime as dt
from http import HTTPStatus

import pytest
import time_machine
from flask import Flask
from flask import session as cookie

from constellations.accounts.actions import begin_on_device
from constellations.core.errors import SignedOut
from constellations.guard import (
    UNATTENDED,
    AccessUndeclared,
    check_every_route,
    current_device,
    current_viewer,
    let_in,
    public,
    show_out,
)
from constellations.permissions import Role
from tests.client import client_of
from tests.factories import create_home, create_person, create_service


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
