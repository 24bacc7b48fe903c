"""Too much of anything is refused before it costs anything: bodies, parts, depth, pages, and time for odd words."""

import re
from http import HTTPStatus

import pytest
from flask import Flask

from constellations.assembly import LARGEST_UPLOAD
from constellations.core.http import MOST_OF_A_FORM, MOST_OF_STRANGERS, PLAIN_FORM
from constellations.core.paging import ROWS
from constellations.core.sockets import LARGEST
from constellations.permissions import Role
from tests.client import client_of
from tests.factories import create_person, create_service
from tests.samples import World
from tests.source import ROOT, sources

OPERATIONS = ROOT / "docs" / "operations"
DEEP = "[" * 100_000
MEGABYTE = "x" * MOST_OF_A_FORM
LISTED = re.compile(r'href="/people/[0-9a-f-]{36}"')
PARTS, END = "multipart/form-data; boundary=b", "--b--\r\n"


def part_with(words: str) -> str:
    """A field of a form in parts."""
    return f'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n{words}\r\n'


@pytest.mark.page_alone
@pytest.mark.parametrize("size", [MOST_OF_STRANGERS + 1, 10 * 1024 * 1024])
def test_a_stranger_sends_no_more_than_a_form(kept_app: Flask, size: int) -> None:
    file = client_of(kept_app).post("/sign-in", data=b"x" * size, headers={"Content-Type": PARTS})
    assert file.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    plain = client_of(kept_app).post("/sign-in", data={"email": "x" * size})
    assert plain.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@pytest.mark.page_alone
def test_a_cookie_of_ones_own_making_lets_nobody_send_more(kept_app: Flask) -> None:
    client = client_of(kept_app)
    client.set_cookie("roost", "eyJfdXNlcl9pZCI6IngifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    answer = client.post("/sign-in", data={"email": "x" * (MOST_OF_STRANGERS + 1)})
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@pytest.mark.page_alone
def test_a_stranger_says_how_much_is_sent(kept_app: Flask) -> None:
    answer = client_of(kept_app).post("/sign-in", data=b"", headers={"Transfer-Encoding": "chunked"})
    assert answer.status_code == HTTPStatus.LENGTH_REQUIRED


@pytest.mark.page_alone
def test_nobody_sends_more_than_a_register(kept_app: Flask, kept_world: World) -> None:
    client = client_of(kept_app, kept_world.people[Role.MANAGER])
    answer = client.post("/register", environ_overrides={"CONTENT_LENGTH": str(LARGEST_UPLOAD + 1)})
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@pytest.mark.page_alone
def test_a_form_has_neither_a_thousand_parts_nor_fields_of_megabytes(kept_app: Flask, kept_world: World) -> None:
    client = client_of(kept_app, kept_world.people[Role.MANAGER])
    bodies = (
        (PARTS, part_with("x") * 1001 + END),
        (PARTS, part_with(MEGABYTE) + END),
        (PLAIN_FORM, f"name={MEGABYTE}"),
    )
    for kind, body in bodies:
        answer = client.post("/service", data=body, headers={"Content-Type": kind})
        assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@pytest.mark.page_alone
def test_words_packed_a_hundred_thousand_deep_are_no_fault(kept_app: Flask, kept_world: World) -> None:
    client = client_of(kept_app, kept_world.people[Role.MANAGER])
    for path in ("/service", "/me/alerts", "/sign-in"):
        answer = client.post(path, data=DEEP, headers={"Content-Type": "application/json"})
        assert answer.status_code == HTTPStatus.UNSUPPORTED_MEDIA_TYPE, path
    line = client.post("/socket.io/?EIO=4&transport=polling&sid=x", data=DEEP, headers={"Origin": "http://localhost"})
    assert line.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


def test_no_view_reads_json_and_lines_have_a_largest_packet() -> None:
    words = ("request.json", "get_json(", "json.loads(request")
    assert [source.path for source in sources() if any(word in source.text for word in words)] == []
    assert LARGEST <= MOST_OF_STRANGERS


@pytest.mark.page_alone
def test_no_page_of_a_list_is_longer_than_it_is_made(app: Flask) -> None:
    service = create_service()
    client = client_of(app, create_person(Role.MANAGER, service))
    for _ in range(ROWS + 4):
        create_person(Role.FINANCE, service)
    sizes = {"rows": "100000", "size": "100000", "per_page": "100000", "limit": "100000"}
    pages = [{}, sizes, {"page": "2"}, {"page": str(10**18)}, {"page": "0"}]
    found = [len(LISTED.findall(client.get("/people", query_string=page).text)) for page in pages]
    assert found == [ROWS, ROWS, 5, 5, ROWS]
    assert ROWS <= 100


def test_what_stands_before_roost_limits_headers_bodies_time_and_lines() -> None:
    nginx = (OPERATIONS / "nginx.conf").read_text()
    for limit in ("client_max_body_size 64m", "client_body_timeout", "client_header_timeout", "limit_conn lines"):
        assert limit in nginx
    assert number_after("worker_rlimit_nofile", nginx) >= number_after("worker_connections", nginx)


@pytest.mark.parametrize("paper", ["install-one-machine.md", "container/Caddyfile"])
def test_caddy_limits_bodies_and_time(paper: str) -> None:
    caddy = (OPERATIONS / paper).read_text()
    for limit in ("max_size 64MB", "read_header 10s", "read_body 10m"):
        assert limit in caddy


def test_before_a_roost_without_threads_caddy_waits_for_all_that_a_stranger_may_send() -> None:
    caddy = (OPERATIONS / "container/Caddyfile").read_text()
    assert number_after("request_buffers", caddy) * 1024 > MOST_OF_STRANGERS


def number_after(word: str, text: str) -> int:
    """What a setting is set to."""
    found = re.search(rf"^\s*{word} (\d+)", text, re.MULTILINE)
    assert found is not None, word
    return int(found[1])
