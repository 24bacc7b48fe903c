"""By which host Roost is asked, and what it believes of proxies; and what is said where the database is away."""

import uuid
from pathlib import Path

import pytest
from flask import Flask, request

from app import create_app
from constellations.core.settings import read_settings
from constellations.guard import public
from tests.client import RoostClient, client_of
from tests.servers import free_port

PRODUCTION = {
    "ROOST_ENV": "production",
    "SECRET_KEY": "b1946ac92492d2347c6235b4d2611184",
    "PUBLIC_URL": "https://roost.example",
    "MAIL_URL": "smtp://mail.example:25",
    "ROOST_FIELD_KEYS": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
}
OURS = "https://roost.example"
EVIL = "evil.example"


def asked(tmp_path: Path, **more: str) -> RoostClient:
    """A production that tells whoever asks what it believes of them."""
    app = create_app(read_settings({**PRODUCTION, "ROOST_DATA": str(tmp_path), **more}))

    @public
    def believed() -> dict[str, str | None]:
        return {"host": request.host, "scheme": request.scheme, "from": request.remote_addr}

    app.view_functions["health.live"] = believed
    return client_of(app)


@pytest.mark.parametrize(
    "host", [EVIL, "roost.example.evil.example", "evilroost.example", "roost.example@evil.example"]
)
def test_by_another_host_there_is_no_page(tmp_path: Path, host: str) -> None:
    answer = asked(tmp_path).get("/health/live", base_url=OURS, headers={"Host": host})
    assert answer.status_code == 400
    assert (answer.mimetype, "evil" in answer.text) == ("text/plain", False)
    assert answer.headers["X-Request-Id"] in answer.text


@pytest.mark.parametrize("host", ["roost.example", "roost.example:443", "127.0.0.1:8001", "localhost:8001"])
def test_by_its_own_host_and_on_its_own_machine_roost_answers(tmp_path: Path, host: str) -> None:
    assert asked(tmp_path).get("/health/live", base_url=OURS, headers={"Host": host}).status_code == 200


FORGED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": EVIL, "X-Forwarded-Proto": "http"}


def test_without_a_proxy_nothing_that_a_browser_says_of_itself_is_believed(tmp_path: Path) -> None:
    answer = asked(tmp_path).get("/health/live", base_url=OURS, headers=FORGED)
    assert answer.json == {"host": "roost.example", "scheme": "https", "from": "127.0.0.1"}


def test_behind_one_proxy_its_own_word_is_believed_and_not_what_stands_before_it(tmp_path: Path) -> None:
    said = {
        "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
        "X-Forwarded-Host": f"{EVIL}, roost.example",
        "X-Forwarded-Proto": "http, https",
    }
    client = asked(tmp_path, TRUSTED_PROXIES="1")
    answer = client.get("/health/live", base_url="http://127.0.0.1:8001", headers=said)
    assert answer.json == {"host": "roost.example", "scheme": "https", "from": "198.51.100.7"}
    assert client.get("/health/live", base_url=OURS, headers=FORGED).status_code == 400


@pytest.fixture
def without_database(tmp_path: Path) -> Flask:
    """Roost whose database server is not there."""
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/roost"
    return create_app(read_settings({"ROOST_ENV": "test", "ROOST_DATA": str(tmp_path), "DATABASE_URL": url}))


def test_where_the_database_is_away_somebody_who_is_signed_in_reads_a_plain_page_with_a_number(
    without_database: Flask,
) -> None:
    client = client_of(without_database)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = str(uuid.uuid4())
    for path in ("/", "/me", "/sign-in"):
        page = client.get(path, headers={"Accept": "text/html"})
        assert page.status_code in ((200, 503) if path == "/sign-in" else (503,))
        assert "Traceback" not in page.text
        assert page.headers["X-Request-Id"] in page.text or page.status_code == 200
    assert "Roost cannot get at what it keeps at this moment." in client.get("/me").text


def test_a_debugger_is_never_on(without_database: Flask) -> None:
    assert (without_database.debug, without_database.testing) == (False, False)
    assert not without_database.config["PROPAGATE_EXCEPTIONS"]
