"""Who is in the conversation about an event, and that a series has one."""

import pytest
from flask import Flask

from constellations.access import Viewer, find
from constellations.core.errors import NotFound
from constellations.events.actions import plan_event
from constellations.events.changing.actions import change_event
from constellations.events.changing.rules import Scope
from constellations.events.models import Event
from constellations.events.page.queries import event_page
from constellations.events.rules import Circle
from constellations.permissions import Role
from constellations.queries import viewer_for
from messaging.conversations.actions import open_about
from messaging.conversations.queries import conversations_of
from messaging.models import Conversation
from messaging.people.queries import people_in
from messaging.rules import ConversationKind
from tests.constellations.events.planners import (
    World,
    again,
    going_on_from,
    once,
    part,
    plan,
    rows_of,
    saturdays,
    viewer_of,
)
from tests.factories import create_person, join


@pytest.fixture
def world(app: Flask) -> World:
    """Two constellations of a service."""
    return World()


def talk_about(viewer: Viewer, event: Event) -> Conversation:
    """The conversation about an event, opened by somebody from its page."""
    talk_id = event_page(viewer, rows_of(event)[0].id).talk_id
    assert talk_id is not None
    return find(viewer, Conversation, open_about(viewer, ConversationKind.EVENT, talk_id))


def names_in(world: World, conversation: Conversation) -> list[str]:
    """Which of the people of the tests are in a conversation."""
    present = people_in(conversation)
    return [name for name, person in world.people.items() if person.id in present]


def readers(world: World, event: Event) -> list[str]:
    """Which of them find it on the page of the event, and among their conversations."""
    found = []
    for name, person in world.people.items():
        viewer = viewer_for(person)
        lines = {line.kind: line.title for line in conversations_of(viewer)}
        if lines.get(ConversationKind.EVENT) == event.title:
            assert event_page(viewer, rows_of(event)[0].id).talk_id == event.id
            found.append(name)
    return found


def test_those_whom_it_is_for_talk_about_it(world: World) -> None:
    event = plan_event(world.hub, once(world))
    conversation = talk_about(world.carer, event)
    assert talk_about(world.liaison, event).id == conversation.id
    assert names_in(world, conversation) == readers(world, event) == ["hub", "carer", "liaison"]
    assert event_page(world.manager, rows_of(event)[0].id).talk_id is None


def test_of_a_familys_time_the_family_and_its_worker_talk(world: World) -> None:
    event = plan_event(world.carer, plan(Circle.HOME, home=world.home))
    conversation = talk_about(world.carer, event)
    assert names_in(world, conversation) == readers(world, event) == ["carer", "liaison"]


def test_of_what_is_for_the_service_everybody_of_it_talks(world: World) -> None:
    event = plan_event(world.manager, plan(Circle.SERVICE))
    conversation = talk_about(world.elsewhere, event)
    assert names_in(world, conversation) == readers(world, event) == list(world.people)


def test_a_series_has_one_conversation_wherever_it_goes_on(world: World) -> None:
    event = plan_event(world.hub, saturdays(world))
    first, middle = rows_of(event)[0], rows_of(event)[2]
    conversation = talk_about(world.hub, event)
    change_event(world.hub, part(event, 2, Scope.FOLLOWING), again(middle.starts_on))
    goes_on = going_on_from(event)
    assert event_page(world.carer, rows_of(goes_on)[0].id).talk_id == event_page(world.carer, first.id).talk_id
    assert talk_about(world.carer, goes_on).id == conversation.id
    with pytest.raises(NotFound):
        open_about(world.hub, ConversationKind.EVENT, goes_on.id)


def test_whom_it_is_not_for_opens_none_and_who_joins_is_in_it(world: World) -> None:
    event = plan_event(world.hub, once(world))
    for viewer in (world.elsewhere, world.manager, viewer_of(Role.MANAGER)):
        with pytest.raises(NotFound):
            open_about(viewer, ConversationKind.EVENT, event.id)
    conversation = talk_about(world.hub, event)
    join(world.far, world.ours)
    newcomer = create_person(Role.SATELLITE_CARER, home=world.far)
    assert newcomer.id in people_in(conversation)
    assert readers(world, event) == ["hub", "carer", "elsewhere", "liaison"]
