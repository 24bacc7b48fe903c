"""Staff reach nothing before they have a second step, and who has one is asked for it."""

import html

import pytest
from flask import Flask

from constellations.accounts.queries import arrived, signed_in, still_signed_in
from constellations.accounts.second_step.queries import second_steps_of
from constellations.accounts.second_step.rules import SET_UP_FIRST, SecondStep
from constellations.models import Person
from constellations.permissions import Role
from tests.client import client_of
from tests.constellations.accounts.second_step.stepping import (
    MINE,
    SECOND_STEP,
    ask_it_of_staff,
    set_up,
    shown_code,
    with_app,
)
from tests.constellations.accounts.signing_in import PASSWORD, devices, sign_in, token_in, with_password
from tests.constellations.people.step_resets.asking import SYSTEM
from tests.factories import create_person, create_region, create_service

PAGE = {"Accept": "text/html"}


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
