"""Pages of conversations, as a browser without scripts reads and writes them."""

import re
import uuid

import pytest
from flask import Flask

from constellations.core.ids import new_id
from messaging.messages.actions import remove_message
from messaging.models import Conversation
from messaging.panels import with_new_words
from messaging.rules import ConversationKind
from tests import factories
from tests.client import client_of
from tests.messaging.factories import create_conversation, create_message
from tests.messaging.talking import Talk, bodies, numbers, reads, say
from tests.registers import rows
from tests.sleepovers.households import sees


def test_the_list_shows_what_was_said_last_and_how_much_is_new(app: Flask, talk: Talk) -> None:
    say(talk.homes.moira, talk.everyone, "Bonfire at six.")
    page = client_of(app, talk.homes.anita).get("/conversations").text
    assert "Moira: Bonfire at six." in page
    assert re.search(r"<span>1</span><span[^>]*> not read yet", page)
    assert "Hub and liaison" not in page
    outside = client_of(app, talk.outsider).get("/conversations").text
    assert "Everyone" in outside
    assert "Bonfire" not in outside


def test_the_home_page_says_where_something_is_new_and_says_nothing_where_nothing_is(app: Flask, talk: Talk) -> None:
    client = client_of(app, talk.homes.anita)
    assert "New in Talk" not in client.get("/").text
    say(talk.homes.moira, talk.everyone)
    page = client.get("/").text
    assert "New in Talk" in page
    assert "1 new message" in page
    assert with_new_words(sees(talk.homes.anita)) == 1
    assert with_new_words(sees(talk.homes.moira)) == 0
    assert "New in Talk" not in client_of(app, talk.outsider).get("/").text


def test_other_clients_read_the_list_as_json(app: Flask, talk: Talk) -> None:
    say(talk.homes.moira, talk.everyone)
    found = client_of(app, talk.homes.anita).get("/conversations.json").json
    assert found == [
        {
            "id": str(talk.everyone.id),
            "title": "Everyone",
            "kind": "everyone",
            "constellation": "Harbour",
            "last_seq": 1,
            "unread": 1,
        }
    ]


def test_one_writes_and_reads_without_a_script(app: Flask, talk: Talk) -> None:
    client, path = client_of(app, talk.homes.anita), f"/conversations/{talk.everyone.id}"
    form = client.get(path).text
    client_id = re.search(r'name="client_id" value="([^"]+)"', form)
    assert client_id
    words = {"body": "Who has a cot? <b>@Moira</b> https://example.org/cot", "client_id": client_id[1]}
    for _pressed_twice in range(2):
        answer = client.post(f"{path}/messages", data=words)
        assert answer.headers["Location"].endswith("#write")
    assert numbers(talk.everyone) == [1]
    page = client_of(app, talk.homes.moira).get(path).text
    assert '&lt;b&gt;<span class="message__mention">@Moira</span>&lt;/b&gt;' in page
    assert '<a class="govuk-link" href="https://example.org/cot" rel="noopener noreferrer nofollow ugc"' in page
    assert "I have read this" in page
    client_of(app, talk.homes.moira).post(f"{path}/read/1")
    assert "I have read this" not in client_of(app, talk.homes.moira).get(path).text


def test_what_cannot_be_sent_is_said_beside_the_field_and_kept(app: Flask, talk: Talk) -> None:
    client, path = client_of(app, talk.homes.anita), f"/conversations/{talk.everyone.id}/messages"
    answer = client.post(path, data={"body": "x" * 4001, "client_id": "nonsense"})
    assert answer.status_code == 422
    assert "at most 4000 letters" in answer.text
    assert "x" * 4001 in answer.text
    assert numbers(talk.everyone) == []


def test_an_answer_quotes_the_message(app: Flask, talk: Talk) -> None:
    asked = say(talk.homes.moira, talk.everyone, "Who comes on Sunday?")
    client, path = client_of(app, talk.homes.anita), f"/conversations/{talk.everyone.id}"
    assert "Who comes on Sunday?" in client.get(f"{path}?reply={asked.id}").text
    client.post(f"{path}/messages", data={"body": "We do.", "client_id": new_id(), "reply_to": asked.id})
    (_, answer) = reads(talk.homes.moira, talk.everyone)
    assert answer.reply_to
    assert answer.reply_to.message_id == asked.id


def test_what_may_be_done_with_a_message_depends_on_whose_it_is(app: Flask, talk: Talk) -> None:
    message = say(talk.homes.anita, talk.everyone)
    path = f"/messages/{message.id}"
    own, others, staff = (
        client_of(app, person).get(path).text for person in (talk.homes.anita, talk.homes.moira, talk.homes.liaison)
    )
    assert ("Change the words" in own, "Remove</button>" in own.replace("\n", "").replace("  ", "")) == (True, True)
    assert ("Change the words" in others, f"{path}/remove" in others) == (False, False)
    assert ("Change the words" in staff, f"{path}/remove" in staff) == (False, True)


