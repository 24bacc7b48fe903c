"""What was said is found on a phone, and the way leads to it; who has seen one's message appears by itself."""

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import Page, expect

from messaging.receipts.actions import mark_read
from tests.browser.checks import assert_accessible, look_over
from tests.browser.conftest import PHONE
from tests.browser.test_talk import open_talk, sign_in, write
from tests.messaging.factories import create_message
from tests.messaging.talking import Talk, say
from tests.sleepovers.households import sees


def test_a_search_leads_to_the_message_and_reads_nothing_else(
    app: Flask, page: Page, live_server: str, talk: Talk
) -> None:
    homes = talk.homes
    say(homes.moira, talk.everyone, "Who has a cot? " + "Any will do, a large one too. " * 12)
    for number in range(80):
        create_message(talk.everyone, homes.moira, f"number {number}.")
    sign_in(app, page, homes.anita, live_server)
    page.goto(f"/conversations/{talk.everyone.id}/people")
    page.goto("/conversations")
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("Words").fill("who cot")
    page.get_by_text("More choices").click()
    page.get_by_label("Who wrote it").select_option(label="Moira Hale")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark")).to_have_text(["Who", "cot"])
    look_over(page, "talk-search")
    page.get_by_role("link", name="Moira Hale").click()
    expect(page.locator(".message:target")).to_be_in_viewport()
    expect(page.locator(".message:target")).to_contain_text("Who has a cot?")
    assert_accessible(page)
    page.goto("/conversations")
    expect(page.locator(".talks").get_by_text("81 not read yet")).to_be_visible()


def test_who_has_seen_ones_message_appears_by_itself_and_goes_with_the_next(
    app: Flask, open_page: Callable[[int], Page], live_server: str, talk: Talk
) -> None:
    homes = talk.homes
    anita = open_talk(sign_in(app, open_page(PHONE), homes.anita, live_server), talk)
    write(anita, "Who has a cot?")
    expect(anita.locator(".message:not(.message--unsent)")).to_have_count(1)
    mark_read(sees(homes.moira), talk.everyone.id, 1)
    expect(anita.locator(".talk__seen")).to_have_text("Seen by Moira")
    write(anita, "For Friday.")
    expect(anita.locator(".message:not(.message--unsent)")).to_have_count(2)
    expect(anita.locator(".talk__seen")).to_have_count(0)
    mark_read(sees(homes.tom), talk.everyone.id, 2)
    expect(anita.locator(".talk__seen")).to_have_text("Seen by Tom")
    expect(anita.locator(".talk__messages > :last-child")).to_have_text("Seen by Tom")
