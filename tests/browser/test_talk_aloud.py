"""Talk by keyboard and by ear: what comes is read aloud, and where one stands one stays."""

from flask import Flask
from playwright.sync_api import Page, expect

from constellations.core.ids import new_id
from messaging.messages.actions import react
from messaging.polls.actions import ask_poll, vote
from messaging.polls.rules import Asking, PollKind, Says
from messaging.posting.actions import Written
from tests.browser.checks import look_over
from tests.browser.test_talk import open_talk, sign_in, write
from tests.messaging.talking import Talk, say
from tests.sleepovers.households import sees


def test_who_answers_a_poll_by_keyboard_stays_where_they_are(
    app: Flask, page: Page, live_server: str, talk: Talk
) -> None:
    homes, asking = talk.homes, Asking(PollKind.ANSWERS, ("Soup", "Cake"))
    asked = ask_poll(sees(homes.moira), talk.everyone.id, Written(new_id(), "What shall we eat?"), asking)
    open_talk(sign_in(app, page, homes.anita, live_server), talk)
    cake, more = page.get_by_role("button", name="Cake"), page.locator(".message__more")
    cake.press("Enter")
    expect(cake).to_have_attribute("aria-pressed", "true")
    expect(cake).to_be_focused()
    vote(sees(homes.tom), asked.id, 2, Says.YES)
    expect(page.locator(".poll__count").last).to_contain_text("2 people")
    expect(cake).to_be_focused()
    more.focus()
    react(sees(homes.tom), asked.id, "🎉", on=True)
    expect(page.locator(".message__reactions")).to_be_visible()
    expect(more).to_be_focused()


def test_what_others_say_is_read_aloud_and_neither_who_is_writing_nor_what_one_says_oneself(
    app: Flask, page: Page, live_server: str, talk: Talk
) -> None:
    heard, shown = page.get_by_role("log"), page.locator(".message__body")
    page.clock.install()
    open_talk(sign_in(app, page, talk.homes.anita, live_server), talk)
    expect(page.locator("main [aria-live]")).to_have_count(0)
    say(talk.homes.moira, talk.everyone, "Who has <b>a cot</b>?")
    expect(heard).to_have_text("Moira Hale: Who has <b>a cot</b>?")
    write(page, "We have.")
    expect(page.locator(".message--mine:not(.message--unsent)")).to_have_count(1)
    for number in range(6):
        say(talk.homes.tom, talk.everyone, f"And {number}")
    expect(shown).to_have_count(8)
    expect(heard.locator("p")).to_have_text([f"Tom Hale: And {number}" for number in range(1, 6)])
    look_over(page, "conversation-heard")
    page.clock.fast_forward(10_000)
    expect(heard.locator("p")).to_have_count(0)


def test_a_day_has_one_line_also_over_what_is_new(app: Flask, page: Page, live_server: str, talk: Talk) -> None:
    say(talk.homes.moira, talk.everyone, "Who has a cot?")
    open_talk(sign_in(app, page, talk.homes.anita, live_server), talk)
    expect(page.get_by_text("New", exact=True)).to_be_visible()
    say(talk.homes.tom, talk.everyone, "We do.")
    expect(page.locator(".message__body")).to_have_text(["Who has a cot?", "We do."])
    expect(page.locator(".talk__day")).to_have_count(1)
