"""What becomes of a message on open pages, where others quote it or it is kept in sight."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from messaging.messages import queries
from messaging.messages.actions import edit_message, pin_message, react, remove_message
from messaging.messages.page import queries as page_queries
from tests.browser.test_talk import open_talk, sign_in
from tests.messaging.talking import Talk, say
from tests.sleepovers.households import sees


def test_words_that_were_changed_or_removed_go_from_quotes_and_from_what_is_pinned(
    app: Flask, page: Page, live_server: str, talk: Talk
) -> None:
    homes = talk.homes
    said = say(homes.moira, talk.everyone, "The code of our door is 4711.")
    say(homes.tom, talk.everyone, "Thank you.", said.id)
    pin_message(sees(homes.tom), said.id, on=True)
    sign_in(app, page, homes.anita, live_server)
    with page.expect_websocket():
        page.goto(f"/conversations/{talk.everyone.id}?reply={said.id}")
    places = page.locator(f"[data-words-of='{said.id}']")
    expect(places).to_have_text(["The code of our door is 4711."] * 3)
    edit_message(sees(homes.moira), said.id, "Ask me for the code.")
    expect(places).to_have_text(["Ask me for the code."] * 3)
    remove_message(sees(homes.moira), said.id)
    expect(places).to_have_text(["removed"] * 3)
    expect(page.locator(".talk")).not_to_contain_text("code")


def test_what_becomes_of_a_message_on_an_earlier_page_does_not_bring_it_onto_this_one(
    app: Flask, page: Page, live_server: str, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (queries, page_queries):
        monkeypatch.setattr(module, "PAGE", 2)
    homes, shown = talk.homes, page.locator(".message__body")
    old = say(homes.moira, talk.everyone, "Who has a cot?")
    for words in ("A long time ago.", "And later."):
        say(homes.moira, talk.everyone, words)
    open_talk(sign_in(app, page, homes.anita, live_server), talk)
    answer = say(homes.tom, talk.everyone, "We have one.", old.id)
    expect(shown).to_have_text(["A long time ago.", "And later.", "We have one."])
    remove_message(sees(homes.moira), old.id)
    expect(page.locator(".message__quote")).to_contain_text("Moira Hale: removed")
    react(sees(homes.tom), answer.id, "👍", on=True)
    expect(page.locator(".message__reactions")).to_contain_text("Tom")
    expect(shown).to_have_text(["A long time ago.", "And later.", "We have one."])
