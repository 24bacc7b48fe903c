"""Asking who saw what on a page, as a file, and from the command line."""

import json
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from flask import Flask

from constellations.who_saw.cli import breach_report
from messaging.safeguarding.looks.actions import look_into_conversation
from sleepovers.cards.actions import read_card_of_child
from tests.client import client_of
from tests.command_line import Roost, of_this_version, typing
from tests.messaging.talking import Talk, make_talk, say
from tests.sleepovers.households import sees


@pytest.fixture
def talk(app: Flask) -> Talk:
    """The liaison worker has read JB’s card, and a manager a conversation."""
    made = make_talk()
    say(made.homes.moira, made.everyone)
    read_card_of_child(sees(made.homes.liaison), made.homes.jb.id)
    look_into_conversation(sees(made.homes.manager), made.everyone.id, "A complaint.")
    return made


def test_a_manager_asks_by_a_childs_reference_and_takes_the_file(app: Flask, talk: Talk) -> None:
    homes = talk.homes
    manager = client_of(app, homes.manager)
    assert "/service/who-saw" in manager.get("/service").text
    unknown = manager.post("/service/who-saw", data={"key": "nobody"})
    assert (unknown.status_code, "Roost found nothing by that." in unknown.text) == (422, True)
    answer = manager.post("/service/who-saw", data={"key": homes.jb.key, "first": "2026-11-01", "last": "2026-11-22"})
    assert answer.headers["Location"] == f"/children/{homes.jb.id}/who-saw?first=2026-11-01&last=2026-11-22"
    page = manager.get(answer.headers["Location"]).text
    assert ["Dee Marsh, liaison worker" in page, "read the stay card" in page] == [True, True]
    assert "What this report cannot say" in page
    file = manager.get(f"{answer.headers['Location']}&as=csv")
    assert file.text.splitlines()[0] == "at,who,person,what,of,of_id,log,way"
    assert '2026-11-22T09:00:00+00:00,"Dee Marsh, liaison worker"' in file.text
    wrong = manager.get(f"/children/{homes.jb.id}/who-saw?first=2026-11-22&last=2026-11-01")
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_people_and_conversations_have_their_report_too(app: Flask, talk: Talk) -> None:
    homes = talk.homes
    manager = client_of(app, homes.manager)
    here = f"/people/{homes.moira.id}/who-saw"
    assert here in manager.get(f"/people/{homes.moira.id}").text
    assert "gave a reason to read a conversation" in manager.get(here).text
    there = f"/conversations/{talk.everyone.id}/who-saw"
    assert there in manager.get("/service/keeping/conversations").text
    assert "gave a reason to read a conversation" in manager.get(there).text
    assert client_of(app, homes.liaison).get(there).status_code == HTTPStatus.FORBIDDEN


@pytest.fixture
def roost(app: Flask, talk: Talk, capsys: pytest.CaptureFixture[str]) -> Iterator[Roost]:
    """`roost breach-report …`."""
    with of_this_version():
        yield typing(app, capsys, breach_report, "breach-report")


def test_the_command_prints_the_same_for_who_has_the_machine(roost: Roost, talk: Talk) -> None:
    homes = talk.homes
    told = json.loads(roost("--child", homes.jb.key, "--from", "2026-11-22", "--to", "2026-11-22").said)
    assert (told["about"], told["from"], len(told["not_logged"])) == ("child", "2026-11-22", 7)
    assert [(line["who"], line["what"]) for line in told["lines"]] == [
        ("Dee Marsh, liaison worker", "read the stay card")
    ]
    file = roost("--person", homes.moira.email, "--format", "csv").said
    assert "gave a reason to read a conversation" in file
    for words in ((), ("--child", "x", "--person", "y"), ("--child", "nobody")):
        refused = roost(*words)
        assert (refused.status != 0, bool(refused.wrong)) == (True, True)
