"""A message that may name a child of those who read it is asked about once, and never kept from being said."""

import pytest
from flask import Flask

from constellations.core.database import database
from constellations.core.ids import new_id
from constellations.core.seals import new_field_key
from constellations.core.settings import EXTENSION, current_settings
from messaging.messages.actions import edit_message
from messaging.posting.actions import Post, Written, post_message, post_messages
from messaging.safeguarding.nudges.rules import NameNudge
from tests import factories
from tests.client import client_of
from tests.messaging.talking import Talk, bodies, make_talk, say
from tests.queries import count_queries
from tests.sleepovers.cards.cards import fill_in, outcome
from tests.sleepovers.households import sees


@pytest.fixture
def talk(app: Flask) -> Talk:
    """The conversations of the households' constellation; JB is called Jaz."""
    found = make_talk()
    fill_in(found.homes)
    return found


def said(talk: Talk, body: str, sure: bool = False) -> str:
    """What becomes of words that Moira says to everybody."""
    written = Written(new_id(), body, sure=sure)
    return outcome(lambda: post_message(sees(talk.homes.moira), talk.everyone.id, written))


@pytest.mark.parametrize(
    ("body", "becomes"),
    [
        ("Jaz slept well.", "NameNudge"),
        ("Is jaz with you?", "NameNudge"),
        ("Jayden Brooks slept well.", "NameNudge"),
        ("JB slept well.", "in"),
        ("Jazz in the park", "in"),
        ("Kim Lees is nobody here.", "in"),
        ("Ask Anita Patel.", "in"),
    ],
)
def test_the_name_of_a_child_of_its_readers_is_asked_about(talk: Talk, body: str, becomes: str) -> None:
    assert said(talk, body) == becomes
    assert said(talk, body, sure=True) == "in"


def test_a_carers_own_name_is_no_childs_whatever_its_initials(talk: Talk) -> None:
    factories.create_child(talk.homes.service, talk.homes.okafor, "AP")
    assert said(talk, "Ask Anita Patel.") == "in"
    assert said(talk, "Ask Anna Potts.") == "NameNudge"


def test_a_child_of_nobody_in_the_conversation_is_not_known(talk: Talk) -> None:
    elsewhere = factories.create_child(talk.homes.service, factories.create_home(talk.homes.service), "QX")
    assert said(talk, "Quentin Xavier came.") == "in"
    assert elsewhere.initials == "QX"


def test_changed_words_are_asked_about_too(talk: Talk) -> None:
    message = say(talk.homes.moira, talk.everyone, "Hello.")
    with pytest.raises(NameNudge, match="initials"):
        edit_message(sees(talk.homes.moira), message.id, "Hello Jaz.")
    edit_message(sees(talk.homes.moira), message.id, "Hello Jaz.", sure=True)
    assert bodies(talk.homes.anita, talk.everyone) == ["Hello Jaz."]


def test_the_page_asks_once_and_offers_to_send_it_anyway(app: Flask, talk: Talk) -> None:
    client, path = client_of(app, talk.homes.moira), f"/conversations/{talk.everyone.id}/messages"
    written = {"body": "Jaz slept well.", "client_id": str(new_id())}
    answer = client.post(path, data=written)
    assert answer.status_code == 422
    assert "That may be a child’s name. Could you use initials instead?" in answer.text
    assert 'name="sure" value="y"' in answer.text
    assert client.post(path, data={**written, "sure": "y"}).status_code == 302


def test_a_name_that_an_older_key_hashed_is_still_known(
    app: Flask, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = current_settings().field_keys
    newer = current_settings().model_copy(update={"field_keys": (new_field_key(), *old)})
    monkeypatch.setitem(app.extensions, EXTENSION, newer)
    assert said(talk, "Jaz slept well.") == "NameNudge"


def test_many_at_once_take_one_query_more_than_before(talk: Talk) -> None:
    def queries(count: int) -> int:
        posts = [
            Post(sees(talk.homes.moira), talk.everyone.id, Written(new_id(), f"Number {n}.")) for n in range(count)
        ]
        with count_queries(database().engine) as sent:
            post_messages(posts)
        return sum("stay_card" in statement for statement in map(str, sent))

    assert [queries(1), queries(20)] == [1, 1]
