"""Changing an event and calling it off on the screen."""

import re

import pytest
from flask import Flask

from constellations.events.actions import plan_event
from constellations.events.models import Event
from tests.client import RoostClient, client_of
from tests.constellations.events.planners import World, days, going_on_from, once, rows_of, saturdays
from tests.constellations.events.planning.test_views import TYPED

WEEKLY = TYPED | {"repeats": "weekly", "times": "3"}


@pytest.fixture
def world(app: Flask) -> World:
    """Two constellations of a service."""
    return World()


def place(event: Event, number: int = 0) -> str:
    """The address of one of its dates."""
    return f"/events/{rows_of(event)[number].id}"


def version_on(client: RoostClient, path: str) -> str:
    """What a page says of the version that it was made from."""
    found = re.search(r'name="version"[^>]*value="(\d+)"', client.get(path).text)
    assert found
    return found[1]


def test_one_date_some_or_all_are_changed(app: Flask, world: World) -> None:
    event = plan_event(world.hub, saturdays(world))
    client, second = client_of(app, world.people["hub"]), place(event, 1)
    form = client.get(f"{second}/change").text
    assert ['value="2026-12-05"' in form, "This one and those after it" in form] == [True, True]
    typed = TYPED | {"first": "2026-12-06", "version": version_on(client, f"{second}/change")}
    assert "It is changed." in client.post(f"{second}/change?scope=this", data=typed, follow_redirects=True).text
    following = f"{place(event, 2)}/change?scope=following"
    assert 'value="2026-12-12"' in client.get(following).text
    typed = WEEKLY | {"first": "2026-12-13", "times": "2", "version": version_on(client, following)}
    assert "It is changed." in client.post(following, data=typed, follow_redirects=True).text
    assert days(event) == ["2026-11-28", "2026-12-06"]
    assert days(going_on_from(event)) == ["2026-12-13", "2026-12-20"]


def test_a_stale_page_and_a_date_that_has_begun_are_said(app: Flask, world: World) -> None:
    event = plan_event(world.hub, once(world, "2026-11-21"))
    client = client_of(app, world.people["hub"])
    assert "have begun or are called off" in client.get(f"{place(event)}/change").text
    coming = plan_event(world.hub, once(world))
    answer = client.post(f"{place(coming)}/change", data=TYPED | {"version": "1"})
    assert answer.status_code == 409
    assert "Somebody else has changed this" in answer.text
    assert days(coming) == ["2026-12-19"]


def test_it_is_called_off_and_takes_place_after_all(app: Flask, world: World) -> None:
    event = plan_event(world.hub, once(world))
    client, at = client_of(app, world.people["hub"]), place(event)
    page = client.get(at).text
    assert ["Call it off" in page, "Undo" in page] == [True, False]
    off = {"version": version_on(client, at), "scope": "all", "why": "<Snow>"}
    page = client.post(f"{at}/call-off", data=off, follow_redirects=True).text
    assert ["It is called off." in page, "Undo: it takes place" in page, "Call it off" in page] == [True, True, False]
    assert "Called off. Why: &lt;Snow&gt;" in page
    assert client.post(f"{at}/call-off", data=off).status_code == 409
    back = {"version": version_on(client, at)}
    assert "It takes place after all." in client.post(f"{at}/take-place", data=back, follow_redirects=True).text
    assert days(event) == ["2026-12-19"]


def test_of_a_series_some_are_called_off(app: Flask, world: World) -> None:
    event = plan_event(world.hub, saturdays(world))
    client, at = client_of(app, world.people["hub"]), place(event, 2)
    page = client.get(at).text
    assert [words in page for words in ("Only this one", "All that are still to come", "Sat 5 Dec")] == [True] * 3
    off = {"version": version_on(client, at), "scope": "following"}
    assert "Called off, 2 times." in client.post(f"{at}/call-off", data=off, follow_redirects=True).text
    assert days(event) == ["2026-11-28", "2026-12-05"]


def test_who_only_looks_is_offered_nothing_to_change(app: Flask, world: World) -> None:
    event = plan_event(world.hub, saturdays(world))
    page = client_of(app, world.people["carer"]).get(place(event)).text
    assert ["Call it off" in page, "/change" in page, "Talk about it" in page] == [False, False, True]
    assert client_of(app, world.people["carer"]).get(f"{place(event)}/change").status_code == 422
    page = client_of(app, world.people["finance"]).get(place(event)).text
    assert ["Talk about it" in page, "What it cost" in page] == [False, True]