def test_a_message_is_changed_reacted_to_pinned_and_removed(app: Flask, talk: Talk) -> None:
    message = say(talk.homes.anita, talk.everyone, "At ten.")
    client, path = client_of(app, talk.homes.anita), f"/messages/{message.id}"
    client.post(f"{path}/edit", data={"body": "At eleven."})
    client.post(f"{path}/react", data={"emoji": "🎉"})
    client.post(f"{path}/pin")
    page = client_of(app, talk.homes.moira).get(f"/conversations/{talk.everyone.id}").text
    for words in ("At eleven.", "changed", "🎉", "1 pinned message"):
        assert words in page
    assert client.post(f"{path}/edit", data={"body": " "}).status_code == 422
    assert client.post(f"{path}/react", data={"emoji": "🍕"}).status_code == 422
    client.post(f"{path}/react", data={"emoji": "🎉", "on": "no"})
    client.post(f"{path}/unpin")
    client.post(f"{path}/remove")
    page = client_of(app, talk.homes.moira).get(f"/conversations/{talk.everyone.id}").text
    assert "This message was removed." in page
    assert not {"At eleven.", "🎉", "1 pinned message"} & set(re.findall(r"At eleven\.|🎉|1 pinned message", page))
    assert client.post(f"{path}/remove").status_code == 409


def test_people_begin_conversations_and_groups(app: Flask, talk: Talk) -> None:
    homes, client = talk.homes, client_of(app, talk.homes.anita)
    assert talk.outsider.name not in client.get("/conversations/new").text
    direct = client.post("/conversations/new", data={"people": [str(homes.moira.id)]})
    again = client_of(app, homes.moira).post("/conversations/new", data={"people": [str(homes.anita.id)]})
    assert direct.headers["Location"] == again.headers["Location"]
    both = {"people": [str(homes.moira.id), str(homes.okafors.id)]}
    assert "Give the group a name" in client.post("/conversations/new", data=both).text
    group = client.post("/conversations/new", data={**both, "title": "Summer outing"}).headers["Location"]
    assert "Summer outing" in client_of(app, homes.okafors).get(group).text
    nobody = client.post("/conversations/new", data={"people": []})
    assert (nobody.status_code, "Choose somebody to talk to" in nobody.text) == (422, True)
    stranger = client.post("/conversations/new", data={"people": [str(talk.outsider.id)]})
    assert stranger.status_code == 422
    assert len(rows(Conversation.id)) == 4


def test_a_group_takes_people_in_and_lets_them_go(app: Flask, talk: Talk) -> None:
    homes = talk.homes
    group = create_conversation(
        ConversationKind.GROUP, homes.service, people=(homes.anita, homes.moira), title="Outing"
    )
    client, path = client_of(app, homes.anita), f"/conversations/{group.id}"
    client.post(f"{path}/people", data={"people": [str(homes.okafors.id)]})
    assert "3 people read and write here." in client.get(f"{path}/people").text
    client_of(app, homes.okafors).post(f"{path}/leave")
    assert client_of(app, homes.okafors).get(path).status_code == 404
    assert client.post(f"/conversations/{talk.everyone.id}/leave").status_code == 404, "nobody leaves by hand"
    assert client.post(f"{path}/people", data={"people": []}).status_code == 422


@pytest.mark.parametrize("kind", ["stay", "ask"])
def test_a_stay_and_an_ask_lead_to_their_conversation(app: Flask, talk: Talk, kind: str) -> None:
    homes = talk.homes
    subject = (
        homes.stay("2026-11-27", "2026-11-29")
        if kind == "stay"
        else factories.create_ask((homes.jb,), (homes.hub,), "2026-11-27", "2026-11-29")
    )
    client = client_of(app, homes.anita)
    assert "Talk about it" in client.get(f"/{kind}s/{subject.id}").text
    begun = client.post(f"/conversations/about/{kind}/{subject.id}").headers["Location"]
    assert "JB: Fri 27 Nov, 2 nights" in client_of(app, homes.moira).get(begun).text
    assert "Talk about it" not in client_of(app, homes.manager).get(f"/{kind}s/{subject.id}").text
    for odd in (f"everyone/{talk.homes.constellation.id}", f"nonsense/{subject.id}", f"{kind}/{uuid.UUID(int=7)}"):
        assert client.post(f"/conversations/about/{odd}").status_code == 404


def test_looking_at_older_messages_shows_the_page_before(app: Flask, talk: Talk) -> None:
    for number in range(60):
        create_message(talk.everyone, talk.homes.moira, f"number {number}.")
    client, path = client_of(app, talk.homes.anita), f"/conversations/{talk.everyone.id}"
    page = client.get(path).text
    assert ("number 59." in page, "number 9." in page) == (True, False)
    earlier = re.search(r'href="([^"]+before=\d+)"', page)
    assert earlier
    page = client.get(earlier[1]).text
    assert ("number 0." in page, "number 9." in page, "number 10." in page) == (True, True, False)
    assert bodies(talk.homes.anita, talk.everyone)[-1] == "number 59."


def test_a_page_without_a_line_asks_for_what_it_lacks(app: Flask, talk: Talk) -> None:
    homes, path = talk.homes, f"/conversations/{talk.everyone.id}/messages.json"
    said = [say(homes.anita, talk.everyone, f"{number}") for number in range(1, 4)]
    remove_message(sees(homes.anita), said[0].id)
    moira = client_of(app, homes.moira)
    lacking = moira.get(path, query_string={"after_seq": 2, "after_change": 0}).get_json()
    assert [(one["seq"], one["body"]) for one in lacking["messages"]] == [(1, ""), (3, "3")]
    assert (lacking["ok"], lacking["last_seq"], lacking["last_change"], lacking["more"]) == (True, 3, 1, False)
    assert [one["seq"] for one in moira.get(path).get_json()["messages"]] == [1, 2, 3]
    assert moira.get(path, query_string={"after_seq": "x", "after_change": "-1"}).get_json()["last_seq"] == 3
    assert client_of(app, talk.outsider).get(path).status_code == 404
