"""To look: every answer has its headers and none lets another site in, and no look changes what is there."""

import pytest
from flask import Flask, render_template_string
from werkzeug.routing import Rule, UUIDConverter
from werkzeug.test import TestResponse

from constellations.core.files.giving import INERT
from constellations.core.http import CONTENT_SECURITY_POLICY
from constellations.permissions import Role
from tests.addresses import SAMPLES, address_of
from tests.client import client_of
from tests.kept import stored_rows
from tests.samples import World

LOOKED = "looked"
ELSEWHERE = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# What is said of the answer itself, and what some answers say besides.
OF_THE_ANSWER = {"Content-Type", "Content-Length", "X-Request-Id", "Content-Security-Policy", "Cache-Control"}
OF_SOME = {"Location", "Vary", "Set-Cookie", "Content-Disposition", "ETag", "Last-Modified", "Date", "Allow"}
OF_SOME |= {"Content-Encoding", "Retry-After", "Accept-Ranges", "Service-Worker-Allowed"}
KEPT_BY_WHO_ASKED = {"private", "no-cache"}

WRITTEN_WHEN_ONE_LOOKS = {
    "activity",
    "audit_entry",
    "audit_head",
    "conversation",
    "signed_in_device",
    "stay_card_view",
}
"""That somebody looked: when a device was last used, in the logs, and for the home, at a stay card; and, the first time
that somebody looks at them, the conversations that a constellation always has."""

Looks = list[tuple[Rule, TestResponse]]


@pytest.fixture
def looks(kept_app: Flask, kept_world: World) -> Looks:
    """Every page and file of Roost, as a manager, a hub carer and nobody get it when another site asks."""
    known: Looks | None = kept_app.extensions.get(LOOKED)
    if known is None:
        known = kept_app.extensions[LOOKED] = []
        for person in (kept_world.people[Role.MANAGER], kept_world.people[Role.HUB_CARER], None):
            client = client_of(kept_app, person)
            for rule in looked_at(kept_app):
                known.append((rule, client.get(address_of(rule, kept_world), headers=ELSEWHERE)))
    return known


def looked_at(app: Flask) -> list[Rule]:
    """What can be looked at, built files apart."""
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]


def assert_headers(answer: TestResponse, where: object) -> None:
    """Find exactly the headers that an answer of Roost has."""
    found = dict(answer.headers)
    assert {name: found.get(name) for name in ALWAYS} == ALWAYS, where
    assert set(found) - set(ALWAYS) - OF_THE_ANSWER - OF_SOME == set(), where
    is_file = "attachment" in found.get("Content-Disposition", "")
    assert found["Content-Security-Policy"] in {CONTENT_SECURITY_POLICY, *({INERT} if is_file else ())}, where
    assert "unsafe" not in found["Content-Security-Policy"]
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert cookie.startswith(("roost=", "roost_known=")), where
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; ")), where


def assert_not_kept(answer: TestResponse, where: object) -> None:
    """Find that no machine between keeps it, nor a browser longer than it may."""
    kept = answer.headers["Cache-Control"]
    assert "no-store" in kept or set(kept.split(", ")) >= KEPT_BY_WHO_ASKED, where
    assert "public" not in kept, where


@pytest.mark.page_alone
def test_every_answer_has_exactly_its_headers(looks: Looks) -> None:
    for rule, answer in looks:
        assert_headers(answer, rule)
        assert_not_kept(answer, rule)
    assert {"text/html", "application/json", "text/csv", "application/pdf"} <= {answer.mimetype for _, answer in looks}


@pytest.mark.page_alone
def test_no_answer_lets_another_site_read_it(looks: Looks, kept_app: Flask, kept_world: World) -> None:
    client = client_of(kept_app, kept_world.people[Role.MANAGER])
    asked = [client.options(address_of(rule, kept_world), headers=ELSEWHERE) for rule in looked_at(kept_app)]
    every = [answer for _, answer in looks] + asked
    assert len(every) > len(asked) > 100
    assert [answer for answer in every if any("access-control" in name.lower() for name, _ in answer.headers)] == []


@pytest.mark.page_alone
def test_refusals_errors_built_files_and_live_lines_have_them_too(kept_app: Flask, kept_world: World) -> None:
    client = client_of(kept_app, kept_world.people[Role.MANAGER])
    as_data, stranger = {"Accept": "application/json", **ELSEWHERE}, client_of(kept_app)
    line = "/socket.io/?EIO=4&transport=polling"
    forged = client_of(kept_app, kept_world.people[Role.MANAGER])
    forged.with_token = False
    answers = {
        404: [client.get("/nowhere", headers=ELSEWHERE), client.get("/nowhere", headers=as_data)],
        400: [forged.post("/sign-in", headers=ELSEWHERE), forged.post("/sign-in", headers=as_data)],
        405: [client.post("/me", headers=ELSEWHERE), client.post("/me", headers=as_data)],
        401: [stranger.get("/me", headers=as_data), stranger.get(line, headers={"Sec-Fetch-Site": "same-origin"})],
        302: [stranger.get("/me", headers={"Accept": "text/html", **ELSEWHERE})],
        403: [client.get(line, headers=ELSEWHERE)],
        200: [client.get(line, headers={"Sec-Fetch-Site": "same-origin"})],
    }
    for status, of_status in answers.items():
        for answer in of_status:
            assert answer.status_code == status
            assert_headers(answer, status)
            assert_not_kept(answer, status)
            assert not any("access-control" in name.lower() for name, _ in answer.headers)


@pytest.mark.page_alone
def test_a_built_file_has_them_and_is_kept(kept_app: Flask) -> None:
    with kept_app.test_request_context():
        address = render_template_string("{{ asset('app.css') }}")
    answer = client_of(kept_app).get(address, headers=ELSEWHERE)
    assert answer.status_code == 200
    assert_headers(answer, address)


@pytest.mark.page_alone
def test_to_look_changes_nothing_but_that_one_looked(kept_app: Flask, kept_world: World) -> None:
    before = stored_rows()
    for person in (kept_world.people[Role.MANAGER], kept_world.people[Role.HUB_CARER], None):
        client = client_of(kept_app, person)
        for rule in looked_at(kept_app):
            client.get(address_of(rule, kept_world))
    after = stored_rows()
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed - WRITTEN_WHEN_ONE_LOOKS == set()


def test_what_an_address_names_it_names_by_a_random_id(installed: Flask) -> None:
    named = {
        (rule.rule, name)
        for rule in installed.url_map.iter_rules()
        for name in rule.arguments & set(SAMPLES)
        if not isinstance(rule._converters[name], UUIDConverter)
    }
    assert named == set()
