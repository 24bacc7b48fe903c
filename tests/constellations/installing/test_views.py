"""What an installed Roost fetches from the root of the site."""

import json
import re

from flask import Flask

from constellations.core.assets import asset, built_file
from constellations.permissions import Role
from tests.client import client_of
from tests.factories import create_home, create_person, create_service


def test_the_worker_comes_from_the_root_under_a_name_that_never_changes(app: Flask) -> None:
    answer = client_of(app).get("/service-worker.js", buffered=True)
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "notificationclick" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_worker_knows_every_other_built_file_and_no_page_but_one(app: Flask) -> None:
    text = client_of(app).get("/service-worker.js").text
    for name in ("app.css", "app.js", "favicon.svg", "icon-small.png"):
        assert asset(name) in text
    assert '"/offline"' in text
    assert "/nights" not in text


def test_the_page_for_no_network_is_the_same_for_everybody_and_holds_no_token(app: Flask) -> None:
    carer = create_person(Role.HUB_CARER, home=create_home(create_service()), name="Michaela Finch")
    for_nobody, for_carer = client_of(app).get("/offline"), client_of(app, carer).get("/offline")
    assert for_nobody.data == for_carer.data
    assert "You are offline" in for_nobody.text
    assert "Set-Cookie" not in for_nobody.headers
    assert "csrf" not in for_nobody.text
    assert "<script" not in for_nobody.text
    assert re.findall(r'<a class="govuk-button" href="([^"]*)">Try again', for_nobody.text) == [""], "where one was"


def test_what_is_installed_has_icons_that_are_built(app: Flask) -> None:
    installed = json.loads(built_file("roost.webmanifest"))
    assert (installed["display"], installed["scope"], installed["start_url"]) == ("standalone", "/", "/")
    icons = {icon["src"]: icon["sizes"] for icon in installed["icons"]}
    assert set(icons.values()) == {"any", "192x192", "512x512"}
    client = client_of(app)
    assert {client.get(f"/static/{name}", buffered=True).status_code for name in icons} == {200}
    assert asset("icon-touch.png") in client.get("/sign-in").text
