"""A nudge comes once, on the page and down the line, and never keeps anybody from saying something."""

from http import HTTPStatus
from typing import Any, cast

import pytest
from flask import Flask

from constellations.core.ids import new_id
from messaging.messages.actions import edit_message
from messaging.posting.actions import Written, post_message
from messaging.safeguarding.nudges.rules import Nudge
from tests.client import client_of
from tests.live_line import line_of, served
from tests.messaging.talking import Talk, bodies, numbers, say
from tests.sleepovers.households import sees

NUMBER = "Ring JB’s school: 01632 960123."


def test_the_form_comes_back_once_with_what_was_written_and_a_way_to_send_it_anyway(app: Flask, talk: Talk) -> None:
    client, path = client_of(app, talk.homes.anita), f"/conversations/{talk.everyone.id}"
    written = {"body": NUMBER, "client_id": str(new_id())}
    assert "Send anyway</button>\n" not in client.get(path).text
    answer = client.post(f"{path}/messages", data=written)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "looks like a phone number" in answer.text
    assert NUMBER in answer.text
    assert f'value="{written["client_id"]}"' in answer.text
    assert 'name="sure" value="y"' in answer.text
    assert numbers(talk.everyone) == []
    assert client.post(f"{path}/messages", data={**written, "sure": "y"}).status_code == HTTPStatus.FOUND
    assert bodies(talk.homes.moira, talk.everyone) == [NUMBER]


def test_changed_words_are_nudged_too(app: Flask, talk: Talk) -> None:
    said = say(talk.homes.anita, talk.everyone, "Ring the school.")
    with pytest.raises(Nudge):
        edit_message(sees(talk.homes.anita), said.id, NUMBER)
    client, path = client_of(app, talk.homes.anita), f"/messages/{said.id}/edit"
    assert "Change them anyway" in client.post(path, data={"body": NUMBER}).text
    assert bodies(talk.homes.moira, talk.everyone) == ["Ring the school."]
    client.post(path, data={"body": NUMBER, "sure": "y"})
    assert bodies(talk.homes.moira, talk.everyone) == [NUMBER]


def test_what_was_stored_is_answered_as_before(talk: Talk) -> None:
    written = Written(new_id(), NUMBER, sure=True)
    stored = [post_message(sees(talk.homes.anita), talk.everyone.id, written).seq for _twice in range(2)]
    assert stored == [1, 1]


def test_down_the_line_the_ack_says_so_and_sure_passes(app: Flask, talk: Talk) -> None:
    with served(app) as port, line_of(app, port, talk.homes.anita) as line:
        sent = {"conversation": str(talk.everyone.id), "client_id": str(new_id()), "body": NUMBER}
        ack = cast("dict[str, Any]", line.ask("post_message", sent))
        assert (ack["ok"], ack["error"]) == (False, "nudge")
        assert "send it anyway" in ack["message"]
        ack = cast("dict[str, Any]", line.ask("post_message", {**sent, "sure": True}))
        assert (ack["ok"], ack["seq"]) == (True, 1)
        edited = {"id": ack["id"], "body": f"{NUMBER} Or 07700 900123."}
        assert cast("dict[str, Any]", line.ask("edit_message", edited))["error"] == "nudge"
        assert cast("dict[str, Any]", line.ask("edit_message", {**edited, "sure": True}))["ok"] is True
