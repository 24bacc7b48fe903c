"""An open conversation that did not hear of everything: what it lacks comes, and stays asked for until it came."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from messaging.messages.actions import react, remove_message
from messaging.telling import sockets as telling
from tests.browser.test_talk import open_talk, sign_in
from tests.messaging.talking import Talk, say
from tests.sleepovers.households import sees


def unheard(act: Callable[[], object]) -> None:
    """Let something happen of which no line brings news, as while Redis is away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(telling, "tell_people", lambda *_words: None)
        act()


def test_a_reaction_to_the_last_message_does_not_hide_that_others_are_lacking(
    app: Flask, page: Page, live_server: str, talk: Talk
) -> None:
    homes, shown = talk.homes, page.locator(".message__body")
    open_talk(sign_in(app, page, homes.anita, live_server), talk)
    said = [say(homes.moira, talk.everyone, words) for words in ("Before.", "Taken back.")]
    expect(shown).to_have_text(["Before.", "Taken back."])
    unheard(lambda: said.extend(say(homes.moira, talk.everyone, words) for words in ("Missed.", "The last.")))
    react(sees(homes.tom), said[-1].id, "👍", on=True)
    expect(shown).to_have_text(["Before.", "Taken back.", "Missed.", "The last."])
    unheard(lambda: remove_message(sees(homes.moira), said[1].id))
    react(sees(homes.tom), said[0].id, "👍", on=True)
    expect(shown).to_have_text(["Before.", "This message was removed.", "Missed.", "The last."])
