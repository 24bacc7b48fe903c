"""Photos and documents on their way: nothing that is written meanwhile is lost, and nothing is refused for good."""

import random
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.checks import look_over
from tests.browser.test_talk import open_talk, sign_in, write
from tests.messaging.attachments.sending import files_read, make_talk_with_files
from tests.messaging.talking import Talk, bodies, numbers
from tests.photos import jpeg, written

SILENT_MS = 121_000
"""Longer than a page waits while nothing of a file gets through."""


class Way:
    """The way of messages with files to the server: it may hold them up, or lose the answer."""

    def __init__(self, app: Flask) -> None:
        self.is_open = threading.Event()
        self.is_open.set()
        self.loses_answers = False
        self._behind = app.wsgi_app

    def __call__(self, environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
        is_message = str(environ["PATH_INFO"]).endswith("/messages.json")
        if is_message:
            self.is_open.wait()
        if not (is_message and self.loses_answers):
            return self._behind(environ, start_response)  # type: ignore[arg-type]  # the server's own, handed on
        list(self._behind(environ, lambda *_lost: lambda _bytes: None))
        start_response("502 Bad Gateway", [("Content-Length", "0")])
        return []


@pytest.fixture
def way(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Way]:
    """A way that is good at first."""
    way = Way(app)
    monkeypatch.setattr(app, "wsgi_app", way)
    yield way
    way.is_open.set()


@pytest.fixture
def talk(app: Flask) -> Talk:
    """Both conversations, of people who may send photos."""
    return make_talk_with_files()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo on a phone."""
    path = tmp_path / "Jane Doe.jpg"
    path.write_bytes(jpeg(1600, 1200))
    return path


def choose(page: Page, photo: Path) -> None:
    """Choose a photo in which everybody may be shown."""
    page.get_by_text("Photos or a document", exact=True).first.click()
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_label("Everybody in this picture may be shown here").check()


def test_a_nudge_about_words_with_a_photo_can_be_passed(
    app: Flask, page: Page, live_server: str, talk: Talk, photo: Path
) -> None:
    anita = open_talk(sign_in(app, page, talk.homes.anita, live_server), talk)
    choose(anita, photo)
    write(anita, "At the sea. Ring me: 01632 960 983")
    expect(anita.get_by_role("alert")).to_contain_text("looks like a phone number")
    assert numbers(talk.everyone) == []
    look_over(anita, "conversation-photo-nudged")
    anita.get_by_role("button", name="Send anyway").click()
    expect(anita.locator(".message--mine img")).to_be_visible()
    expect(anita.get_by_role("button", name="Send anyway")).to_be_hidden()
    assert bodies(talk.homes.moira, talk.everyone) == ["At the sea. Ring me: 01632 960 983"]


def test_a_nudge_ends_with_what_it_was_about(app: Flask, page: Page, live_server: str, talk: Talk, photo: Path) -> None:
    anita = open_talk(sign_in(app, page, talk.homes.anita, live_server), talk)
    anyway, wrong = anita.get_by_role("button", name="Send anyway"), anita.locator("[data-wrong]")
    choose(anita, photo)
    write(anita, "At the sea. Ring me: 01632 960 983")
    expect(anyway).to_be_visible()
    anita.get_by_label("Your message").press_sequentially("!")
    expect(anyway).to_be_hidden()
    expect(wrong).to_have_text("")
    anita.get_by_role("button", name="Send", exact=True).click()
    expect(anyway).to_be_visible()
    anita.locator("input[type=file]").set_input_files([])
    expect(anyway).to_be_hidden()
    write(anita, "At the sea.")
    expect(anita.locator(".message:not(.message--unsent) .message__body")).to_have_text(["At the sea."])
    expect(anyway).to_be_hidden()
    assert bodies(talk.homes.moira, talk.everyone) == ["At the sea."]


def test_nothing_can_be_written_over_what_is_on_its_way(
    app: Flask, page: Page, live_server: str, talk: Talk, photo: Path, way: Way
) -> None:
    anita = open_talk(sign_in(app, page, talk.homes.anita, live_server), talk)
    field = anita.get_by_label("Your message")
    choose(anita, photo)
    way.is_open.clear()
    write(anita, "At the sea")
    expect(field).not_to_be_editable()
    expect(anita.locator("input[type=file]")).to_be_disabled()
    way.is_open.set()
    expect(anita.locator(".message--mine img")).to_be_visible()
    expect(field).to_be_editable()
    expect(field).to_have_value("")


def test_what_was_changed_after_an_answer_was_lost_is_another_message_and_what_was_not_is_the_same(
    app: Flask, page: Page, live_server: str, talk: Talk, photo: Path, way: Way
) -> None:
    anita = open_talk(sign_in(app, page, talk.homes.anita, live_server), talk)
    choose(anita, photo)
    way.loses_answers = True
    for _try in range(2):
        write(anita, "At the sea")
        expect(anita.get_by_role("alert")).to_contain_text("press Send again")
    way.loses_answers = False
    assert numbers(talk.everyone) == [1]
    write(anita, "At the sea, with the Okafors")
    expect(anita.locator(".message--mine img")).to_have_count(2)
    expect(anita.get_by_label("Your message")).to_have_value("")
    assert bodies(talk.homes.moira, talk.everyone) == ["At the sea", "At the sea, with the Okafors"]


def test_a_large_photo_over_a_slow_link_takes_as_long_as_it_takes(
    app: Flask, page: Page, live_server: str, talk: Talk, photo: Path
) -> None:
    page.clock.install()
    anita = open_talk(sign_in(app, page, talk.homes.anita, live_server), talk)
    photo.write_bytes(written(Image.frombytes("RGB", (900, 900), random.Random(1).randbytes(900 * 900 * 3)), "JPEG"))
    choose(anita, photo)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": photo.stat().st_size / 4}
    anita.context.new_cdp_session(anita).send("Network.emulateNetworkConditions", slow)
    write(anita, "At the sea")
    for part in (0.1, 0.3, 0.5, 0.7):
        anita.wait_for_function("part => document.querySelector('[data-sending] progress').value > part", arg=part)
        anita.clock.fast_forward(SILENT_MS - 60_000)
    expect(anita.get_by_label("Your message")).to_have_value("")
    assert len(files_read(talk.homes.moira, talk.everyone)) == 1


def test_a_photo_of_which_nothing_gets_through_is_given_up_and_kept(
    app: Flask, page: Page, live_server: str, talk: Talk, photo: Path, way: Way
) -> None:
    page.clock.install()
    anita = open_talk(sign_in(app, page, talk.homes.anita, live_server), talk)
    choose(anita, photo)
    way.is_open.clear()
    write(anita, "At the sea")
    expect(anita.get_by_label("Your message")).not_to_be_editable()
    anita.clock.fast_forward(SILENT_MS)
    expect(anita.get_by_role("alert")).to_contain_text("Your words and files are still here")
    expect(anita.get_by_label("Your message")).to_have_value("At the sea")
