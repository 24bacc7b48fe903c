"""Two people talk on their phones: nothing is lost, doubled or out of order, also where one was away; how it looks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from constellations.core.files.laying import SentFile
from constellations.models import Person
from messaging.messages.actions import react
from tests.browser.checks import look_over
from tests.browser.conftest import PHONE
from tests.client import client_of
from tests.messaging.attachments.sending import allow, files_read, make_talk_with_files, send
from tests.messaging.talking import Talk, bodies, numbers, say
from tests.photos import PDF, jpeg
from tests.sleepovers.households import sees


def sign_in(app: Flask, page: Page, person: Person, address: str) -> Page:
    """Give the browser the cookie of somebody who signed in."""
    cookie = client_of(app, person).get_cookie("roost")
    assert cookie is not None
    page.context.add_cookies([{"name": "roost", "value": cookie.value, "url": address}])
    return page


CONNECTED = "40"
"""How the packet begins with which a line is there."""


def open_talk(page: Page, talk: Talk) -> Page:
    """Open the conversation of everyone, and wait until it is live."""
    heard: list[str] = []
    page.once("websocket", lambda line: line.on("framereceived", lambda frame: heard.append(str(frame))))
    page.goto(f"/conversations/{talk.everyone.id}")
    # A line that was only begun breaks off where a test then makes it late.
    for _moment in range(1000):
        if any(frame.startswith(CONNECTED) for frame in heard):
            return page
        page.wait_for_timeout(10)
    pytest.fail("no line came")


def write(page: Page, words: str) -> None:
    """Send a message as one does."""
    page.get_by_label("Your message").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()


def read(page: Page) -> list[str]:
    """The words of all messages on the page, in order; what is not sent yet too."""
    return page.locator(".message__body").all_inner_texts()


@pytest.mark.parametrize("seconds", [1, pytest.param(60, marks=pytest.mark.proof)])
def test_what_is_written_without_a_link_arrives_once_and_in_order_and_nobody_else_sees_it(
    app: Flask, open_page: Callable[[int], Page], train: Page, live_server: str, talk: Talk, seconds: int
) -> None:
    homes = talk.homes
    anita = open_talk(sign_in(app, train, homes.anita, live_server), talk)
    moira = open_talk(sign_in(app, open_page(PHONE), homes.moira, live_server), talk)
    outsider = sign_in(app, open_page(PHONE), talk.outsider, live_server)
    with outsider.expect_websocket():
        outsider.goto("/conversations")
    heard: list[str] = []
    outsider.on("websocket", lambda line: line.on("framereceived", lambda frame: heard.append(str(frame))))
    outsider.reload()

    write(anita, "Hello from the train")
    expect(moira.locator(".message__body")).to_have_text(["Hello from the train"])
    anita.context.set_offline(True)
    write(anita, "In the tunnel")
    write(anita, "Still in it")
    for number in range(3):
        write(moira, f"Meanwhile {number}")
    expect(moira.locator(".message__body")).to_have_count(4)
    anita.wait_for_timeout(seconds * 1000)
    expect(anita.locator(".message--unsent")).to_have_count(2)
    expect(anita.get_by_text("No connection").first).to_be_visible()
    anita.context.set_offline(False)

    expect(moira.locator(".message__body")).to_have_count(6, timeout=70_000)
    expect(anita.locator(".message--unsent")).to_have_count(0)
    expected = ["Hello from the train", "Meanwhile 0", "Meanwhile 1", "Meanwhile 2", "In the tunnel", "Still in it"]
    assert read(moira) == read(anita) == bodies(homes.okafors, talk.everyone) == expected
    assert numbers(talk.everyone) == [1, 2, 3, 4, 5, 6]
    assert heard, "the outsider has a line"
    assert not [frame for frame in heard if "message_posted" in frame or "tunnel" in frame]
    assert outsider.goto(f"/conversations/{talk.everyone.id}").status == 404  # type: ignore[union-attr]  # it answers


def test_what_was_not_sent_yet_and_what_is_half_written_survive_a_reload(
    app: Flask, train: Page, live_server: str, talk: Talk
) -> None:
    page, blocked = sign_in(app, train, talk.homes.anita, live_server), [True]
    for way in ("**/socket.io/**", "**/messages.json*"):
        page.route(way, lambda route: route.abort() if blocked else route.continue_())
    page.route_web_socket("**/socket.io/**", lambda line: line.close() if blocked else line.connect_to_server())
    page.goto(f"/conversations/{talk.everyone.id}")
    expect(page.locator(".talk[data-ready]")).to_be_visible()
    write(page, "Not sent yet")
    page.get_by_label("Your message").press_sequentially("Half written")
    page.reload()
    expect(page.get_by_label("Your message")).to_have_value("Half written")
    expect(page.locator(".message--unsent")).to_contain_text("No connection: it is sent as soon as there is one.")
    assert numbers(talk.everyone) == []
    blocked.clear()
    page.reload()
    expect(page.locator(".message:not(.message--unsent) .message__body")).to_have_text(["Not sent yet"])
    expect(page.locator(".message--unsent")).to_have_count(0)
    assert bodies(talk.homes.moira, talk.everyone) == ["Not sent yet"]


def test_reading_writing_and_what_becomes_of_a_message_are_seen_at_once(
    app: Flask, open_page: Callable[[int], Page], live_server: str, talk: Talk
) -> None:
    homes = talk.homes
    message = say(homes.anita, talk.everyone, "Who has a cot?")
    moira = open_talk(sign_in(app, open_page(PHONE), homes.moira, live_server), talk)
    anita = sign_in(app, open_page(PHONE), homes.anita, live_server)
    with anita.expect_websocket():
        anita.goto("/conversations")
    expect(moira.get_by_text("New", exact=True)).to_be_visible()
    write(moira, "We have one, @Anita")
    expect(anita.locator(".talks").get_by_text("1 not read yet")).to_be_visible()
    open_talk(anita, talk)
    react(sees(homes.moira), message.id, "👍", on=True)
    expect(anita.locator(".message__reactions")).to_contain_text("Moira Hale")
    expect(anita.locator(".message--mine")).to_have_count(1)
    moira.get_by_label("Your message").press_sequentially("And a")
    expect(anita.get_by_text("Moira Hale is writing …")).to_be_visible()
    anita.goto("/conversations")
    expect(anita.locator(".talks").get_by_text("1 not read yet")).to_be_hidden()


def test_how_conversations_look(app: Flask, page: Page, live_server: str, talk: Talk) -> None:
    homes = talk.homes
    asked = say(homes.moira, talk.everyone, "Who comes on Sunday? https://example.org/" + "a-long-way" * 12)
    say(homes.anita, talk.everyone, "@Moira we do, all four of us.\nWith a cake.", asked.id)
    say(homes.liaison, talk.everyone, "So do I.")
    react(sees(homes.tom), asked.id, "🎉", on=True)
    allow(photos=True, documents=True)
    send(homes.tom, talk.everyone, *(SentFile("", jpeg(*size)) for size in ((900, 1600), (1600, 700), (64, 64))))
    send(
        homes.tom, talk.everyone, SentFile("A programme of all that we do in the summer of 2027.pdf", PDF), body="Here."
    )
    photo, *_others, document = files_read(homes.anita, talk.everyone)
    sign_in(app, page, homes.anita, live_server)
    here = f"/conversations/{talk.everyone.id}"
    addresses = {
        "talk": "/conversations",
        "conversation": f"{here}?reply={asked.id}",
        "message": f"/messages/{asked.id}",
        "photo-of-three": f"/attachments/{photo.attachment_id}",
        "document": f"/attachments/{document.attachment_id}",
        "talk-people": f"{here}/people",
        "talk-new": "/conversations/new",
    }
    for name, address in addresses.items():
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, name
        look_over(page, name)


def test_a_photo_is_sent_from_one_phone_and_seen_on_the_other(
    app: Flask, open_page: Callable[[int], Page], live_server: str, tmp_path: Path
) -> None:
    talk = make_talk_with_files()
    anita = open_talk(sign_in(app, open_page(PHONE), talk.homes.anita, live_server), talk)
    moira = open_talk(sign_in(app, open_page(PHONE), talk.homes.moira, live_server), talk)
    photo = tmp_path / "Jane Doe.jpg"
    photo.write_bytes(jpeg(1600, 1200))
    anita.get_by_text("Photos or a document", exact=True).first.click()
    anita.locator("input[type=file]").set_input_files(photo)
    write(anita, "At the sea")
    expect(anita.get_by_role("alert")).to_contain_text("or that nobody is in it")
    expect(anita.get_by_label("Your message")).to_have_value("At the sea")
    look_over(anita, "conversation-photo-refused")
    anita.get_by_label("Everybody in this picture may be shown here").check()
    anita.get_by_label("What is to be seen?").fill("A sandcastle")
    anita.get_by_role("button", name="Send", exact=True).click()

    picture = moira.get_by_role("img", name="Photo from Anita Patel, 22 November: A sandcastle")
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 480
    expect(anita.locator(".message--mine img")).to_be_visible()
    expect(anita.get_by_label("Your message")).to_have_value("")
    look_over(moira, "conversation-photo")
    picture.click()
    expect(moira.get_by_role("heading", name="Photo from Anita Patel")).to_be_visible()
    look_over(moira, "photo")
    moira.get_by_role("link", name="Everyone").click()
    expect(moira.get_by_text("At the sea")).to_be_visible()
