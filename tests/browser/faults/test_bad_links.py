"""Phones with bad links: away for seconds or an hour, an answer lost, asleep with a dead line; nothing is lost."""

import time

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.core.ids import new_id
from messaging.models import Conversation
from tests.browser.test_talk import read, sign_in, write
from tests.faults.figures import PATIENCE, note
from tests.faults.installation import Instance, seconds_since
from tests.faults.link import link_to
from tests.faults.wire import Wire
from tests.live_line import cookie_of
from tests.messaging.talking import Talk, bodies, numbers
from tests.processes import wait_until

pytestmark = pytest.mark.faults

MANY = 50
BACK_MS = 3_000
"""How soon a phone that comes back has asked for what it lacks."""


def open_at(port: int, page: Page, path: str) -> Page:
    """Open a page of a server, and wait until it is live."""
    with page.expect_websocket():
        page.goto(f"http://127.0.0.1:{port}{path}")
    return page


def path_of(conversation: Conversation) -> str:
    """Where a conversation is read."""
    return f"/conversations/{conversation.id}"


def say_all(wire: Wire, conversation: Conversation, words: list[str]) -> None:
    """Say several things down a line."""
    for body in words:
        sent = {"conversation": str(conversation.id), "client_id": str(new_id()), "body": body}
        assert wire.ask("post_message", sent)["ok"]


def show(page: Page, state: str) -> None:
    """Let a page be shown, or hidden, as a phone does that wakes or sleeps."""
    page.evaluate(
        "state => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });"
        "document.dispatchEvent(new Event('visibilitychange')); }",
        state,
    )


@pytest.mark.parametrize(("seconds", "how_long"), [(5, "5 seconds"), (120, "2 minutes"), (3600, "an hour")])
def test_who_was_without_a_link_reads_all_fifty_in_order_and_counts_right(
    app: Flask, server: Instance, phone: Page, other_phone: Page, talk: Talk, seconds: int, how_long: str
) -> None:
    homes, address, words = talk.homes, f"http://127.0.0.1:{server.port}", [f"Meanwhile {n}" for n in range(MANY)]
    anita = open_at(server.port, sign_in(app, phone, homes.anita, address), path_of(talk.everyone))
    lists = open_at(server.port, sign_in(app, other_phone, homes.moira, address), "/conversations")
    wire = Wire(server.port, cookie_of(app, homes.tom))
    say_all(wire, talk.everyone, ["Before."])
    expect(anita.locator(".message__body")).to_have_text(["Before."])
    expect(lists.locator(".talks").get_by_text("1 not read yet")).to_be_visible()
    for page in (anita, lists):
        page.context.set_offline(True)
    say_all(wire, talk.everyone, words)
    wire.close()
    for page in (anita, lists):
        if seconds > 5:
            page.clock.fast_forward(seconds * 1000)
    anita.wait_for_timeout(5_000)
    assert read(anita) == ["Before."]
    began = time.monotonic()
    for page in (anita, lists):
        page.context.set_offline(False)
    expect(anita.locator(".message__body")).to_have_count(MANY + 1, timeout=60_000 * PATIENCE)
    back = seconds_since(began)
    expect(lists.locator(".talks").get_by_text(f"{MANY + 1} not read yet")).to_be_visible(timeout=60_000 * PATIENCE)
    assert read(anita) == ["Before.", *words]
    assert numbers(talk.everyone) == list(range(1, MANY + 2))
    assert bodies(homes.anita, talk.everyone) == words, "the last page of them"
    anita.goto(f"{address}/conversations")
    expect(anita.locator(".talks [data-count]:visible")).to_have_count(0)
    note(3, of=f"for {how_long}", on="SQLite", all_read_after=back)


def test_a_message_whose_answer_was_lost_is_stored_once_and_shown_as_sent(
    app: Flask, server: Instance, phone: Page, talk: Talk
) -> None:
    with link_to(server.port) as link:
        page = sign_in(app, phone, talk.homes.anita, f"http://127.0.0.1:{link.port}")
        open_at(link.port, page, path_of(talk.everyone))
        write(page, "Hello all.")
        expect(page.locator(".message--unsent")).to_have_count(0)
        link.loses_answers = True
        write(page, "Only once.")
        wait_until(lambda: numbers(talk.everyone) == [1, 2])
        expect(page.locator(".message--unsent")).to_have_count(1)
        began = time.monotonic()
        link.loses_answers = False
        link.cut()
        expect(page.locator(".message--unsent")).to_have_count(0, timeout=60_000 * PATIENCE)
        sent = seconds_since(began)
        expect(page.locator(".message__body")).to_have_text(["Hello all.", "Only once."])
        page.goto("about:blank")
    assert bodies(talk.homes.moira, talk.everyone) == ["Hello all.", "Only once."]
    note(4, on="SQLite", shown_as_sent_after=sent)


def test_a_phone_that_wakes_on_a_dead_line_asks_at_once_and_keeps_what_was_begun(
    app: Flask, server: Instance, phone: Page, talk: Talk
) -> None:
    wire = Wire(server.port, cookie_of(app, talk.homes.tom))
    with link_to(server.port) as link:
        page = sign_in(app, phone, talk.homes.anita, f"http://127.0.0.1:{link.port}")
        open_at(link.port, page, path_of(talk.everyone))
        page.get_by_label("Your message").press_sequentially("Half written")
        say_all(wire, talk.everyone, ["Good night."])
        expect(page.locator(".message__body")).to_have_text(["Good night."])
        show(page, "hidden")
        link.die_unnoticed()
        say_all(wire, talk.everyone, ["Good morning."])
        began = time.monotonic()
        show(page, "visible")
        expect(page.locator(".message__body")).to_have_text(
            ["Good night.", "Good morning."], timeout=BACK_MS * PATIENCE
        )
        woken = seconds_since(began)
        expect(page.get_by_label("Your message")).to_have_value("Half written")
        page.goto("about:blank")
    wire.close()
    note(24, of="wakes on a dead line", on="SQLite", asked_after=woken)


def test_a_phone_that_is_online_again_after_long_does_not_wait_for_its_next_try(
    app: Flask, server: Instance, phone: Page, talk: Talk
) -> None:
    address = f"http://127.0.0.1:{server.port}"
    page = open_at(server.port, sign_in(app, phone, talk.homes.anita, address), path_of(talk.everyone))
    wire = Wire(server.port, cookie_of(app, talk.homes.tom))
    page.get_by_label("Your message").press_sequentially("Half written")
    page.context.set_offline(True)
    for _try in range(8):
        # Ever longer it waits for its next try; the last time, for a minute.
        page.clock.fast_forward(120_000)
        page.wait_for_timeout(200)
    say_all(wire, talk.everyone, ["Are you there?"])
    began = time.monotonic()
    page.context.set_offline(False)
    expect(page.locator(".message__body")).to_have_text(["Are you there?"], timeout=BACK_MS * PATIENCE)
    online = seconds_since(began)
    expect(page.get_by_label("Your message")).to_have_value("Half written")
    page.reload()
    expect(page.get_by_label("Your message")).to_have_value("Half written")
    expect(page.locator(".message__body")).to_have_text(["Are you there?"])
    wire.close()
    note(24, of="online again after long", on="SQLite", asked_after=online)
