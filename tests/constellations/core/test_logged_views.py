"""Over a tour of the whole application, the log says who was refused and who saw what, and no name, word or secret."""

import json
import re
import uuid

import pytest
from flask import Flask

from constellations.core.logs import init_logs
from constellations.core.passwords import hash_password
from constellations.guard import BY_FEED_TOKEN, DECLARED, PUBLIC
from constellations.permissions import ROLE_PERMISSIONS, Role
from tests import factories
from tests.addresses import SAMPLES, WORDS
from tests.client import client_of
from tests.samples import World, make_world

PASSWORD = "a long word of nobody 77"  # of a test

Line = dict[str, object]


@pytest.fixture
def world(app: Flask) -> World:
    """One of everything."""
    return make_world()


def pages(app: Flask, world: World, role: Role) -> list[str]:
    """The address of every page that somebody of a role may open, with the samples in it."""
    found = []
    for rule in app.url_map.iter_rules():
        declared = getattr(app.view_functions[rule.endpoint], DECLARED)
        is_theirs = declared not in (PUBLIC, BY_FEED_TOKEN) and declared in ROLE_PERMISSIONS[role]
        if is_theirs and "GET" in (rule.methods or ()):
            path = rule.rule
            for name in rule.arguments:
                value = WORDS[name] if name in WORDS else str(SAMPLES[name](world))
                path = re.sub(rf"<(?:[a-z_]+:)?{name}>", value, path)
            found.append(path)
    return found


def lines(capsys: pytest.CaptureFixture[str]) -> tuple[str, list[Line]]:
    """What was logged, as it was written and line by line."""
    written = capsys.readouterr().err
    return written, [json.loads(line) for line in written.splitlines()]


def test_no_name_word_or_secret_is_in_the_log_of_a_tour(
    app: Flask, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    init_logs(for_machines=True)
    manager = world.people[Role.MANAGER]
    client = client_of(app, manager)
    capsys.readouterr()
    for path in pages(app, world, Role.MANAGER):
        client.get(path)
    client.post(f"/conversations/{world.conversation.id}/look", data={"reason": "A complaint about quinces."})
    client.post("/service/who-saw", data={"key": world.child.key})
    written, told = lines(capsys)
    assert len([line for line in told if line["event"] == "answered"]) > 100
    with client.session_transaction() as cookie:
        secrets = {cookie["_user_id"], cookie["csrf_token"]}
    names = {person.name for person in (*world.people.values(), *world.outsiders)}
    addresses = {person.email for person in world.people.values()}
    words = {"quinces", "Hello all.", "A worry.", "Tea at five.", world.child.key, world.hub.name, "Soft play"}
    assert {
        one for one in (*secrets, *names, *addresses, *words) if re.search(rf"\b{re.escape(one)}\b", written)
    } == set()
    assert {str(line["at"])[-6:] for line in told} == {"+00:00"}, "instants are told in UTC"


def test_who_was_refused_and_who_saw_or_changed_what_matters_is_a_line_each(
    app: Flask, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    init_logs(for_machines=True)
    carer, manager = world.people[Role.SATELLITE_CARER], world.people[Role.MANAGER]
    refused, entitled = client_of(app, carer), client_of(app, manager)
    capsys.readouterr()
    refused.get("/service")
    refused.get(f"/stays/{uuid.UUID(int=7)}")
    entitled.get(f"/children/{world.child.id}/stay-card")
    entitled.post("/extracts/files/learning")
    entitled.post(f"/people/{carer.id}/end", data={"sure": "y"})
    _written, told = lines(capsys)
    denied = [(line["endpoint"], line["status"], line["person_id"]) for line in told if line["event"] == "denied"]
    assert [(status, who) for _endpoint, status, who in denied] == [(403, str(carer.id)), (404, str(carer.id))]
    audited = {(line["action"], line["of"], line["person_id"]) for line in told if line["event"] == "audited"}
    assert audited >= {
        ("read_card", "stay_card", str(manager.id)),
        ("took_extract", "extract", str(manager.id)),
        ("end_access", "person", str(manager.id)),
    }


def test_signing_in_is_told_whether_it_worked_or_not_and_never_with_what(
    app: Flask, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    init_logs(for_machines=True)
    carer = world.people[Role.HUB_CARER]
    factories.changed(carer, password_hash=hash_password(PASSWORD))
    capsys.readouterr()
    for password in ("wrong entirely 88", PASSWORD):
        client_of(app).post("/sign-in", data={"email": carer.email, "password": password})
    written, told = lines(capsys)
    events = [line["event"] for line in told if str(line["event"]).startswith("sign_in")]
    assert events == ["sign_in_refused", "sign_in_ok"]
    assert [one for one in (PASSWORD, "wrong entirely", carer.email) if one in written] == []
