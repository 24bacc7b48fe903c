"""Figures for who watches over the installation: with the token, and without an id or a name of anybody."""

import datetime as dt
import re

import pytest
import time_machine
from flask import Flask

from constellations.core.settings import EXTENSION
from constellations.jobs.actions import beat
from constellations.notices.models import OutboxMail
from constellations.permissions import Role
from sleepovers.emergencies.queries import open_ladders
from tests.client import RoostClient, client_of
from tests.factories import stored
from tests.samples import World, make_world

TOKEN = "c0ffee0123456789" * 2


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """One of everything, and a token."""
    with_token = app.extensions[EXTENSION].model_copy(update={"metrics_token": TOKEN})
    monkeypatch.setitem(app.extensions, EXTENSION, with_token)
    return make_world()


def figures(client: RoostClient, token: str = TOKEN) -> dict[str, float]:
    """What is told, by name and labels."""
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    lines = [line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}, {"Authorization": "Basic Og=="}]
)
def test_who_does_not_know_the_token_finds_nothing(world: World, app: Flask, headers: dict[str, str]) -> None:
    refused = client_of(app).get("/metrics", headers={**headers, "Accept": "application/json"})
    assert refused.status_code == 404
    assert client_of(app, world.people[Role.MANAGER]).get("/metrics", headers=headers).status_code == 404


def test_without_a_token_set_nobody_finds_it(app: Flask) -> None:
    for given in ("", "None", TOKEN):
        assert client_of(app).get("/metrics", headers={"Authorization": f"Bearer {given}"}).status_code == 404


def test_requests_are_counted_by_endpoint_and_class_of_status(world: World, app: Flask) -> None:
    client = client_of(app)
    before = figures(client)
    client.get("/health/live")
    for address in ("/nowhere", "/nowhere/2"):
        client.get(address)
    after = figures(client)

    def more(endpoint: str, status: str) -> float:
        name = f'roost_request_seconds_count{{endpoint="{endpoint}",status="{status}"}}'
        return after.get(name, 0) - before.get(name, 0)

    assert (more("health.live", "2xx"), more("unknown", "4xx")) == (1, 2)
    assert not any("nowhere" in name for name in after)


def test_what_waits_and_what_ran_is_told_by_age(world: World, app: Flask, clock: time_machine.Traveller) -> None:
    stored(OutboxMail(address="anita@example.org", subject="x", body="y"))
    beat()
    clock.shift(dt.timedelta(minutes=2))
    told = figures(client_of(app))
    assert told['roost_outbox_waiting{outbox="mail"}'] >= 1
    assert told['roost_outbox_oldest_seconds{outbox="mail"}'] >= 120
    assert told["roost_jobs_beat_seconds"] == 120
    assert told["roost_database_up"] == 1
    assert told["roost_emergencies_open"] == len(open_ladders())
    assert told["roost_live_lines"] == 0
    assert told["roost_database_connections_at_most"] >= told["roost_database_connections"]
    assert told["roost_writer_turns_total"] >= 0
    assert "roost_backup_seconds" not in told


def test_no_label_holds_an_id_or_a_name(world: World, app: Flask) -> None:
    client = client_of(app, world.people[Role.HUB_CARER])
    client.get(f"/homes/{world.hub.id}")
    told = "\n".join(figures(client))
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", told)
    assert not any(person.name and person.name in told for person in world.people.values())
    assert str(world.hub.name) not in told
