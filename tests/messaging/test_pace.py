"""How much one person may say in a minute: by lines and forms together, and nothing typed is lost over it."""

from functools import partial

import pytest
import time_machine
from flask import Flask
from limits import RateLimitItemPerMinute

from constellations.core.ids import new_id
from constellations.pace.rules import A_MINUTE, Pace
from tests.client import client_of
from tests.live_line import line_of
from tests.messaging.talking import Talk, numbers, reads, say

WAIT = "That was a lot at once. Wait a minute, then try again."


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of what people do, in a minute, so that a test need not do a hundred things."""
    assert {pace: limit.amount for pace, limit in A_MINUTE.items()} == {Pace.ACTS: 120, Pace.BY_THE_WAY: 240}
    for module in ("constellations.guard", "constellations.live"):
        monkeypatch.setattr(f"{module}.A_MINUTE", {**A_MINUTE, Pace.ACTS: RateLimitItemPerMinute(3)})


def test_what_is_too_much_by_forms_is_refused_and_what_was_typed_stays(
    app: Flask, talk: Talk, clock: time_machine.Traveller
) -> None:
    client, path = client_of(app, talk.homes.anita), f"/conversations/{talk.everyone.id}"
    said = say(talk.homes.moira, talk.everyone)
    send = partial(client.post, f"{path}/messages")
    words = [{"body": f"number {number}", "client_id": new_id()} for number in range(4)]
    assert [send(data=each).status_code for each in words] == [302, 302, 302, 429]
    again = send(data=words[3])
    assert (again.status_code, WAIT in again.text, "number 3</textarea>" in again.text) == (429, True, True)
    own = reads(talk.homes.anita, talk.everyone)[1].message_id
    edited = client.post(f"/messages/{own}/edit", data={"body": "other"})
    assert (edited.status_code, "other</textarea>" in edited.text) == (429, True)
    as_json = client.post(f"{path}/messages.json", data=words[3], headers={"Accept": "application/json"})
    assert (as_json.status_code, as_json.json and as_json.json["error"]) == (429, WAIT)
    for address, sent in (
        (f"/messages/{said.id}/react", {"emoji": "👍"}),
        (f"/messages/{said.id}/pin", {}),
        ("/conversations/new", {"people": [str(talk.homes.moira.id)]}),
    ):
        assert client.post(address, data=sent).status_code == 429, address
    assert reads(talk.homes.anita, talk.everyone)[0].reactions == ()
    assert client_of(app, talk.homes.moira).post(f"/messages/{said.id}/react", data={"emoji": "👍"}).status_code == 302
    clock.shift(61)
    assert send(data=words[3]).status_code == 302
    assert numbers(talk.everyone) == [1, 2, 3, 4, 5]


def test_a_line_and_forms_are_counted_together_and_what_goes_by_the_way_apart(
    app: Flask, port: int, talk: Talk
) -> None:
    anita, here = talk.homes.anita, {"conversation": str(talk.everyone.id)}
    send = partial(client_of(app, anita).post, f"/conversations/{talk.everyone.id}/messages")
    with line_of(app, port, anita) as line:
        for _ in range(2):
            assert send(data={"body": "x", "client_id": new_id()}).status_code == 302
        for _ in range(5):
            for event, words in (("typing", here), ("mark_read", {**here, "seq": 1}), ("look_at_notices", {})):
                assert line.ask(event, words) in ({"ok": True}, {"ok": True, "unread": 0}), event
        post = {**here, "client_id": str(new_id()), "body": "The third."}
        assert "seq" in str(line.ask("post_message", post))
        refused = line.ask("post_message", {**post, "client_id": str(new_id())})
        assert refused == {"ok": False, "error": "too_many", "message": WAIT}
        assert line.is_cut()
    assert send(data={"body": "x", "client_id": new_id()}).status_code == 429
