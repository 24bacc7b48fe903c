"""An announcement is read and answered on a phone, and a poll is answered there live; how both look."""

import datetime as dt
from collections.abc import Callable

from flask import Flask
from playwright.sync_api import Page, expect

from constellations.core.ids import new_id
from messaging.polls.actions import ask_poll, vote
from messaging.polls.rules import Asking, PollKind, Says
from messaging.posting.actions import Written
from tests.browser.checks import look_over, shot
from tests.browser.conftest import PHONE
from tests.browser.test_talk import open_talk, sign_in
from tests.messaging.announcements.announcing import shown, write
from tests.messaging.talking import Talk
from tests.sleepovers.households import sees

LATER = dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)
DAYS = Asking(PollKind.DAYS, days=(dt.date(2026, 11, 28), dt.date(2026, 11, 29)))


def test_an_announcement_is_read_on_the_home_page_and_gone_after_got_it(
    app: Flask, page: Page, live_server: str, talk: Talk
) -> None:
    homes = talk.homes
    announced = write(homes.moira, homes.constellation)
    write(homes.moira, homes.constellation, "Later", LATER)
    sign_in(app, page, homes.anita, live_server).goto("/")
    panel = page.locator("#announcements")
    shot(page, "announced-home")
    panel.get_by_role("button", name="Got it").click()
    expect(page.get_by_text("Thank you: they see that you have read it.")).to_be_visible()
    expect(panel).to_have_count(0)
    assert shown(homes.moira, announced).missing == ("Chi Okafor", "Dee Marsh", "Tom Hale")
    sign_in(app, page, homes.moira, live_server)
    for name, address in {
        "announcements": "/announcements",
        "announcement": f"/announcements/{announced}",
        "announcement-new": "/announcements/new",
    }.items():
        page.goto(address)
        look_over(page, name)


def test_a_poll_is_answered_live_and_everybody_sees_it_while_ones_own_answer_is_marked(
    app: Flask, open_page: Callable[[int], Page], live_server: str, talk: Talk
) -> None:
    homes = talk.homes
    moira = open_talk(sign_in(app, open_page(PHONE), homes.moira, live_server), talk)
    anita = open_talk(sign_in(app, open_page(PHONE), homes.anita, live_server), talk)
    asked = ask_poll(sees(homes.okafors), talk.everyone.id, Written(new_id(), "Which day?"), DAYS)
    saturday = moira.get_by_role("group", name="Saturday 28 November 2026")
    saturday.get_by_role("button", name="yes", exact=True).click()
    expect(anita.get_by_text("1 yes (Moira Hale)")).to_be_visible()
    expect(moira.locator("[data-vote][aria-pressed=true]")).to_have_text(["yes"])
    expect(anita.locator("[data-vote][aria-pressed=true]")).to_have_count(0)
    vote(sees(homes.tom), asked.id, 1, Says.NO)
    expect(moira.get_by_text("1 yes (Moira Hale) · 1 no (Tom Hale)")).to_be_visible()
    expect(moira.locator("[data-vote][aria-pressed=true]")).to_have_count(1)
    saturday.get_by_role("button", name="yes", exact=True).click()
    expect(anita.get_by_text("1 no (Tom Hale)", exact=True)).to_be_visible()
    expect(moira.locator("[data-vote][aria-pressed=true]")).to_have_count(0)
    for name, address in {
        "poll": f"/conversations/{talk.everyone.id}",
        "poll-message": f"/messages/{asked.id}",
        "poll-ask": f"/conversations/{talk.everyone.id}/poll",
        "poll-days": f"/conversations/{talk.everyone.id}/days",
    }.items():
        anita.goto(address)
        look_over(anita, name)
