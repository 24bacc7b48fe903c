"""Copies of a conversation, and of one person's words: what is in them, who may take one, and that nothing stays."""

import io
import json
import tempfile
import zipfile
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from constellations.core.errors import Forbidden, NotFound
from constellations.notices.models import Notice
from constellations.permissions import Role
from messaging.keeping import rules
from messaging.keeping.copies.actions import Made, take_copy, take_own_copy
from messaging.keeping.own_words.actions import give_reason, take_own_words, take_words
from messaging.messages.actions import edit_message, react, remove_message
from messaging.messages.queries import PAGE
from messaging.polls.actions import vote
from messaging.polls.rules import Says
from messaging.receipts.actions import mark_read
from messaging.rules import ConversationKind
from messaging.safeguarding.concerns.actions import hide
from messaging.safeguarding.looks.actions import look_into_conversation
from messaging.safeguarding.rules import LookOver
from tests import factories
from tests.client import client_of
from tests.messaging.attachments.sending import DOCUMENT, PHOTO, make_talk_with_files, send
from tests.messaging.factories import create_conversation, create_message, create_poll
from tests.messaging.safeguarding.worries import WORDS, worry
from tests.messaging.talking import Talk, say
from tests.registers import rows
from tests.sleepovers.households import audited, sees

Facts = dict[str, Any]


@pytest.fixture
def talk(app: Flask) -> Talk:
    """Both conversations, of people who may send photos and documents."""
    return make_talk_with_files()


def opened(made: Made | TestResponse) -> tuple[Facts, str, list[str]]:
    """What is in a copy: its facts, its page, and the names of its files."""
    if isinstance(made, Made):
        with made.file:
            content = made.file.read()
    else:
        content = made.data
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        others = sorted(set(archive.namelist()) - {"words.json", "words.html"})
        return json.loads(archive.read("words.json")), archive.read("words.html").decode(), others


def speak(talk: Talk) -> None:
    """Moira says, changes and removes; Anita answers, sends files and asks; something is hidden."""
    homes = talk.homes
    first = say(homes.moira, talk.everyone, "first words")
    edit_message(sees(homes.moira), first.id, "second <b>words</b>\nand more")
    gone = say(homes.moira, talk.everyone, "gone words")
    remove_message(sees(homes.moira), gone.id)
    say(homes.anita, talk.everyone, "words of Anita’s, @Moira", reply_to=first.id)
    send(homes.anita, talk.everyone, PHOTO, PHOTO, description="The garden")
    send(homes.anita, talk.everyone, DOCUMENT, body="The plan")
    asked = create_poll(talk.everyone, homes.anita, ("Anita’s first", "Anita’s second"))
    vote(sees(homes.moira), asked.id, 2, Says.YES)
    react(sees(homes.moira), asked.id, "👍", on=True)
    hidden = say(homes.moira, talk.everyone, "hidden words")
    hide(sees(homes.liaison), worry(homes.anita, hidden).id, on=True)


def test_staff_take_all_words_in_order_with_times_writers_and_files(talk: Talk) -> None:
    homes = talk.homes
    speak(talk)
    manager = sees(homes.manager)
    facts, page, files = opened(take_copy(manager, look_into_conversation(manager, talk.everyone.id, "A court.", True)))
    said = [(one["number"], one["writer"], one["words"], one["earlier"]) for one in facts["messages"]]
    assert said[:3] == [
        (1, "Moira Hale", "second <b>words</b>\nand more", ["first words"]),
        (2, "Moira Hale", None, ["gone words"]),
        (3, "Anita Patel", "words of Anita’s, @Moira", []),
    ]
    assert said[6][2] == "hidden words"
    assert (facts["reason"], facts["title"], facts["taken_by"]) == ("A court.", "Everyone, Harbour", "Sam Ode")
    assert files == ["files/4-1.jpg", "files/4-2.jpg", "files/5-1.pdf"]
    assert facts["messages"][5]["poll"]["answers"][1]["names"]["yes"] == ["Moira Hale"]
    assert facts["messages"][5]["reactions"] == {"👍": ["Moira Hale"]}
    for words in ("second &lt;b&gt;words&lt;/b&gt;<br>and more", "gone words", "The garden", "hidden words", "09:00"):
        assert words in page
    assert audited(talk.everyone.id)[-2:] == [("looked_into_conversation", "reason"), ("took_copy", "")]


