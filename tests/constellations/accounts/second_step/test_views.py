"""One's own page of second steps, without scripts; and staff who reach nothing before they have one."""

import html
import re

import pytest
from flask import Flask

from constellations.accounts.queries import arrived, signed_in, still_signed_in
from constellations.accounts.second_step.queries import second_steps_of
from constellations.accounts.second_step.rules import SET_UP_FIRST, SecondStep
from constellations.models import Person
from constellations.permissions import Role
from tests.client import RoostClient, client_of
from tests.constellations.accounts.second_step.stepping import (
    MINE,
    SECOND_STEP,
    ask_it_of_staff,
    shown_code,
    stored_codes,
    with_app,
    with_codes,
)
from tests.constellations.accounts.signing_in import PASSWORD, devices, sign_in, token_in, with_password
from tests.constellations.people.step_resets.asking import SYSTEM
from tests.factories import create_person, create_region, create_service

PAGE = {"Accept": "text/html"}


def set_up(client: RoostClient) -> list[str]:
    """Set an app up by the pages; gives the recovery codes that are shown."""
    assert client.post(f"{MINE}/app/begin").location == f"{MINE}/app"
    page = client.get(f"{MINE}/app").text
    (key,) = re.findall(r'second-step__key">([A-Z2-7 ]+)<', page)
    assert f"secret={key.replace(' ', '')}&amp;issuer=Roost" in page
    assert 'src="data:image/svg+xml' in page
    done = client.post(f"{MINE}/app", data={"code": shown_code(key=key.replace(" ", ""))})
    assert done.location == f"{MINE}/codes"
    return re.findall(r"<li>(\w{4}-\w{4}-\w{4})</li>", client.get(f"{MINE}/codes").text)


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


class TestStaff:
    """Where it is asked of staff, as in production, nothing opens before they have a second step."""

    @pytest.fixture(params=[Role.MANAGER, Role.LIAISON, Role.FINANCE, Role.REGIONAL])
    def worker(self, app: Flask, request: pytest.FixtureRequest) -> Person:
        """Somebody who works for a service, or looks at a region."""
        region = create_region()
        of = {"region": region} if request.param is Role.REGIONAL else {"service": create_service(region=region)}
        return with_password(create_person(request.param, **of))

    def test_every_page_leads_to_setting_one_up(self, app: Flask, worker: Person) -> None:
        ask_it_of_staff(app)
        client = client_of(app)
        assert sign_in(client, worker.email).location == "/"
        for path in ("/", "/me", "/me/devices", "/me/password", "/notices"):
            assert client.get(path, headers=PAGE).location == MINE, path
        for answer in (client.post("/sign-out/everywhere"), client.get("/")):
            assert (answer.status_code, SET_UP_FIRST in html.unescape(answer.text)) == (403, True)
        page = client.get(MINE).text
        assert "before anything else opens" in page
        assert ("Sign out" in page, 'href="/notices"' in page, "Parts of Roost" in page) == (True, False, False)
        set_up(client)
        assert client.get("/me").status_code == 200

    def test_a_carer_goes_on_as_before(self, app: Flask, anita: Person) -> None:
        ask_it_of_staff(app)
        assert client_of(app, anita).get("/me").status_code == 200

    def test_nor_is_there_a_live_line(self, app: Flask, moira: Person) -> None:
        ask_it_of_staff(app)
        client = client_of(app)
        sign_in(client, moira.email)
        token = token_in(client) or ""
        assert arrived(token)
        assert signed_in(token) is None
        assert still_signed_in(SYSTEM, {devices(moira)[0].id}) == set()
        set_up(client)
        assert signed_in(token_in(client) or "")
        assert len(still_signed_in(SYSTEM, {device.id for device in devices(moira)})) == 1

    def test_who_takes_the_last_one_away_sets_up_another_first(self, app: Flask, moira: Person) -> None:
        ask_it_of_staff(app)
        client = client_of(app)
        sign_in(client, with_app(moira).email)
        client.post(SECOND_STEP, data={"code": shown_code()})
        assert client.get("/me").status_code == 200
        client.post(f"{MINE}/app/end")
        assert client.get("/me", headers=PAGE).location == MINE

    def test_who_has_one_and_did_not_give_it_is_asked_for_it(self, app: Flask, moira: Person) -> None:
        client = client_of(app, with_app(moira))
        ask_it_of_staff(app)
        asked = client.get("/me", headers=PAGE).location
        assert asked == "/sign-in/again?next=/me"
        assert client.post(asked, data={"password": PASSWORD, "code": shown_code()}).location == "/me"
        assert client.get("/me").status_code == 200
        assert second_steps_of(moira.id) == {SecondStep.APP}
