"""How far back people read: what is quoted, what is counted, and where a link leads."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer, find
from constellations.core.database import database
from constellations.core.errors import NotFound
from constellations.models import Membership, Person
from constellations.notices.models import Notice
from constellations.people.actions import end_access, let_back
from constellations.permissions import Role
from messaging.conversations.actions import add_people, begin, leave_group
from messaging.conversations.queries import conversation_line, conversations_of
from messaging.messages.actions import remove_message
from messaging.messages.queries import message_shown
from messaging.models import Conversation, ConversationMember
from messaging.people.queries import people_in
from messaging.receipts.actions import mark_read
from messaging.rules import ConversationKind
from messaging.telling.queries import unread_by_person, unread_in
from messaging.telling.sockets import message_words
from tests import factories
from tests.client import client_of
from tests.factories import create_constellation
from tests.messaging.factories import create_conversation, create_message
from tests.messaging.talking import Talk, reads, say
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.households import sees

NOON = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)


def make_group(talk: Talk) -> Conversation:
    """A group of Anita and Moira."""
    group = begin(sees(talk.homes.anita), "Outing", [talk.homes.moira.id])
    return find(Viewer.system(), Conversation, group)


def newcomer(talk: Talk, joined_on: dt.date) -> Person:
    """A carer whose home joined on a day."""
    home = factories.create_home(talk.homes.service)
    factories.join(home, talk.homes.constellation, starts_on=joined_on)
    return factories.create_person(Role.SATELLITE_CARER, home=home)


def test_a_quote_from_before_somebodys_time_shows_nothing_to_anybody(talk: Talk, clock: time_machine.Traveller) -> None:
    homes, group = talk.homes, make_group(talk)
    clock.shift(60)
    asked = say(homes.moira, group, "The old secret.")
    clock.shift(60)
    before = say(homes.anita, group, "Answered before.", asked.id)
    clock.shift(60)
    add_people(sees(homes.anita), group.id, [homes.okafors.id])
    after = say(homes.anita, group, "Answered after.", asked.id)
    quotes = {one.body: one.reply_to for one in reads(homes.moira, group) if one.reply_to}
    assert quotes[before.body].words == "The old secret."
    assert (quotes[after.body].is_from_before, quotes[after.body].words, quotes[after.body].sender) == (True, None, "")
    html = message_words(message_shown(Viewer.system(), after.id))["html"]
    assert isinstance(html, str)
    assert ("an earlier message" in html, "secret" in html, "Moira" in html) == (True, False, False)
    assert [one.body for one in reads(homes.okafors, group)] == ["Answered after."]


def test_a_home_that_joined_hides_quotes_of_what_is_more_than_thirty_days_before(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    clock.move_to(NOON - dt.timedelta(days=40))
    old = say(homes.moira, talk.everyone, "Old.")
    clock.move_to(NOON - dt.timedelta(days=5))
    recent = say(homes.moira, talk.everyone, "Recent.")
    clock.move_to(NOON)
    newcomer(talk, NOON.date())
    for asked in (old, recent):
        say(homes.anita, talk.everyone, "Yes.", asked.id)
    found = [one.reply_to.words for one in reads(homes.moira, talk.everyone) if one.reply_to]
    assert found == [None, "Recent."]


def test_every_way_to_a_message_opens_its_conversation_there(app: Flask, talk: Talk) -> None:
    homes, group = talk.homes, make_group(talk)
    asked = say(homes.moira, group, "Who brings tea, @Anita?")
    for number in range(60):
        create_message(group, homes.moira, f"number {number}.")
    way = f"/conversations/{group.id}?at=1#message-{asked.id}"
    client = client_of(app, homes.anita)
    assert rows(Notice.path) == [(way,)]
    assert client.post(f"/messages/{asked.id}/pin").headers["Location"] == way
    say(homes.anita, group, "We do.", asked.id)
    assert client.get(f"/conversations/{group.id}").text.count(f'href="{way}"') == 2, "of the quote, and of the pin"
    assert f'href="{way}"' in client.get(f"/messages/{asked.id}").text
    assert f'id="message-{asked.id}"' in client.get(way).text


@pytest.mark.parametrize(("at", "is_live"), [(1, False), (11, False), (12, True), (61, True), (99, True)])
def test_a_message_among_the_newest_opens_on_the_live_page(app: Flask, talk: Talk, at: int, is_live: bool) -> None:
    for number in range(61):
        create_message(talk.everyone, talk.homes.moira, f"number {number}.")
    page = client_of(app, talk.homes.anita).get(f"/conversations/{talk.everyone.id}?at={at}").text
    assert ("data-older" not in page) is is_live
    assert re.search(r'data-seq="61"', page) if is_live else f'data-seq="{at}"' in page


def everybodys(talk: Talk, clock: time_machine.Traveller) -> Iterator[Conversation]:
    """Conversations of every kind of window, in which things were said before, between and after people came."""
    homes, begun = talk.homes, NOON - dt.timedelta(days=45)
    for conversation in (talk.everyone, talk.near_hub):
        factories.changed(conversation, created_at=begun)
    clock.move_to(begun)
    say(homes.moira, talk.everyone, "Long ago.")
    clock.move_to(NOON - dt.timedelta(days=20))
    group = make_group(talk)
    say(homes.moira, group, "Before.")
    direct = find(Viewer.system(), Conversation, begin(sees(homes.anita), "", [homes.moira.id]))
    said = [say(homes.moira, one, "Then.") for one in (talk.everyone, talk.near_hub, direct)]
    remove_message(sees(homes.moira), said[0].id)
    clock.move_to(NOON)
    add_people(sees(homes.moira), group.id, [homes.okafors.id, homes.liaison.id])
    for days in (0, 10, 100):
        mark_read(sees(newcomer(talk, NOON.date() - dt.timedelta(days=days))), talk.everyone.id, 0)
    for conversation in (talk.everyone, talk.near_hub, group, direct):
        say(homes.anita if conversation is group else homes.moira, conversation, "Now.")
    mark_read(sees(homes.okafors), talk.everyone.id, 0)
    mark_read(sees(homes.tom), talk.everyone.id, 2)
    mark_read(sees(homes.anita), direct.id, 1)
    yield from (talk.everyone, talk.near_hub, group, direct)


def test_the_live_number_of_what_is_unread_is_that_of_the_list(talk: Talk, clock: time_machine.Traveller) -> None:
    counts, by_conversation = [], {}
    for conversation in everybodys(talk, clock):
        people = people_in(conversation)
        live = unread_by_person(Viewer.system(), conversation.id, people)
        assert live == {
            person_id: conversation_line(sees(person), conversation.id).unread for person_id, person in people.items()
        }
        counts.append(sorted(live.values()))
        by_conversation[conversation.id] = live
    assert counts == [[0, 1, 1, 1, 1, 1, 2, 2], [0, 2, 2], [0, 1, 1, 1], [0, 1]]
    assert unread_in(list(by_conversation)) == by_conversation, "and of all at once"


def test_what_is_unread_in_four_conversations_takes_as_many_queries_as_in_two(talk: Talk) -> None:
    homes = talk.homes
    more = [
        create_conversation(ConversationKind.EVERYONE, homes.service, create_constellation(homes.service)) for _ in "ab"
    ]
    ids = [talk.everyone.id, talk.near_hub.id, *(one.id for one in more)]
    with count_queries(database().engine) as of_two:
        unread_in(ids[:2])
    with count_queries(database().engine) as of_four:
        unread_in(ids)
    assert len(of_four) == len(of_two) == 3


def away_and_back(talk: Talk, clock: time_machine.Traveller) -> None:
    """The Patels leave ten days ago and come back five days ago; something is said before, meanwhile and after."""
    homes, group = talk.homes, make_group(talk)
    for days, words in ((12, "Before."), (7, "Meanwhile."), (2, "After.")):
        clock.move_to(NOON - dt.timedelta(days=days))
        for conversation in (talk.everyone, group):
            create_message(conversation, homes.moira, words)
    clock.move_to(NOON)
    for row in rows(Membership.id, Membership.home_id):
        if row[1] == homes.patel.id:
            left = find(Viewer.system(), Membership, row[0])
            factories.changed(left, ends_on=NOON.date() - dt.timedelta(days=10))
    factories.join(homes.patel, homes.constellation, starts_on=NOON.date() - dt.timedelta(days=5))
    factories.changed(group, created_at=NOON - dt.timedelta(days=20))
    joined = {"joined_at": NOON - dt.timedelta(days=20)}
    for member in (homes.anita, homes.moira):
        listed = ConversationMember(conversation_id=group.id, person_id=member.id)
        factories.changed(listed, **joined)


def test_who_comes_back_does_not_read_what_was_said_while_away(talk: Talk, clock: time_machine.Traveller) -> None:
    clock.move_to(NOON - dt.timedelta(days=20))
    away_and_back(talk, clock)
    anita, moira = talk.homes.anita, talk.homes.moira
    groups = [line for line in conversations_of(sees(anita)) if line.kind is ConversationKind.GROUP]
    group = find(Viewer.system(), Conversation, groups[0].conversation_id)
    assert [one.body for one in reads(anita, talk.everyone)] == ["After."]
    assert [one.body for one in reads(anita, group)] == ["After."]
    assert [one.body for one in reads(moira, talk.everyone)] == ["Before.", "Meanwhile.", "After."]
    assert conversation_line(sees(anita), talk.everyone.id).unread == 1
    for conversation in (talk.everyone, group):
        known = unread_by_person(Viewer.system(), conversation.id, people_in(conversation))
        assert known[anita.id] == 1, "the live number is that of the list"
    heard = [anita.id in people_in(talk.everyone, one.at) for one in reads(moira, talk.everyone)]
    assert heard == [False, False, True], "nor do they hear what becomes of it"


def test_who_is_let_back_does_not_read_in_groups_what_was_said_meanwhile(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    group, left = make_group(talk), make_group(talk)
    leave_group(sees(homes.moira), left.id)
    say(homes.anita, group, "Before.")
    clock.shift(60)
    end_access(sees(homes.manager), homes.moira.id)
    clock.shift(60)
    say(homes.anita, group, "Meanwhile.")
    clock.shift(60)
    let_back(sees(homes.manager), homes.moira.id)
    clock.shift(60)
    say(homes.anita, group, "After.")
    say(homes.anita, left, "Without her.")
    assert [one.body for one in reads(homes.moira, group)] == ["After."]
    assert conversation_line(sees(homes.moira), group.id).unread == 1
    assert [one.body for one in reads(homes.anita, group)] == ["Before.", "Meanwhile.", "After."]
    with pytest.raises(NotFound):
        conversation_line(sees(homes.moira), left.id)


def test_a_quote_of_what_was_said_while_somebody_was_away_is_hidden(talk: Talk, clock: time_machine.Traveller) -> None:
    clock.move_to(NOON - dt.timedelta(days=20))
    away_and_back(talk, clock)
    said = {one.body: one.message_id for one in reads(talk.homes.moira, talk.everyone)}
    for words in ("Meanwhile.", "After."):
        say(talk.homes.moira, talk.everyone, f"To {words}", said[words])
    quotes = [one.reply_to.words for one in reads(talk.homes.tom, talk.everyone) if one.reply_to]
    assert quotes == [None, "After."]
