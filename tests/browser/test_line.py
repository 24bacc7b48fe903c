"""The live line of a page over a link that is slow, and one that has ended unnoticed."""

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.test_talk import sign_in
from tests.messaging.talking import Talk, say

SLOW_MS, QUICK_MS = 6_000, 2_500
"""How long a line takes to come here, and an answer on it, longer than is waited for one on a quick line."""

COME_BACK = "document.dispatchEvent(new Event('visibilitychange'))"


class Link:
    """A link on which nothing comes from the server unless it is let through."""

    def __init__(self) -> None:
        """Hold up what comes."""
        self.lines: list[WebSocketRoute] = []
        self.held: list[Callable[[], None]] = []
        self.holds = True

    def connect(self, route: WebSocketRoute) -> None:
        """Stand between a page and the server."""
        self.lines.append(route)

        def bring(words: str | bytes) -> None:
            """Bring what the server sent, or hold it up."""
            if self.holds:
                self.held.append(lambda: route.send(words))
            else:
                route.send(words)

        route.connect_to_server().on_message(bring)

    def let_through(self) -> None:
        """Let come what was held up, and what comes from now on."""
        self.holds = False
        for each in self.held:
            each()
        self.held.clear()

    def wait(self, page: Page) -> None:
        """Wait until something is held up."""
        for _look in range(200):
            if self.held:
                return
            page.wait_for_timeout(50)


def test_over_a_slow_link_a_line_is_not_dropped_because_its_answer_takes_as_long_as_it_took_itself(
    app: Flask, page: Page, live_server: str, talk: Talk
) -> None:
    link, shown = Link(), page.locator(".message__body")
    page.clock.install()
    page.route_web_socket("**/socket.io/**", link.connect)
    sign_in(app, page, talk.homes.anita, live_server).goto(f"/conversations/{talk.everyone.id}")
    link.wait(page)
    page.clock.fast_forward(SLOW_MS)
    link.let_through()
    say(talk.homes.moira, talk.everyone, "Before.")
    expect(shown).to_have_text(["Before."])
    link.holds = True
    page.evaluate(COME_BACK)
    link.wait(page)
    page.clock.fast_forward(QUICK_MS)
    link.let_through()
    say(talk.homes.moira, talk.everyone, "After.")
    expect(shown).to_have_text(["Before.", "After."])
    assert len(link.lines) == 1


def test_a_quick_line_that_does_not_answer_who_comes_back_is_begun_anew_at_once(
    app: Flask, page: Page, live_server: str, talk: Talk
) -> None:
    link, shown = Link(), page.locator(".message__body")
    link.holds = False
    page.clock.install()
    page.route_web_socket("**/socket.io/**", link.connect)
    sign_in(app, page, talk.homes.anita, live_server).goto(f"/conversations/{talk.everyone.id}")
    say(talk.homes.moira, talk.everyone, "Before.")
    expect(shown).to_have_text(["Before."])
    link.holds = True
    page.evaluate(COME_BACK)
    link.wait(page)
    link.held.clear()
    # However slowly this machine brought the line.
    page.clock.fast_forward(21_000)
    link.holds = False
    say(talk.homes.moira, talk.everyone, "After.")
    expect(shown).to_have_text(["Before.", "After."])
    assert len(link.lines) == 2
