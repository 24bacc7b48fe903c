"""Polls as a browser without scripts asks and answers them, and as they come down a line."""

import re

import pytest
from flask import Flask

from messaging.models import Message
from messaging.polls.models import Vote
from messaging.polls.rules import Says
from tests.client import client_of
from tests.live_line import line_of, served
from tests.messaging.factories import create_poll
from tests.messaging.talking import Talk, bodies, numbers
from tests.registers import rows


def here(talk: Talk) -> str:
    """The address of everyone."""
    return f"/conversations/{talk.everyone.id}"


def test_one_asks_and_answers_with_one_tap_and_no_script(app: Flask, talk: Talk) -> None:
    anita, moira = client_of(app, talk.homes.anita), client_of(app, talk.homes.moira)
    form = anita.get(f"{here(talk)}/poll").text
    client_id = re.search(r'name="client_id"[^>]*value="([^"]+)"', form)
    assert client_id
    typed = {"body": "Who brings soup?", "answers": "Me\n<b>You</b>\n", "client_id": client_id[1]}
    for _pressed_twice in range(2):
        anita.post(f"{here(talk)}/poll", data=typed)
    assert numbers(talk.everyone) == [1]
    page = moira.get(here(talk)).text
    assert ("&lt;b&gt;You&lt;/b&gt;" in page, "nobody yet" in page) == (True, True)
    way = re.search(r'form="votes" formaction="(/polls/[^"]+)" name="answer" value="2 yes"', page)
    assert way
    answer = moira.post(way[1], data={"answer": "2 yes"})
    assert re.search(r"/conversations/[^#]+#message-", answer.headers["Location"])
    page = moira.get(here(talk)).text
    assert "1 person: Moira Hale" in page
    assert re.findall(r'data-vote="(\d)"[^>]*aria-pressed="true"', page) == ["2"]
    assert 'aria-pressed="true"' not in anita.get(here(talk)).text
    moira.post(way[1], data={"answer": "2"})
    assert rows(Vote.number) == []


def test_a_day_is_found_without_a_script(app: Flask, talk: Talk) -> None:
    anita, moira = client_of(app, talk.homes.anita), client_of(app, talk.homes.moira)
    typed = {"body": "When?", "answers-0": "2026-11-28", "answers-1": "29/11/2026", "nameless": "y"}
    anita.post(f"{here(talk)}/days", data=typed)
    (poll_id,) = (row[0] for row in rows(Message.id))
    moira.post(f"/polls/{poll_id}/vote", data={"answer": "1 if_need_be"})
    assert rows(Vote.number, Vote.says) == [(1, Says.IF_NEED_BE)]
    page = moira.get(here(talk)).text
    assert ("1 if need be" in page, "suits most" in page, "Without names." in page) == (True, True, True)
    page = moira.get(f"/messages/{poll_id}").text
    assert ("Take back: Sat 28 Nov" in page, "Choose the day" in page) == (True, False)
    assert "Choose the day" in anita.get(f"/messages/{poll_id}").text
    anita.post(f"/polls/{poll_id}/choose", data={"answer": "1"})
    assert "Closed." in moira.get(here(talk)).text
    assert bodies(talk.homes.moira, talk.everyone)[1] == "The day is chosen: Saturday 28 November 2026."
    assert moira.post(f"/polls/{poll_id}/vote", data={"answer": "1 yes"}).status_code == 409


@pytest.mark.parametrize(
    ("way", "typed", "words"),
    [
        ("poll", {"body": "", "answers": "a\nb"}, "Write something first."),
        ("poll", {"body": "What?", "answers": "a"}, "at least two"),
        ("poll", {"body": "What?", "answers": "a\nb", "closes_on": "2026-11-01"}, "or leave it empty"),
        ("days", {"body": "When?", "answers-0": "2026-11-28"}, "at least two"),
        ("days", {"body": "When?", "answers-0": "2026-11-01", "answers-1": "2026-11-28"}, "from today on"),
        ("days", {"body": "When?", "answers-0": "soon", "answers-1": "2026-11-28"}, "Enter a day"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(
    app: Flask, talk: Talk, way: str, typed: dict[str, str], words: str
) -> None:
    answer = client_of(app, talk.homes.anita).post(f"{here(talk)}/{way}", data=typed)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert numbers(talk.everyone) == []


@pytest.mark.parametrize("sent", ["", "1 maybe", "x yes", "-1 yes", "²", "9999 yes", "3 yes"])
def test_what_is_no_answer_is_refused(app: Flask, talk: Talk, sent: str) -> None:
    poll = create_poll(talk.everyone, talk.homes.anita)
    assert client_of(app, talk.homes.moira).post(f"/polls/{poll.id}/vote", data={"answer": sent}).status_code == 422
    assert rows(Vote.number) == []


def test_who_asked_closes_it_by_a_button(app: Flask, talk: Talk) -> None:
    poll = create_poll(talk.everyone, talk.homes.anita)
    anita = client_of(app, talk.homes.anita)
    assert "Close the poll" in anita.get(f"/messages/{poll.id}").text
    assert "The poll is closed." in anita.post(f"/polls/{poll.id}/close", follow_redirects=True).text
    assert "Close the poll" not in anita.get(f"/messages/{poll.id}").text
    assert client_of(app, talk.homes.moira).post(f"/polls/{poll.id}/close").status_code == 422


def test_answers_come_down_the_line_the_same_for_everybody_and_ones_own_to_oneself(app: Flask, talk: Talk) -> None:
    poll = create_poll(talk.everyone, talk.homes.anita)
    with (
        served(app) as port,
        line_of(app, port, talk.homes.anita) as anita,
        line_of(app, port, talk.homes.moira) as moira,
        line_of(app, port, talk.homes.moira) as phone,
        line_of(app, port, talk.outsider) as outsider,
    ):
        sent: dict[str, object] = {"id": str(poll.id), "number": 2, "says": "yes"}
        ack = moira.ask("vote", sent)
        assert isinstance(ack, dict)
        assert (ack["ok"], ack["votes"]) == (True, {str(poll.id): {"2": "yes"}})
        pictures = {str(line.wait_for("voted")) for line in (anita, moira, phone)}
        assert len(pictures) == 1
        assert "'counts': {'yes': 1, 'if_need_be': 0, 'no': 0}" in pictures.pop()
        assert phone.wait_for("own_votes") == {"conversation": str(talk.everyone.id), "votes": ack["votes"]}
        known = moira.ask("sync", {"conversation": str(talk.everyone.id), "after_seq": 0})
        assert isinstance(known, dict)
        assert known["votes"] == ack["votes"]
        assert 'aria-pressed="true"' not in known["messages"][0]["html"]
        refused = outsider.ask("vote", sent)
        assert isinstance(refused, dict)
        assert refused["error"] == "not_found"
        assert moira.ask("vote", {**sent, "says": "perhaps"})["error"] == "garbled"  # type: ignore[index]  # an ack
        assert anita.hears_nothing(0.2)
        assert outsider.hears_nothing(0.2)
    assert rows(Vote.number, Vote.person_id) == [(2, talk.homes.moira.id)]
