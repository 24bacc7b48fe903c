"""What keeps somebody signed in, and what ends it: cookies to the letter, times, roles, keys."""

import datetime as dt
import re
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from app import create_app
from constellations.accounts.actions import begin_on_device
from constellations.core.database import Base, database
from constellations.core.settings import read_settings
from constellations.live import Sent, declared, desk_of
from constellations.models import Person, Service
from constellations.notices.sockets import look_at_notices
from constellations.people.actions import What, change_person, end_access
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.sockets import LOOK_SECONDS
from tests.client import RoostClient, client_of
from tests.constellations.accounts.signing_in import devices, sign_in, token_in, with_password
from tests.factories import create_home, create_person, create_service
from tests.source import ROOT

PRODUCTION = {
    "ROOST_ENV": "production",
    "SECRET_KEY": "b1946ac92492d2347c6235b4d2611184",
    "PUBLIC_URL": "https://roost.example",
    "MAIL_URL": "smtp://mail.example:25",
    "ROOST_FIELD_KEYS": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
}


@pytest.fixture
def service(app: Flask) -> Service:
    """A service with a manager who stays one."""
    service = create_service()
    with_password(create_person(Role.MANAGER, service))
    return service


@pytest.fixture
def moira(service: Service) -> Person:
    """A second manager of it."""
    return with_password(create_person(Role.MANAGER, service, name="Moira Flint"))


@pytest.fixture
def anita(service: Service) -> Person:
    """A satellite carer of it."""
    return with_password(create_person(Role.SATELLITE_CARER, home=create_home(service), name="Anita O’Hare"))


def test_in_production_the_cookie_is_this_hosts_alone_and_no_scripts(tmp_path: Path) -> None:
    """OWASP ASVS 5.0, 3.3.1 to 3.3.4."""
    production = create_app(read_settings({**PRODUCTION, "DATABASE_URL": f"sqlite:///{tmp_path / 'roost.db'}"}))
    with production.app_context():
        Base.metadata.create_all(database().engine)
        answer = production.test_client().get("/sign-in", base_url="https://roost.example")
        database().engine.dispose()
    (cookie,) = answer.headers.get_all("Set-Cookie")
    named, *said = cookie.split("; ")
    assert re.fullmatch(r"__Host-roost=[\w.-]+", named)
    assert sorted(said) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


def test_nothing_of_the_person_is_in_the_cookie_but_the_token_of_their_device(app: Flask, moira: Person) -> None:
    client = client_of(app)
    came = sign_in(client, moira.email)
    (cookie,) = (each for each in came.headers.get_all("Set-Cookie") if each.startswith("roost="))
    assert sorted(cookie.split("; ")[1:]) == ["HttpOnly", "Path=/", "SameSite=Lax"]
    with client.session_transaction() as kept:
        # Beside the token what Flask and Flask-Login keep: `_id` is a hash of browser and network.
        assert set(kept) - {"csrf_token"} == {"_user_id", "_fresh", "_id", "_permanent"}
        assert len(str(kept["_user_id"])) == 43, "256 bits of chance"


def test_with_another_role_the_old_token_opens_nothing_and_the_new_one_is_another(
    app: Flask, service: Service, moira: Person
) -> None:
    lena = with_password(create_person(Role.LIAISON, service))
    client = client_of(app)
    sign_in(client, lena.email)
    before = token_in(client)
    change_person(viewer_for(moira), lena.id, lena.name, What(Role.FINANCE), version=lena.version)
    assert client.get("/me").status_code == 401
    sign_in(client, lena.email)
    assert token_in(client) not in (before, None)
    assert "Finance" in client.get("/me").text


def test_whose_access_ends_is_out_on_every_device_at_once(app: Flask, moira: Person, anita: Person) -> None:
    phone, tablet = client_of(app, anita), client_of(app, anita)
    end_access(viewer_for(moira), anita.id)
    assert [each.get("/me").status_code for each in (phone, tablet)] == [401, 401]
    assert devices(anita) == []


def test_lines_of_who_was_signed_out_elsewhere_are_looked_for_often_enough() -> None:
    assert LOOK_SECONDS + 1 < 5, "seconds within which nobody reads on, with one for looking"


class TestTimes:
    """However busy somebody is, it ends; and what a page does by itself counts for nothing."""

    def test_twelve_hours_for_staff(self, app: Flask, moira: Person, clock: time_machine.Traveller) -> None:
        client = client_of(app, moira)
        said = self._every(client, clock, dt.timedelta(minutes=20), 36)
        assert said == [200] * 35 + [401]

    def test_ninety_days_for_carers(self, app: Flask, anita: Person, clock: time_machine.Traveller) -> None:
        client = client_of(app)
        # Through the front door: the cookie of a carer is signed anew with every answer.
        sign_in(client, anita.email)
        said = self._every(client, clock, dt.timedelta(days=10), 9)
        assert said == [200] * 8 + [401]

    @staticmethod
    def _every(client: RoostClient, clock: time_machine.Traveller, rest: dt.timedelta, times: int) -> list[int]:
        said = []
        for _ in range(times):
            clock.shift(rest)
            said.append(client.get("/me/devices").status_code)
        return said

    def test_what_comes_down_a_live_line_keeps_nobody_signed_in(
        self, app: Flask, moira: Person, clock: time_machine.Traveller
    ) -> None:
        token = begin_on_device(moira, "Edge, Windows")
        desk = desk_of(declared(look_at_notices), app)
        clock.shift(dt.timedelta(minutes=20))
        assert desk(Sent(token, {})) == {"unread": 0}
        clock.shift(dt.timedelta(minutes=10))
        assert devices(moira), "not ended by anybody"
        client = client_of(app)
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        assert client.get("/me").status_code == 401

    def test_every_question_that_a_page_asks_by_itself_says_that_nobody_attends(self) -> None:
        scripts = ROOT / "static" / "js"
        # The worker passes on what the page asks; a passkey is asked for by a press.
        attended = {"service-worker.js", "passkey.js"}
        asking = [path for path in scripts.rglob("*.js") if re.search(r"\bfetch\(", path.read_text())]
        silent = [path.name for path in asking if "Roost-Unattended" not in path.read_text()]
        assert len(asking) > len(attended)
        assert set(silent) == attended
        pages = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
        assert not [page for page in pages if re.search(r'hx-trigger="[^"]*\b(every|load|revealed|intersect)\b', page)]


class TestKeys:
    """The key that signs cookies may change."""

    @pytest.mark.parametrize(("older", "expected"), [(True, 200), (False, 401)])
    def test_a_device_signed_in_under_an_older_key_stays_signed_in_while_that_is_known(
        self, app: Flask, anita: Person, monkeypatch: pytest.MonkeyPatch, older: bool, expected: int
    ) -> None:
        client = client_of(app, anita)
        before = app.config["SECRET_KEY"]
        monkeypatch.setitem(app.config, "SECRET_KEY", "f" * 16 + "0123456789abcdef")
        monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [before] if older else [])
        assert client.get("/me").status_code == expected

    def test_the_older_keys_come_from_the_environment(self) -> None:
        older = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
        settings = read_settings({**PRODUCTION, "DATABASE_URL": "sqlite:///nowhere.db", "SECRET_KEY_FALLBACKS": older})
        assert create_app(settings).config["SECRET_KEY_FALLBACKS"] == [older]
