"""Talk where no live line comes, or one that is open does not answer: what is written is said all the same, once."""

from collections.abc import Callable, Iterable

import pytest
from flask import Flask
from playwright.sync_api import Page, WebSocketRoute, expect
from sqlalchemy import select

from constellations.access import Viewer, covering
from constellations.core.database import session
from constellations.core.ids import new_id
from constellations.models import Person
from messaging.models import ReadMark
from messaging.polls.actions import ask_poll, vote
from messaging.polls.queries import own_votes
from messaging.polls.rules import Asking, PollKind, Says
from messaging.posting.actions import Written
from tests.browser.test_talk import read, sign_in, write
from tests.messaging.talking import Talk, bodies, numbers, say
from tests.sleepovers.households import sees

PATIENCE_MS = 11_000
"""Longer than a page waits for a line, or for an answer, before it goes another way."""

BY_ITSELF_MS = 45_000
"""When an open page asks again for what it lacks."""


def let_none_through(page: Page) -> None:
    """Let no line come, as for a tab too many."""
    page.route("**/socket.io/**", lambda route: route.abort())
    page.route_web_socket("**/socket.io/**", lambda line: line.close())


def without(words: str, *, of_server: bool, lost: list[bool]) -> Callable[[WebSocketRoute], None]:
    """A line on which what holds some words is lost, for as long as the list is not empty."""

    def connect(route: WebSocketRoute) -> None:
        """Stand between the page and the server."""
        server = route.connect_to_server()
        source, target = (server, route) if of_server else (route, server)
        source.on_message(lambda sent: None if lost and words in str(sent) else target.send(sent))

    return connect


def opened(page: Page, talk: Talk) -> Page:
    """Open the conversation of everyone, with a clock of its own."""
    page.clock.install()
    page.goto(f"/conversations/{talk.everyone.id}")
    expect(page.locator(".talk[data-ready]")).to_be_visible()
    return page


def test_where_no_line_comes_one_writes_and_reads_by_requests(
    app: Flask, train: Page, live_server: str, talk: Talk
) -> None:
    let_none_through(train)
    anita = opened(sign_in(app, train, talk.homes.anita, live_server), talk)
    write(anita, "Hello all.")
    write(anita, "Who comes on Sunday?")
    expect(anita.get_by_text("No connection").first).to_be_visible()
    anita.clock.fast_forward(PATIENCE_MS)
    arrived = anita.locator(".message:not(.message--unsent) .message__body")
    expect(arrived).to_have_text(["Hello all.", "Who comes on Sunday?"])
    say(talk.homes.moira, talk.everyone, "We do.")
    anita.clock.fast_forward(BY_ITSELF_MS)
    expect(arrived).to_have_count(3)
    write(anita, "Ring me: 01632 960 983")
    anita.get_by_role("button", name="Send anyway").click()
    expect(arrived).to_have_count(4)
    expect(anita.locator(".message--unsent")).to_have_count(0)
    expected = ["Hello all.", "Who comes on Sunday?", "We do.", "Ring me: 01632 960 983"]
    assert read(anita) == bodies(talk.homes.moira, talk.everyone) == expected


def read_until(talk: Talk, person: Person) -> int:
    """Up to which number somebody has read in the conversation of everyone, as it is noted."""
    session().rollback()
    asked = select(ReadMark.seq).where(ReadMark.person_id == person.id, ReadMark.conversation_id == talk.everyone.id)
    return session().scalars(covering(Viewer.system(), asked)).one_or_none() or 0


