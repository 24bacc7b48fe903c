"""Pages of a conversation: where the new ones begin, what is new before them, and whether there is an earlier page."""

import re

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer
from constellations.core.database import database
from messaging.conversations.queries import conversation_line
from messaging.messages.actions import remove_message
from messaging.messages.page.queries import conversation_page
from messaging.messages.queries import PAGE
from messaging.receipts.actions import mark_read
from messaging.rules import UNREAD_FOR, place_of
from messaging.safeguarding.looks.actions import look_into_conversation
from messaging.safeguarding.looks.queries import look_page
from tests.client import client_of
from tests.messaging.factories import create_message
from tests.messaging.talking import Talk
from tests.queries import count_queries
from tests.sleepovers.households import sees


def said(talk: Talk, number: int) -> None:
    """Anita says a number of things."""
    for one in range(1, number + 1):
        create_message(talk.everyone, talk.homes.anita, f"{one}")


def new_on(viewer: Viewer, talk: Talk, before: int | None = None) -> tuple[int | None, int, str | None]:
    """The first new one of a page, how many are new before it, and where the first of those stands."""
    page = conversation_page(viewer, talk.everyone.id, before)
    found = page.new_before
    return page.first_unread, found.number if found else 0, found.path.partition("#")[0] if found else None


@pytest.mark.parametrize("number", [PAGE - 1, PAGE, PAGE + 1])
def test_there_is_an_earlier_page_only_where_something_stands_on_it(
    talk: Talk, clock: time_machine.Traveller, number: int
) -> None:
    manager, has_earlier = sees(talk.homes.manager), number > PAGE
    begun = look_into_conversation(manager, talk.everyone.id, "A complaint.")
    clock.shift(60)
    said(talk, number)
    page, looked = conversation_page(sees(talk.homes.moira), talk.everyone.id), look_page(manager, begun)
    for messages, earlier in ((page.messages, page.earlier), (looked.messages, looked.earlier)):
        assert (len(messages), earlier) == (min(number, PAGE), 2 if has_earlier else None)
    assert list(page.looks) == ([] if has_earlier else [1])


def test_what_is_new_before_a_page_is_said_with_the_way_to_it(talk: Talk) -> None:
    viewer = sees(talk.homes.moira)
    said(talk, 120)
    mark_read(viewer, talk.everyone.id, 10)
    place = place_of(talk.everyone.id, 11, talk.everyone.id).partition("#")[0]
    assert new_on(viewer, talk) == (71, 60, place)
    assert new_on(viewer, talk, 71) == (21, 10, place)
    assert new_on(viewer, talk, 30) == (11, 0, None)
    assert new_on(viewer, talk, 11) == (None, 0, None)
    mark_read(viewer, talk.everyone.id, 70)
    assert new_on(viewer, talk) == (71, 0, None)
    mark_read(viewer, talk.everyone.id, 120)
    assert new_on(viewer, talk) == (None, 0, None)


def test_what_is_new_on_pages_is_what_the_list_counts(talk: Talk, clock: time_machine.Traveller) -> None:
    viewer = sees(talk.homes.moira)
    said(talk, 2)
    clock.shift(UNREAD_FOR.total_seconds() + 60)
    old = [create_message(talk.everyone, talk.homes.anita), create_message(talk.everyone, talk.homes.anita)]
    create_message(talk.everyone, talk.homes.moira)
    remove_message(sees(talk.homes.anita), old[0].id)
    assert new_on(viewer, talk) == (4, 0, None)
    said(talk, PAGE)
    page = conversation_page(viewer, talk.everyone.id)
    assert new_on(viewer, talk)[:2] == (6, 1)
    assert page.new_before is not None
    assert page.new_before.number + PAGE == conversation_line(viewer, talk.everyone.id).unread
    with count_queries(database().engine) as few:
        conversation_page(viewer, talk.everyone.id)
    said(talk, PAGE)
    with count_queries(database().engine) as many:
        conversation_page(viewer, talk.everyone.id)
    assert len(many) == len(few)


def test_who_says_that_they_have_read_a_page_has_read_what_stands_on_it(app: Flask, talk: Talk) -> None:
    said(talk, 120)
    moira, path = client_of(app, talk.homes.moira), f"/conversations/{talk.everyone.id}"
    page = moira.get(f"{path}?at=30").text
    (address,) = re.findall(r'action="(/[^"]+/read/\d+)"', page)
    assert "4 more new messages before these" in page
    moira.post(address)
    assert conversation_line(sees(talk.homes.moira), talk.everyone.id).unread == 120 - 54
