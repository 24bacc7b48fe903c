"""On a phone: a group is made, written in and closed; what is kept no longer is gone; a copy is taken and seen."""

import datetime as dt
import zipfile
from collections.abc import Callable

import time_machine
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.checks import look_over
from tests.browser.conftest import PHONE
from tests.browser.test_talk import read, sign_in, write
from tests.messaging.keeping.keeping import keep, removed
from tests.messaging.talking import Talk, say


def test_a_group_is_made_joined_written_in_named_anew_and_closed(
    app: Flask, open_page: Callable[[int], Page], live_server: str, talk: Talk
) -> None:
    dee = sign_in(app, open_page(PHONE), talk.homes.liaison, live_server)
    anita = sign_in(app, open_page(PHONE), talk.homes.anita, live_server)
    dee.goto("/groups/new")
    dee.get_by_label("Name of the group").fill("Teenagers")
    dee.get_by_label("What is it about?").fill("Living with teenagers.")
    dee.get_by_role("button", name="Make the group").click()
    anita.goto("/groups")
    anita.get_by_role("button", name="Join Teenagers").click()
    expect(anita.get_by_text("You are in.")).to_be_visible()
    write(anita, "Hello from the Patels")
    expect(anita.locator(".message--mine[data-seq]")).to_have_count(1)
    dee.get_by_role("link", name="Change its name, or close it").click()
    dee.get_by_label("Name of the group").fill("Teens")
    look_over(dee, "group-settle")
    dee.get_by_role("button", name="Change the name").click()
    expect(dee.get_by_role("heading", level=1)).to_have_text("Teens")
    dee.goto(f"{dee.url.replace('/conversations/', '/groups/')}/settle")
    dee.get_by_role("button", name="Close the group").click()
    expect(dee.get_by_role("button", name="Open it again")).to_be_visible()
    look_over(dee, "group-closed")
    anita.reload()
    assert read(anita)[0] == "Hello from the Patels"
    expect(anita.get_by_text("Dee Marsh closed this group")).to_be_visible()
    expect(anita.get_by_label("Your message")).to_have_count(0)


def test_what_is_kept_no_longer_is_gone_from_the_page(
    app: Flask, page: Page, live_server: str, talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    say(homes.moira, talk.everyone, "Of the summer.")
    clock.shift(dt.timedelta(days=70))
    say(homes.moira, talk.everyone, "Of today.")
    keep(homes.service, constellation=1)
    anita = sign_in(app, page, homes.anita, live_server)
    anita.goto(f"/conversations/{talk.everyone.id}")
    assert read(anita) == ["Of the summer.", "Of today."]
    removed(homes.service)
    anita.reload()
    assert read(anita) == ["Of today."]
    expect(anita.get_by_text("What was said before is not kept any more.")).to_be_visible()
    anita.goto("/conversations/search?words=summer")
    expect(anita.get_by_text("Of the summer.")).to_have_count(0)


def test_a_manager_takes_a_copy_to_hand_over_and_those_in_it_see_that(
    app: Flask, open_page: Callable[[int], Page], live_server: str, talk: Talk
) -> None:
    homes = talk.homes
    say(homes.moira, talk.everyone, "See you on Sunday.")
    sam = sign_in(app, open_page(PHONE), homes.manager, live_server)
    sam.goto(f"/conversations/{talk.everyone.id}/look/copy")
    sam.get_by_role("textbox").fill("Moira’s solicitor asks for it.")
    look_over(sam, "copy-reason")
    with sam.expect_download() as taking:
        sam.get_by_role("button", name="Take the copy").click()
    with zipfile.ZipFile(taking.value.path()) as copied:
        assert {"words.html", "words.json"} <= set(copied.namelist())
        assert "See you on Sunday." in copied.read("words.html").decode()
    anita = sign_in(app, open_page(PHONE), homes.anita, live_server)
    anita.goto(f"/conversations/{talk.everyone.id}")
    expect(anita.get_by_text("Moira’s solicitor asks for it.")).to_be_visible()
    look_over(anita, "copy-taken")
