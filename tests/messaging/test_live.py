"""Conversations down live lines: people talk, and somebody outside hears nothing."""

import uuid
from typing import Any, cast

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.core.ids import new_id
from messaging.conversations.queries import conversation_line
from messaging.messages import sockets
from messaging.messages.actions import edit_message, remove_message
from messaging.messages.queries import MessageShown, messages_since
from messaging.rules import LONGEST_BODY
from tests.live_line import LiveLine, line_of
from tests.messaging.talking import Talk, bodies, numbers, say
from tests.sleepovers.households import sees


def ask(line: LiveLine, event: str, **words: object) -> dict[str, Any]:
    """Send an event; gives its ack."""
    return cast("dict[str, Any]", line.ask(event, {name: words[name] for name in words}))


def told(line: LiveLine, event: str) -> dict[str, Any]:
    """The next news of a kind."""
    return cast("dict[str, Any]", line.wait_for(event))


def test_what_is_said_reaches_everybody_in_it_on_all_their_devices_and_nobody_else(
    app: Flask, port: int, talk: Talk
) -> None:
    homes, here = talk.homes, str(talk.everyone.id)
    with (
        line_of(app, port, homes.anita) as anita,
        line_of(app, port, homes.anita) as phone,
        line_of(app, port, homes.moira) as moira,
        line_of(app, port, talk.outsider) as outsider,
    ):
        client_id = str(new_id())
        ack = ask(anita, "post_message", conversation=here, client_id=client_id, body="Hello @Moira")
        assert (ack["ok"], ack["seq"]) == (True, 1)
        for line in (anita, phone, moira):
            news = told(line, "message_posted")
            assert (news["id"], news["seq"], news["client_id"]) == (ack["id"], 1, client_id)
            assert (news["conversation"], news["sender"], news["body"]) == (here, str(homes.anita.id), "Hello @Moira")
            assert "message__mention" in news["html"]
        assert told(moira, "unread") == {"conversation": here, "count": 1}
        assert outsider.is_open
        assert outsider.hears_nothing()
        refused = ask(outsider, "post_message", conversation=here, client_id=str(new_id()), body="Me too")
        assert (refused["ok"], refused["error"]) == (False, "not_found")
        assert ask(outsider, "sync", conversation=here, after_seq=0)["error"] == "not_found"
        assert numbers(talk.everyone) == [1]


def test_the_ack_of_a_message_that_was_sent_again_is_the_same(app: Flask, port: int, talk: Talk) -> None:
    words = {"conversation": str(talk.everyone.id), "client_id": str(new_id()), "body": "Once."}
    with line_of(app, port, talk.homes.anita) as line:
        first, again = ask(line, "post_message", **words), ask(line, "post_message", **words)
    assert first == again
    assert numbers(talk.everyone) == [1]


def test_a_browser_that_was_away_asks_for_what_it_lacks(app: Flask, port: int, talk: Talk) -> None:
    homes, here = talk.homes, str(talk.everyone.id)
    messages = [say(homes.anita, talk.everyone, f"{number}") for number in range(1, 4)]
    edit_message(sees(homes.anita), messages[0].id, "one")
    remove_message(sees(homes.anita), messages[1].id)
    with line_of(app, port, homes.moira) as line:
        everything = ask(line, "sync", conversation=here, after_seq=0)
        assert [one["body"] for one in everything["messages"]] == ["one", "", "3"]
        assert (everything["last_seq"], everything["last_change"], everything["more"]) == (3, 2, False)
        later = ask(line, "sync", conversation=here, after_seq=2, after_change=1)
        assert [one["seq"] for one in later["messages"]] == [2, 3]
        nothing = ask(line, "sync", conversation=here, after_seq=3, after_change=2)
        assert nothing["messages"] == []


