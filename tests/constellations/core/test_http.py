"""Answers, errors and headers at the edge."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from app import create_app
from constellations.core.errors import Busy, Conflict, DiskFull, Forbidden, NotFound, RuleBroken, SignedOut
from constellations.core.settings import read_settings
from constellations.guard import AccessUndeclared, check_every_route, public
from constellations.permissions import Role
from tests.client import RoostClient, client_of
from tests.factories import create_person, create_service

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)

LIVE = "/health/live"


def _failing(app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception) -> RoostClient:
    @public
    def fail() -> str:
        raise error

    monkeypatch.setitem(app.view_functions, "health.live", fail)
    return client_of(app)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound(), 404),
        (Forbidden(), 403),
        (RuleBroken("Both beds are taken that night."), 422),
        (Conflict("Somebody else confirmed this night."), 409),
        (Busy(), 503),
        (DiskFull(), 507),
        (SignedOut(), 401),
    ],
)
def test_each_of_our_errors_has_its_status_and_says_its_words(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: NotFound, status: int
) -> None:
    client = _failing(app, monkeypatch, error)
    page = client.get(LIVE, headers={"Accept": "text/html"}) if status != 401 else client.post(LIVE)
    if status != 401:
        assert (page.status_code, error.words in page.text) == (status, True)
    answer = client.get(LIVE, headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert answer.json is not None
    assert (answer.json["error"], answer.json["name"]) == (error.words, error.name)


def test_a_page_sends_nobody_to_sign_in_and_back(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _failing(app, monkeypatch, SignedOut())
    answer = client.get(LIVE + "?a=b", headers={"Accept": "text/html"})
    assert answer.location == "/sign-in?next=/health/live?a%3Db"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("secret words", None, Exception("secret words")), 503),
        (IntegrityError("secret words", None, Exception("secret words")), 409),
        (StaleDataError("secret words"), 409),
        (ZeroDivisionError("secret words"), 500),
    ],
)
def test_a_fault_gives_a_plain_page_with_a_number_and_no_trace(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    answer = _failing(app, monkeypatch, error).get(LIVE, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert "secret words" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_every_page_has_exactly_these_headers(app: Flask) -> None:
    headers = client_of(app).get("/health/live").headers
    assert headers["Content-Security-Policy"] == CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers
    assert "Strict-Transport-Security" not in headers


def test_production_insists_on_https_and_on_a_cookie_of_this_host() -> None:
    production = create_app(
        read_settings(
            {
                "ROOST_ENV": "production",
                "SECRET_KEY": "b1946ac92492d2347c6235b4d2611184",
                "PUBLIC_URL": "https://roost.example",
                "MAIL_URL": "smtp://mail.example:25",
                "ROOST_FIELD_KEYS": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
                "DATABASE_URL": "sqlite:///nowhere.db",
            }
        )
    )
    answer = production.test_client().get("/health/live", base_url="https://roost.example")
    assert int(answer.headers["Strict-Transport-Security"].partition("=")[2].partition(";")[0]) >= 31_536_000
    assert production.config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert production.config["SESSION_COOKIE_SECURE"]
    assert production.config["SESSION_COOKIE_HTTPONLY"]
    assert production.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert production.config.get("SESSION_COOKIE_DOMAIN") is None


def test_a_post_without_the_token_is_refused(app: Flask) -> None:
    client = client_of(app)
    client.with_token = False
    assert client.post("/sign-in", data={"email": "a@example.org", "password": "x"}).status_code == 400


def test_an_unknown_address_is_a_plain_not_found(app: Flask) -> None:
    answer = client_of(app).get("/nowhere")
    assert (answer.status_code, "There is nothing here" in answer.text) == (404, True)


def test_roost_does_not_start_with_a_route_that_says_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    silent: Callable[[], str] = lambda: "open to all"  # noqa: E731  # a view without a declaration
    monkeypatch.setitem(app.view_functions, "health.live", silent)
    with pytest.raises(AccessUndeclared, match=r"health\.live"):
        check_every_route(app)


def test_who_is_told_that_roost_is_busy_may_try_again_where_nothing_was_sent(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = _failing(app, monkeypatch, Busy())
    answer = client.get(LIVE + "?page=2", headers={"Accept": "text/html"})
    assert answer.headers["Retry-After"] == "10"
    assert f'href="{LIVE}?page=2"' in answer.text
    assert "Try again" in answer.text
    assert "Retry-After" not in _failing(app, monkeypatch, NotFound()).get(LIVE).headers


def test_a_database_that_is_away_is_not_asked_once_more_for_the_page_that_says_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(app, create_person(Role.MANAGER, create_service()))
    assert "Sign out" in client.get("/me").text
    asked = []

    def away(token: str) -> None:
        asked.append(token)
        raise OperationalError("secret words", None, Exception("secret words"))

    monkeypatch.setattr("constellations.guard.arrived", away)
    answer = client.get("/me", headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert "cannot get at what it keeps" in answer.text
    assert "Sign out" not in answer.text
    assert len(asked) == 1