def test_what_is_read_without_a_line_is_noted_by_request_and_only_by_who_looks(
    app: Flask, train: Page, live_server: str, talk: Talk
) -> None:
    moira, anita = talk.homes.moira, talk.homes.anita
    say(moira, talk.everyone, "Who comes on Sunday?")
    let_none_through(train)
    page = opened(sign_in(app, train, anita, live_server), talk)
    unread = page.get_by_role("button", name="I have read this")
    expect(unread).to_be_visible()
    with page.expect_request("**/read/1") as noted:
        page.clock.fast_forward(PATIENCE_MS)
    assert noted.value.header_value("Roost-Unattended") == "1"
    expect(unread).to_have_count(0)
    assert read_until(talk, anita) == 1
    page.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden', writable: true })")
    say(moira, talk.everyone, "Or on Saturday?")
    page.clock.fast_forward(BY_ITSELF_MS)
    assert read_until(talk, anita) == 1
    with page.expect_request("**/read/2"):
        page.evaluate("document.visibilityState = 'visible'; document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("Or on Saturday?", exact=True)).to_be_visible()
    for _look in range(200):
        if read_until(talk, anita) < 2:
            page.wait_for_timeout(50)
    assert read_until(talk, anita) == 2


def test_what_is_refused_without_a_line_says_why_and_stays(
    app: Flask, train: Page, live_server: str, talk: Talk
) -> None:
    let_none_through(train)
    anita = opened(sign_in(app, train, talk.homes.anita, live_server), talk)
    anita.context.clear_cookies()
    write(anita, "Hello all.")
    anita.clock.fast_forward(PATIENCE_MS)
    expect(anita.locator(".message--unsent")).to_contain_text("This page was open for too long")
    expect(anita.get_by_role("button", name="Try again")).to_be_visible()
    assert numbers(talk.everyone) == []


def test_where_a_line_does_not_answer_words_go_by_request(
    app: Flask, train: Page, live_server: str, talk: Talk
) -> None:
    train.route_web_socket("**/socket.io/**", without("post_message", of_server=False, lost=[True]))
    anita = opened(sign_in(app, train, talk.homes.anita, live_server), talk)
    say(talk.homes.moira, talk.everyone, "Before.")
    expect(anita.locator(".message__body")).to_have_text(["Before."])
    write(anita, "Hello all.")
    expect(anita.get_by_text("Sending …", exact=True)).to_be_visible()
    anita.clock.fast_forward(PATIENCE_MS)
    expect(anita.locator(".message:not(.message--unsent) .message__body")).to_have_text(["Before.", "Hello all."])
    expect(anita.locator(".message--unsent")).to_have_count(0)
    assert bodies(talk.homes.moira, talk.everyone) == ["Before.", "Hello all."]


def test_what_had_arrived_when_the_page_was_left_stands_there_once(
    app: Flask, train: Page, live_server: str, talk: Talk
) -> None:
    lost = [True]
    train.route_web_socket("**/socket.io/**", without('"seq"', of_server=True, lost=lost))
    anita = opened(sign_in(app, train, talk.homes.anita, live_server), talk)
    write(anita, "Only once.")
    expect(anita.get_by_text("Sending …", exact=True)).to_be_visible()
    for _look in range(200):
        if not numbers(talk.everyone):
            anita.wait_for_timeout(50)
    lost.clear()
    anita.reload()
    expect(anita.locator(".talk[data-ready]")).to_be_visible()
    expect(anita.locator(".message--unsent")).to_have_count(0)
    assert read(anita) == ["Only once."]
    assert numbers(talk.everyone) == [1]


def test_an_answer_to_a_poll_that_is_taken_back_is_taken_back_by_the_form_too(
    app: Flask, train: Page, live_server: str, talk: Talk
) -> None:
    asking = Asking(PollKind.ANSWERS, ("Soup", "Cake"))
    asked = ask_poll(sees(talk.homes.moira), talk.everyone.id, Written(new_id(), "What shall we eat?"), asking)
    vote(sees(talk.homes.anita), asked.id, 2, Says.YES)
    train.route_web_socket("**/socket.io/**", without('"vote"', of_server=False, lost=[True]))
    anita = opened(sign_in(app, train, talk.homes.anita, live_server), talk)
    say(talk.homes.moira, talk.everyone, "Or both?")
    expect(anita.get_by_text("Or both?", exact=True)).to_be_visible()
    cake = anita.get_by_role("button", name="Cake")
    expect(cake).to_have_attribute("aria-pressed", "true")
    cake.click()
    anita.clock.fast_forward(PATIENCE_MS)
    expect(cake).to_have_attribute("aria-pressed", "false")
    session().rollback()
    assert own_votes(sees(talk.homes.anita), [asked.id]) == {asked.id: {}}


@pytest.fixture
def no_websockets(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that lets no websocket through."""
    behind = app.wsgi_app

    def refuse(environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
        """Answer as some proxies do."""
        if "HTTP_UPGRADE" in environ:
            start_response("400 Bad Request", [("Content-Length", "0")])
            return []
        return behind(environ, start_response)  # type: ignore[arg-type]  # the server's own, handed on

    monkeypatch.setattr(app, "wsgi_app", refuse)


@pytest.mark.usefixtures("no_websockets")
def test_where_no_websocket_gets_through_the_line_comes_by_polling(
    app: Flask, train: Page, live_server: str, talk: Talk
) -> None:
    with train.expect_response(lambda answer: "transport=polling" in answer.url and answer.ok):
        sign_in(app, train, talk.homes.anita, live_server).goto(f"/conversations/{talk.everyone.id}")
    expect(train.locator(".talk[data-ready]")).to_be_visible()
    say(talk.homes.moira, talk.everyone, "Hello all.")
    expect(train.locator(".message__body")).to_have_text(["Hello all."])
