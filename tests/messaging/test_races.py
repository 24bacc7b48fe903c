"""What others say while somebody reads: it may come twice, but it is never passed over."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import cast

from flask import Flask
from sqlalchemy import event

from constellations.core.database import database, session
from messaging.messages.actions import react
from messaging.messages.page.queries import conversation_page
from messaging.messages.queries import MessageShown
from messaging.messages.sockets import Lacking, sync
from tests.messaging.talking import Talk, say
from tests.sleepovers.households import sees


@contextmanager
def meanwhile(app: Flask, act: Callable[[], object]) -> Iterator[None]:
    """Let somebody else act, and have it stored, before each statement of what is done here, as in a request."""
    engine, acting = database().engine, list[bool]()

    def between(*_: object) -> None:
        if not acting:
            acting.append(True)
            with app.app_context():
                act()
            acting.clear()

    session().rollback()
    event.listen(engine, "before_cursor_execute", between)
    try:
        # What the test holds of a conversation is as old as the test.
        with app.app_context():
            yield
    finally:
        event.remove(engine, "before_cursor_execute", between)


def talks_and_reacts(talk: Talk, message_id: uuid.UUID) -> None:
    """Anita says something and changes what she thinks of another message."""
    say(talk.homes.anita, talk.everyone, "Meanwhile.")
    for on in (True, False):
        react(sees(talk.homes.anita), message_id, "👍", on)


def known(messages: list[MessageShown]) -> tuple[int, int]:
    """The last number and the last change of some messages."""
    return max(one.seq for one in messages), max(one.change for one in messages)


def test_a_page_that_is_opened_while_somebody_talks_counts_no_message_that_it_lacks(app: Flask, talk: Talk) -> None:
    viewer, first = sees(talk.homes.moira), say(talk.homes.moira, talk.everyone, "Before.").id
    with meanwhile(app, partial(talks_and_reacts, talk, first)):
        page = conversation_page(viewer, talk.everyone.id)
    last, change = known(page.messages)
    assert page.numbers.seq <= last
    assert page.numbers.change <= change
    assert not page.later


def test_an_answer_to_who_was_away_counts_no_message_that_it_does_not_bring(app: Flask, talk: Talk) -> None:
    viewer, first = sees(talk.homes.moira), say(talk.homes.moira, talk.everyone, "Before.").id
    with meanwhile(app, partial(talks_and_reacts, talk, first)):
        answer = sync(viewer, Lacking(conversation=talk.everyone.id, after_seq=0, after_change=0))
    brought = cast("list[dict[str, int]]", answer["messages"])
    assert cast("int", answer["last_seq"]) <= max(one["seq"] for one in brought)
    assert cast("int", answer["last_change"]) <= max(one["change"] for one in brought)