def test_what_is_said_while_a_browser_is_answered_is_not_passed_over(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes, here = talk.homes, talk.everyone.id
    say(homes.anita, talk.everyone, "1")

    def looked(viewer: Viewer, conversation_id: uuid.UUID, seq: int, change: int) -> list[MessageShown]:
        """Look, and before anything else is asked somebody says something more."""
        found = messages_since(viewer, conversation_id, seq, change)
        say(homes.anita, talk.everyone, "2")
        return found

    monkeypatch.setattr(sockets, "messages_since", looked)
    answer = sockets.sync(sees(homes.moira), sockets.Lacking(conversation=here, after_seq=0))
    monkeypatch.undo()
    last = answer["last_seq"]
    assert isinstance(last, int)
    again = sockets.sync(sees(homes.moira), sockets.Lacking(conversation=here, after_seq=last))
    read = [one["body"] for one in (*_messages(answer), *_messages(again))]
    assert read == ["1", "2"]


def _messages(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", answer["messages"])


def test_changes_removals_and_reactions_are_told(app: Flask, port: int, talk: Talk) -> None:
    homes = talk.homes
    message = str(say(homes.anita, talk.everyone).id)
    with line_of(app, port, homes.anita) as anita, line_of(app, port, homes.moira) as moira:
        assert ask(anita, "edit_message", id=message, body="Hello both.")["ok"]
        assert told(moira, "message_edited")["body"] == "Hello both."
        assert ask(moira, "react", id=message, emoji="👍", on=True)["ok"]
        assert "👍" in told(anita, "reacted")["html"]
        refused = ask(moira, "remove_message", id=message)
        assert (refused["error"], refused["message"]) == ("not_yours", "Only who wrote a message can change its words.")
        assert ask(anita, "remove_message", id=message)["ok"]
        assert "This message was removed." in told(moira, "message_removed")["html"]
        assert ask(moira, "react", id=message, emoji="👍", on=True)["error"] == "removed"


def test_who_had_not_read_what_was_removed_is_told_that_less_is_unread(app: Flask, port: int, talk: Talk) -> None:
    homes, here = talk.homes, str(talk.everyone.id)
    messages = [say(homes.anita, talk.everyone, f"{number}") for number in range(2)]
    with line_of(app, port, homes.moira) as moira:
        remove_message(sees(homes.anita), messages[0].id)
        assert told(moira, "unread") == {"conversation": here, "count": 1}
        remove_message(sees(homes.anita), messages[1].id)
        assert told(moira, "unread") == {"conversation": here, "count": 0}


def test_reading_and_writing_are_told_to_those_in_it(app: Flask, port: int, talk: Talk) -> None:
    homes, here = talk.homes, str(talk.everyone.id)
    for number in range(3):
        say(homes.moira, talk.everyone, f"{number}")
    with (
        line_of(app, port, homes.anita) as anita,
        line_of(app, port, homes.moira) as moira,
        line_of(app, port, talk.outsider) as outsider,
    ):
        assert ask(anita, "mark_read", conversation=here, seq=2) == {"ok": True}
        read = told(moira, "read")
        assert (read["person"], read["seq"], read["name"]) == (str(homes.anita.id), 2, "Anita Patel")
        assert told(anita, "unread") == {"conversation": here, "count": 1}
        assert ask(moira, "typing", conversation=here) == {"ok": True}
        assert told(anita, "typing") == {"conversation": here, "name": "Moira Hale"}
        assert ask(outsider, "typing", conversation=here)["error"] == "not_found"
        assert ask(outsider, "mark_read", conversation=here, seq=2)["error"] == "not_found"
        assert outsider.hears_nothing()
    assert conversation_line(sees(homes.anita), talk.everyone.id).unread == 1


ODD: list[tuple[str, dict[str, object]]] = [
    ("post_message", {}),
    ("post_message", {"conversation": "x", "client_id": "y", "body": "z"}),
    ("post_message", {"conversation": str(uuid.UUID(int=7)), "client_id": 7, "body": None}),
    ("sync", {"conversation": str(uuid.UUID(int=7)), "after_seq": -1}),
    ("sync", {"conversation": str(uuid.UUID(int=7)), "after_seq": 2**40}),
    ("react", {"id": str(uuid.UUID(int=7)), "emoji": "x" * 17, "on": True}),
    ("mark_read", {"conversation": str(uuid.UUID(int=7)), "seq": "many"}),
    ("typing", {"conversation": str(uuid.UUID(int=7)), "room": "everyone"}),
]


def test_odd_packets_get_a_plain_answer_and_the_line_stays(app: Flask, port: int, talk: Talk) -> None:
    here = str(talk.everyone.id)
    with line_of(app, port, talk.homes.anita) as line:
        for event, words in ODD:
            assert ask(line, event, **words)["error"] == "garbled", event
        long = "x" * (LONGEST_BODY + 1)
        for body, error in (("", "nothing_written"), (long, "too_long"), ("\x00", "nothing_written")):
            answer = ask(line, "post_message", conversation=here, client_id=str(new_id()), body=body)
            assert answer["error"] == error
        assert ask(line, "post_message", conversation=here, client_id=str(new_id()), body="Still here.")["ok"]
    assert bodies(talk.homes.moira, talk.everyone) == ["Still here."]
