"""Odd events: whatever comes down a live line, it is answered or refused, never with a fault, and to nobody outside."""

import datetime as dt
import os
import uuid
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from app import PARTS
from constellations.accounts.actions import begin_on_device
from constellations.core.database import session
from constellations.core.errors import Busy, NotFound, RoostError
from constellations.core.throttle import EXTENSION, Throttle
from constellations.live import Desk, Event, Garbled, Sent, declared, desk_of
from constellations.models import Person
from constellations.permissions import ROLE_PERMISSIONS, Role
from tests.samples import World, make_world
from tests.test_odd_input import ODD

EVENTS = {event.name: event for event in map(declared, PARTS.events)}
EXAMPLES = int(os.environ.get("ROOST_ODD_INPUTS", "30"))
"""How often each event is attacked; more than that before a release, and in `make attack`."""

A_MINUTE = dt.timedelta(seconds=61)
NOWHERE = str(uuid.UUID(int=7))
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from((*ODD, "\ud800", "x" * 70_000, "👍"))
)
JUNK = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner))
"""All that JSON can say, and some things that it cannot."""


@pytest.fixture
def app(app: Flask) -> Flask:
    """Roost as everywhere, and what one test sent is not held against the next."""
    app.extensions[EXTENSION] = Throttle(None)
    return app


@pytest.fixture
def world(app: Flask) -> World:
    """One of everything."""
    return make_world()


def right(world: World, event: str) -> dict[str, Any]:
    """A payload that the event takes, from who is in the conversation."""
    values = {
        **{"conversation": str(world.conversation.id), "id": str(world.message.id), "client_id": str(uuid.uuid4())},
        **{"body": "See you at five.", "reply_to": None, "sure": True, "after_seq": 0, "after_change": 0, "seq": 1},
        **{"emoji": "👍", "on": True, "number": 1, "says": "yes"},
        **({"id": str(world.poll.id)} if event == "vote" else {}),
    }
    return {name: values[name] for name in EVENTS[event].payload.model_fields}


def desk_for(app: Flask, event: str) -> Desk:
    """Where the event is answered, as a line would have it answered."""
    session().rollback()
    return desk_of(EVENTS[event], app)


def payloads(event: Event, taken: dict[str, Any]) -> st.SearchStrategy[object]:
    """What is sent: junk, or the event's own fields of which some hold what they should."""
    fields = {name: st.just(taken[name]) | LEAVES for name in event.payload.model_fields}
    whole = st.fixed_dictionaries(fields, optional={"viewer": LEAVES, "person_id": LEAVES})
    missing = whole.map(lambda words: dict(list(words.items())[1:]))
    return whole | missing | JUNK


@pytest.mark.parametrize("event", list(EVENTS))
def test_what_is_right_is_taken(app: Flask, world: World, event: str) -> None:
    token = begin_on_device(world.people[Role.HUB_CARER], "test browser")
    assert isinstance(desk_for(app, event)(Sent(token, right(world, event))), dict)


@pytest.mark.page_alone
@pytest.mark.parametrize("event", list(EVENTS))
def test_an_odd_event_is_answered_or_refused_and_never_a_fault(
    app: Flask, world: World, event: str, clock: time_machine.Traveller
) -> None:
    token, desk, taken = begin_on_device(world.people[Role.HUB_CARER], "x"), desk_for(app, event), right(world, event)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(words=payloads(EVENTS[event], taken))
    def attack(words: object) -> None:
        # Who sends without end is told to wait, which is another test's.
        clock.shift(A_MINUTE)
        with capture_logs() as written:
            answer = desk(Sent(token, words))
        assert not isinstance(answer, Busy), words
        assert isinstance(answer, dict | RoostError)
        assert [line for line in written if line.get("log_level") == "error"] == []

    attack()


def outsiders(world: World, event: Event) -> list[Person]:
    """People of another constellation and another service who may send such an event at home."""
    return [person for person in world.outsiders if event.permission in ROLE_PERMISSIONS[person.role]]


@pytest.mark.parametrize("event", [name for name, each in EVENTS.items() if each.payload.model_fields])
def test_what_is_somebody_elses_is_as_if_it_were_not_there(app: Flask, world: World, event: str) -> None:
    desk, taken = desk_for(app, event), right(world, event)
    missing = {name: NOWHERE if name in ("conversation", "id") else value for name, value in taken.items()}
    people = outsiders(world, EVENTS[event])
    assert people
    for person in people:
        token = begin_on_device(person, "x")
        refused, nowhere = desk(Sent(token, taken)), desk(Sent(token, missing))
        assert isinstance(refused, NotFound), person.role
        assert isinstance(nowhere, NotFound)
        assert refused.words == nowhere.words


@pytest.mark.parametrize("event", list(EVENTS))
def test_what_an_event_does_not_know_is_refused(app: Flask, world: World, event: str) -> None:
    token = begin_on_device(world.people[Role.HUB_CARER], "x")
    words = {**right(world, event), "person_id": str(world.people[Role.MANAGER].id)}
    assert isinstance(desk_for(app, event)(Sent(token, words)), Garbled)
