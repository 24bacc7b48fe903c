"""What counts as read on an open page is what one can have seen; what comes further down says so."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from messaging.receipts.actions import mark_read
from tests.browser.checks import look_over
from tests.browser.test_talk import open_talk, sign_in
from tests.browser.test_talk_lacking import unheard, unread
from tests.messaging.factories import create_message
from tests.messaging.talking import Talk, say
from tests.sleepovers.households import sees

SAID = 40


@pytest.fixture
def long_talk(talk: Talk) -> Talk:
    """A conversation longer than a page shows, all of it read by Anita."""
    for number in range(SAID):
        create_message(talk.everyone, talk.homes.moira, f"Before {number}")
    mark_read(sees(talk.homes.anita), talk.everyone.id, SAID)
    return talk


def noted_as_read(page: Page, talk: Talk) -> bool:
    """Whether Anita has no more to read, once the server has heard of it."""
    for _look in range(200):
        if unread(talk) == 0:
            return True
        page.wait_for_timeout(50)
    return False


def test_what_comes_below_what_one_reads_says_so_and_is_read_when_one_is_there(
    app: Flask, page: Page, live_server: str, long_talk: Talk
) -> None:
    below, came = page.get_by_role("button", name="New message below"), page.locator(".message__body").last
    open_talk(sign_in(app, page, long_talk.homes.anita, live_server), long_talk)
    expect(came).to_be_in_viewport()
    page.evaluate("window.scrollTo(0, 0)")
    say(long_talk.homes.moira, long_talk.everyone, "Who can have JB?")
    expect(below).to_be_visible()
    look_over(page, "conversation-below")
    assert unread(long_talk) == 1
    below.click()
    expect(came).to_have_text("Who can have JB?")
    expect(came).to_be_in_viewport()
    expect(below).to_have_count(0)
    assert noted_as_read(page, long_talk)
    page.evaluate("window.scrollTo(0, 0)")
    say(long_talk.homes.moira, long_talk.everyone, "Anybody?")
    expect(below).to_be_visible()
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(below).to_have_count(0)
    assert noted_as_read(page, long_talk)


def test_of_many_that_come_at_once_the_first_stays_in_sight_and_none_is_read_before_the_last_was_seen(
    app: Flask, page: Page, live_server: str, long_talk: Talk
) -> None:
    open_talk(sign_in(app, page, long_talk.homes.anita, live_server), long_talk)
    unheard(lambda: [say(long_talk.homes.moira, long_talk.everyone, f"After {number}") for number in range(12)])
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("After 11", exact=True)).not_to_be_in_viewport()
    expect(page.get_by_text("After 0", exact=True)).to_be_in_viewport()
    expect(page.get_by_role("button", name="New message below")).to_be_visible()
    assert unread(long_talk) == 12


@pytest.mark.parametrize("place", ["", "#unread", "#write"])
def test_a_conversation_with_nothing_new_opens_at_its_end_and_one_with_news_where_they_begin(
    app: Flask, page: Page, live_server: str, long_talk: Talk, place: str
) -> None:
    sign_in(app, page, long_talk.homes.anita, live_server)
    address = f"/conversations/{long_talk.everyone.id}{place}"
    page.goto(address)
    expect(page.get_by_text(f"Before {SAID - 1}", exact=True)).to_be_in_viewport()
    page.goto("/conversations")
    for number in range(12):
        say(long_talk.homes.moira, long_talk.everyone, f"After {number}")
    with page.expect_websocket():
        page.goto(address)
    expect(page.get_by_text("After 0", exact=True)).to_be_in_viewport()
    expect(page.get_by_text("After 11", exact=True)).not_to_be_in_viewport()
    assert unread(long_talk) == 12


def test_the_way_from_the_list_leads_to_what_is_new_since_the_list_was_opened(
    app: Flask, page: Page, live_server: str, long_talk: Talk
) -> None:
    sign_in(app, page, long_talk.homes.anita, live_server)
    with page.expect_websocket():
        page.goto("/conversations")
    talk = page.locator(f"[data-conversation='{long_talk.everyone.id}']")
    expect(talk.get_by_role("link")).to_have_js_property("hash", "#write")
    page.wait_for_load_state("networkidle")
    say(long_talk.homes.moira, long_talk.everyone, "Who can have JB?")
    expect(talk.get_by_text("1 not read yet")).to_be_visible()
    expect(talk.get_by_role("link")).to_have_js_property("hash", "#unread")


def test_where_more_is_new_than_a_page_shows_one_is_led_to_it_and_it_is_not_read_by_the_way(
    app: Flask, page: Page, live_server: str, long_talk: Talk
) -> None:
    for number in range(60):
        create_message(long_talk.everyone, long_talk.homes.moira, f"After {number}")
    open_talk(sign_in(app, page, long_talk.homes.anita, live_server), long_talk)
    more = page.get_by_role("link", name="10 more new messages before these")
    expect(more).to_be_in_viewport()
    look_over(page, "conversation-new-before")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    say(long_talk.homes.moira, long_talk.everyone, "Anybody?")
    expect(page.get_by_text("Anybody?", exact=True)).to_be_in_viewport()
    assert unread(long_talk) == 61
    more.click()
    expect(page.get_by_text("After 0", exact=True)).to_be_in_viewport()
    expect(page.get_by_text("New", exact=True)).to_be_in_viewport()
