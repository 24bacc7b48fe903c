"""Pages of concerns and looks, as a browser without scripts reads and writes them."""

import re
from http import HTTPStatus

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from messaging.models import Message
from messaging.safeguarding.models import Concern, Look
from messaging.safeguarding.readers.queries import named_readers
from tests.client import RoostClient, client_of
from tests.factories import changed
from tests.messaging.safeguarding.worries import WORDS, stand_in, worry
from tests.messaging.talking import Talk, make_talk, say
from tests.registers import rows
from tests.sleepovers.households import audited, sees


@pytest.fixture
def talk(app: Flask) -> Talk:
    """Both conversations of the households' constellation, in a service that has a number for nights."""
    made = make_talk()
    changed(made.homes.service, out_of_hours_phone="0300 555 0100")
    return made


@pytest.fixture
def said(talk: Talk) -> Message:
    """What Moira said to everyone."""
    return say(talk.homes.moira, talk.everyone, "Words of Moira’s.")


def follow(client: RoostClient, answer: TestResponse) -> str:
    """The page to which a form led."""
    assert answer.status_code == HTTPStatus.FOUND
    return client.get(answer.headers["Location"]).text


def test_a_worry_is_raised_acknowledged_and_closed_without_a_script(app: Flask, talk: Talk, said: Message) -> None:
    homes = talk.homes
    anita, liaison = client_of(app, homes.anita), client_of(app, homes.liaison)
    path = f"/messages/{said.id}/worry"
    assert path in anita.get(f"/messages/{said.id}").text
    form = anita.get(path).text
    assert form.index('href="tel:999"') < form.index('href="tel:03005550100"') < form.index("<textarea")
    assert "Read by Dee Marsh, Sam Ode." in form
    receipt = follow(anita, anita.post(path, data={"words": WORDS, "about": "nobody"}))
    assert WORDS in receipt
    assert "not yet; within a day" in receipt
    [(concern_id,)] = rows(Concern.id)
    assert "You said so" in anita.get(path).text
    listed = liaison.get("/concerns").text
    assert "not acknowledged yet" in listed
    assert "afraid" not in listed
    here = f"/concerns/{concern_id}"
    assert WORDS in liaison.get(here).text
    assert "Acknowledged." in follow(liaison, liaison.post(f"{here}/acknowledge"))
    liaison.post(f"{here}/note", data={"words": "Phoned the school."})
    assert "Phoned the school." in client_of(app, homes.manager).get(here).text
    ending = {"outcome": "talked", "words": "All well."}
    assert "The concern is closed." in follow(liaison, liaison.post(f"{here}/close", data=ending))
    receipt = anita.get(f"{here}/raised").text
    assert "not yet" not in receipt
    assert "Phoned" not in receipt
    assert "All well." not in receipt


def test_every_look_at_a_concern_is_in_the_audit_trail(app: Flask, talk: Talk, said: Message) -> None:
    concern = worry(talk.homes.anita, said)
    for reader in (talk.homes.liaison, talk.homes.manager):
        client_of(app, reader).get(f"/concerns/{concern.id}")
    client_of(app, talk.homes.manager).get(f"/concerns/{concern.id}/close")
    assert [action for action, _ in audited(concern.id)] == ["raised_concern", *["read_concern"] * 3]


def test_what_is_lacking_is_said_beside_its_field(app: Flask, talk: Talk, said: Message) -> None:
    homes = talk.homes
    anita, liaison = client_of(app, homes.anita), client_of(app, homes.liaison)
    answer = anita.post(f"/messages/{said.id}/worry", data={"words": WORDS, "about": "everybody"})
    assert (answer.status_code, WORDS in answer.text) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
    answer = anita.post(f"/messages/{said.id}/worry", data={"words": " ", "about": "nobody"})
    assert "Write in a few words what it is." in answer.text
    concern = worry(homes.anita, said)
    for path, says in (("note", "Write in a few words"), ("close", "Choose how it ended"), ("look", "Say why")):
        answer = liaison.post(f"/concerns/{concern.id}/{path}", data={})
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert says in answer.text
    assert rows(Look.id) == []


