"""Forged requests: nothing is done for a page of another site, whatever the address; and what is stored never runs."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app import create_app
from constellations.core.settings import read_settings
from constellations.permissions import Role
from tests.addresses import address_of
from tests.client import RoostClient, client_of
from tests.planted import plant
from tests.samples import World, make_world


def _posts() -> list[Rule]:
    app = create_app(read_settings({"ROOST_ENV": "test", "DATABASE_URL": "sqlite:///nowhere.db"}))
    return [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())]


POSTS = _posts()
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{11111*11111}}"


@pytest.fixture
def world(app: Flask) -> World:
    """One of everything."""
    return make_world()


def without_token(client: RoostClient) -> RoostClient:
    """The same browser, led by a page of another site."""
    client.with_token = False
    return client


@pytest.mark.parametrize("rule", POSTS, ids=str)
def test_nothing_is_posted_without_the_token(kept_app: Flask, kept_world: World, rule: Rule) -> None:
    client = without_token(client_of(kept_app, kept_world.people[Role.MANAGER]))
    assert client.post(address_of(rule, kept_world)).status_code == 400


@pytest.mark.parametrize("rule", POSTS, ids=str)
def test_nothing_is_posted_with_the_token_of_somebody_else(kept_app: Flask, kept_world: World, rule: Rule) -> None:
    attacker = client_of(kept_app, kept_world.people[Role.HUB_CARER])
    token = attacker._token()
    client = without_token(client_of(kept_app, kept_world.people[Role.MANAGER]))
    client.get("/me")
    assert client.post(address_of(rule, kept_world), headers={"X-CSRFToken": token}).status_code == 400


# Two roles open nearly every page there is; the others in the proof.
ROLES = [
    Role.MANAGER,
    Role.HUB_CARER,
    *(pytest.param(role, marks=pytest.mark.proof) for role in Role if role not in (Role.MANAGER, Role.HUB_CARER)),
]


@pytest.mark.page_alone
@pytest.mark.parametrize("role", ROLES)
def test_stored_words_never_run(app: Flask, world: World, role: Role) -> None:
    assert len(plant(EVIL)) > 30
    client, shown = client_of(app, world.people[role]), 0
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and rule.endpoint != "static":
            page = client.get(address_of(rule, world), follow_redirects=True)
            if page.mimetype == "text/html":
                assert "<script>alert" not in page.text, rule
                assert "<img src=x" not in page.text, rule
                assert "123454321" not in page.text, rule
                shown += "&lt;script&gt;alert(1)" in page.text
    assert shown or role is Role.REGIONAL
