"""An open conversation that did not hear of everything: what it lacks comes, and stays asked for until it came."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, WebSocketRoute, expect

from constellations.core.database import session
from messaging.conversations.queries import conversation_line
from messaging.messages.actions import react, remove_message
from messaging.telling import sockets as telling
from tests.browser.test_talk import open_talk, sign_in
from tests.messaging.talking import Talk, say
from tests.sleepovers.households import sees


def unheard(act: Callable[[], object]) -> None:
    """Let something happen of which no line brings news, as while Redis is away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(telling, "tell_people", lambda *_words: None)
        act()


def test_a_reaction_to_the_last_message_does_not_hide_that_others_are_lacking(
    app: Flask, page: Page, live_server: str, talk: Talk
) -> None:
    homes, shown = talk.homes, page.locator(".message__body")
    open_talk(sign_in(app, page, homes.anita, live_server), talk)
    said = [say(homes.moira, talk.everyone, words) for words in ("Before.", "Taken back.")]
    expect(shown).to_have_text(["Before.", "Taken back."])
    unheard(lambda: said.extend(say(homes.moira, talk.everyone, words) for words in ("Missed.", "The last.")))
    react(sees(homes.tom), said[-1].id, "👍", on=True)
    expect(shown).to_have_text(["Before.", "Taken back.", "Missed.", "The last."])
    unheard(lambda: remove_message(sees(homes.moira), said[1].id))
    react(sees(homes.tom), said[0].id, "👍", on=True)
    expect(shown).to_have_text(["Before.", "This message was removed.", "Missed.", "The last."])


LATE_MS = 11_000
"""Longer than a page waits for an answer before it may ask again."""


def test_an_answer_that_comes_late_is_used(app: Flask, page: Page, live_server: str, talk: Talk) -> None:
    homes, shown = talk.homes, page.locator(".message__body")
    is_slow: list[bool] = []
    under_way: list[Callable[[], None]] = []

    def connect(route: WebSocketRoute) -> None:
        """Let answers to what is asked for be under way for long, where the link is slow."""

        def bring(words: str | bytes) -> None:
            """Bring something that the server sent."""
            if is_slow and "last_change" in str(words):
                under_way.append(lambda: route.send(words))
            else:
                route.send(words)

        route.connect_to_server().on_message(bring)

    page.clock.install()
    page.route_web_socket("**/socket.io/**", connect)
    sign_in(app, page, homes.anita, live_server).goto(f"/conversations/{talk.everyone.id}")
    expect(page.locator(".talk[data-ready]")).to_be_visible()
    say(homes.moira, talk.everyone, "Before.")
    expect(shown).to_have_text(["Before."])
    is_slow.append(True)
    unheard(lambda: say(homes.moira, talk.everyone, "Missed."))
    say(homes.moira, talk.everyone, "The last.")
    for _look in range(200):
        if not under_way:
            page.wait_for_timeout(50)
    page.clock.fast_forward(LATE_MS)
    expect(shown).to_have_text(["Before.", "The last."])
    under_way[0]()
    expect(shown).to_have_text(["Before.", "Missed.", "The last."])


def unread(talk: Talk) -> int:
    """How much Anita has not read."""
    session().rollback()
    return conversation_line(sees(talk.homes.anita), talk.everyone.id).unread


def test_that_one_has_read_is_told_until_the_server_has_noted_it(
    app: Flask, page: Page, live_server: str, talk: Talk
) -> None:
    homes, lost = talk.homes, [True]
    say(homes.moira, talk.everyone, "Who comes on Sunday?")

    def connect(route: WebSocketRoute) -> None:
        """Lose what is sent, of what was read."""
        server = route.connect_to_server()
        route.on_message(lambda words: None if lost and "mark_read" in str(words) else server.send(words))

    page.clock.install()
    page.route_web_socket("**/socket.io/**", connect)
    sign_in(app, page, homes.anita, live_server).goto(f"/conversations/{talk.everyone.id}")
    expect(page.locator(".talk[data-ready]")).to_be_visible()
    say(homes.moira, talk.everyone, "Anybody?")
    expect(page.locator(".message__body")).to_have_count(2)
    page.clock.fast_forward(LATE_MS)
    expect(page.get_by_role("button", name="I have read this")).to_be_visible()
    assert unread(talk) == 2
    lost.clear()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("button", name="I have read this")).to_be_hidden()
    assert unread(talk) == 0