def test_who_is_in_it_takes_what_they_may_read_and_no_more(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    speak(talk)
    facts, page, files = opened(take_own_copy(sees(homes.okafors), talk.everyone.id))
    assert [one["words"] for one in facts["messages"]][:3] == [
        "second <b>words</b>\nand more",
        None,
        "words of Anita’s, @Moira",
    ]
    assert len(files) == 3
    for words in ("first words", "gone words", "hidden words"):
        assert words not in page + json.dumps(facts)
    assert facts["people"] == []
    group = create_conversation(ConversationKind.GROUP, homes.service, people=(homes.moira,), title="Outing")
    clock.shift(-60)
    create_message(group, homes.moira, "before their time")
    clock.shift(120)
    create_message(group, homes.moira, "in their time")
    facts, _, _ = opened(take_own_copy(sees(homes.moira), group.id))
    assert [one["words"] for one in facts["messages"]] == ["in their time"]
    for person in (talk.outsider, homes.manager):
        with pytest.raises(NotFound):
            take_own_copy(sees(person), talk.everyone.id)


def test_a_copy_is_for_managers_with_a_reason_within_the_hour(talk: Talk, clock: time_machine.Traveller) -> None:
    manager = sees(talk.homes.manager)
    begun = look_into_conversation(manager, talk.everyone.id, "A court.", True)
    only_read = look_into_conversation(manager, talk.everyone.id, "A court.")
    elsewhere = factories.create_person(Role.MANAGER, factories.create_service())
    with pytest.raises(Forbidden):
        take_copy(sees(talk.homes.liaison), begun)
    for viewer, look_id in ((manager, only_read), (sees(elsewhere), begun)):
        with pytest.raises(NotFound):
            take_copy(viewer, look_id)
    clock.shift(3601)
    with pytest.raises(LookOver):
        take_copy(manager, begun)


def test_a_long_conversation_is_whole(talk: Talk) -> None:
    for number in range(1, PAGE + 2):
        create_message(talk.everyone, talk.homes.anita, f"{number}")
    facts, page, _ = opened(take_own_copy(sees(talk.homes.moira), talk.everyone.id))
    assert [one["words"] for one in facts["messages"]] == [str(number) for number in range(1, PAGE + 2)]
    assert page.count("<article") == PAGE + 1
    own, _, _ = opened(take_own_words(sees(talk.homes.anita)))
    assert [one["number"] for one in own["messages"]] == list(range(1, PAGE + 2))


def test_ones_own_words_hold_all_of_ones_own_and_none_of_others(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    speak(talk)
    mark_read(sees(homes.moira), talk.everyone.id, 7)
    worry(homes.moira, say(homes.anita, talk.everyone, "more of Anita’s"))
    facts, page, files = opened(take_own_words(sees(homes.moira)))
    assert [(one["words"], one["earlier"]) for one in facts["messages"]] == [
        ("second <b>words</b>\nand more", ["first words"]),
        (None, ["gone words"]),
        ("hidden words", []),
    ]
    assert {one["where"] for one in facts["messages"]} == {"Everyone, Harbour"}
    assert (facts["reactions"][0]["reaction"], facts["reactions"][0]["to"]) == ("👍", "a message of another person")
    assert (facts["votes"][0]["number"], facts["votes"][0]["answer"]) == (2, None)
    assert [one["words"] for one in facts["named"]] == ["You were named."]
    assert facts["read"][0]["up_to_number"] == 7
    assert [one["words"] for one in facts["concerns"]] == [WORDS]
    assert files == []
    assert "Anita" not in page + json.dumps(facts, ensure_ascii=False)
    theirs, page, files = opened(take_own_words(sees(homes.anita)))
    assert (theirs["messages"][0]["answers"], len(files)) == ("a message of another person", 3)
    assert "Moira" not in page.replace("@Moira", "")


def test_a_manager_takes_a_persons_words_with_a_reason_that_they_read(
    app: Flask, talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    speak(talk)
    worry(homes.moira, say(homes.anita, talk.everyone))
    manager = sees(homes.manager)
    taken = give_reason(manager, homes.moira.id, "She asked by letter.")
    facts, _, _ = opened(take_words(manager, taken))
    assert (facts["person"], facts["reason"], "concerns" in facts) == ("Moira Hale", "She asked by letter.", False)
    assert rows(Notice.person_id, Notice.path)[-1:] == [(homes.moira.id, "/me/words")]
    assert audited(taken) == [("gave_reason_for_words", "person_id;reason")]
    assert audited(homes.moira.id) == [("took_words", "")]
    assert "She asked by letter." in client_of(app, homes.moira).get("/me/words").text
    assert "by letter" not in client_of(app, homes.anita).get("/me/words").text
    elsewhere = factories.create_person(Role.MANAGER, factories.create_service())
    with pytest.raises(NotFound):
        give_reason(sees(elsewhere), homes.moira.id, "x")
    with pytest.raises(NotFound):
        take_words(sees(elsewhere), taken)
    with pytest.raises(Forbidden):
        take_words(sees(homes.liaison), taken)
    clock.shift(3601)
    with pytest.raises(rules.CopyOver):
        take_words(manager, taken)


def test_copies_are_fetched_by_pages_and_nothing_of_them_stays(
    app: Flask, talk: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = talk.homes
    speak(talk)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    manager, anita = client_of(app, homes.manager), client_of(app, homes.anita)
    here = f"/conversations/{talk.everyone.id}"
    assert "Say why you read" in manager.post(f"{here}/look/copy", data={"reason": ""}).text
    led = manager.post(f"{here}/look/copy", data={"reason": "A court asks."})
    copy = manager.get(led.headers["Location"])
    assert copy.headers["Content-Disposition"] == "attachment; filename=everyone-harbour-2026-11-22.zip"
    assert copy.headers["Cache-Control"] == "private, no-store"
    assert len(opened(copy)[0]["messages"]) == 7
    assert "Sam Ode, service manager, took a copy of this conversation on Sunday 22 November 2026: A court asks." in (
        anita.get(here).text
    )
    assert f"{here}/copy" in anita.get(f"{here}/people").text
    assert len(opened(anita.get(f"{here}/copy"))[0]["messages"]) == 7
    assert "/me/words" in anita.get("/me").text
    assert opened(anita.get("/me/words/copy"))[0]["person"] == "Anita Patel"
    assert f"/people/{homes.moira.id}/words" in manager.get(f"/people/{homes.moira.id}").text
    assert "Say why you take this copy." in manager.post(f"/people/{homes.moira.id}/words", data={"reason": ""}).text
    led = manager.post(f"/people/{homes.moira.id}/words", data={"reason": "She asked."})
    assert (led.status_code, opened(manager.get(led.headers["Location"]))[0]["person"]) == (
        HTTPStatus.FOUND,
        "Moira Hale",
    )
    assert list(tmp_path.iterdir()) == []