def test_a_hidden_message_is_a_stub_on_every_page_and_comes_back(app: Flask, talk: Talk, said: Message) -> None:
    homes = talk.homes
    concern = worry(homes.anita, said)
    manager, moira = client_of(app, homes.manager), client_of(app, homes.moira)
    assert "is hidden from everybody" in follow(manager, manager.post(f"/concerns/{concern.id}/hide"))
    for path in (f"/conversations/{talk.everyone.id}", f"/messages/{said.id}", "/conversations"):
        assert "Words of Moira" not in moira.get(path).text
    assert "hidden while somebody looks at it" in moira.get(f"/messages/{said.id}").text
    assert moira.post(f"/messages/{said.id}/pin").status_code == HTTPStatus.CONFLICT
    assert "can be read again" in follow(manager, manager.post(f"/concerns/{concern.id}/show"))
    assert "Words of Moira" in moira.get(f"/conversations/{talk.everyone.id}").text


def test_a_conversation_is_read_with_a_reason_that_its_people_see(
    app: Flask, talk: Talk, said: Message, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    manager, anita = client_of(app, homes.manager), client_of(app, homes.anita)
    here = f"/conversations/{talk.everyone.id}"
    assert manager.get(here).status_code == HTTPStatus.NOT_FOUND
    form = manager.get(f"{here}/look").text
    assert "Words of Moira" not in form
    answer = manager.post(f"{here}/look", data={"reason": "A complaint from outside."})
    read = follow(manager, answer)
    assert "Words of Moira" in read
    assert not re.search(r"<(form|textarea)[^>]*(composer|body)", read)
    for odd in ("9" * 20, "-1", "x"):
        assert "Words of Moira" in manager.get(f"{answer.headers['Location']}?before={odd}").text
    line = "Sam Ode, service manager, read this conversation on Sunday 22 November 2026: A complaint from outside."
    assert line in anita.get(here).text
    clock.shift(3601)
    late = client_of(app, homes.manager).get(answer.headers["Location"])
    assert (late.status_code, "Give a reason again" in late.text) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)


def test_from_a_concern_its_reader_finds_the_message_marked(app: Flask, talk: Talk, said: Message) -> None:
    concern = worry(talk.homes.anita, said)
    liaison = client_of(app, talk.homes.liaison)
    assert f"/concerns/{concern.id}/look" in liaison.get(f"/concerns/{concern.id}").text
    assert "Everyone, Harbour" in liaison.get(f"/concerns/{concern.id}/look").text
    answer = liaison.post(f"/concerns/{concern.id}/look", data={"reason": "A worry was raised."})
    assert "The concern is about this message." in follow(liaison, answer)


def test_a_manager_names_the_readers(app: Flask, talk: Talk) -> None:
    homes = talk.homes
    manager = client_of(app, homes.manager)
    assert "/service/readers" in manager.get("/service").text
    assert "Dee Marsh, liaison worker" in manager.get("/service/readers").text
    answer = manager.post("/service/readers", data={"people": [str(homes.liaison.id)]})
    assert "The readers are named." in follow(manager, answer)
    assert re.search(rf'value="{homes.liaison.id}"[^>]* checked', manager.get("/service/readers").text)
    wrong = manager.post("/service/readers", data={"people": [str(homes.moira.id)]})
    assert (wrong.status_code, "Choose from the list" in wrong.text) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
    assert named_readers(sees(homes.manager)) == {homes.liaison.id}


def test_a_deputy_reads_who_the_readers_are_and_names_none(app: Flask, talk: Talk) -> None:
    homes = talk.homes
    stand_in(homes.manager, homes.liaison)
    deputy = client_of(app, homes.liaison)
    page = deputy.get("/service/readers").text
    assert ("Who reads concerns, a service manager says" in page, "Name them" in page) == (True, False)
    answer = deputy.post("/service/readers", data={"people": [str(homes.liaison.id)]})
    assert (answer.status_code, "Ask somebody who is a service manager" in answer.text) == (HTTPStatus.FORBIDDEN, True)
    assert named_readers(sees(homes.manager)) == set()
