"""Notices of what is said: one until it is read, by whichever way, and nobody is alerted to what they have read."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer
from constellations.core import clock as time
from constellations.core.database import session, transaction
from constellations.models import Person
from constellations.notices.actions import News, read_all_notices, tell
from constellations.notices.alerts.actions import alert_people
from constellations.notices.models import Notice, OutboxMail
from constellations.notices.queries import unread_notices
from messaging.models import Conversation
from messaging.receipts.actions import mark_read
from messaging.rules import ConversationKind, place_in, place_of
from messaging.safeguarding.rules import About
from tests.live_line import line_of
from tests.messaging.factories import create_conversation
from tests.messaging.safeguarding.worries import worry
from tests.messaging.talking import Talk, say
from tests.registers import rows
from tests.sleepovers.households import sees


@pytest.fixture
def both(talk: Talk) -> Conversation:
    """That of Anita and Moira."""
    homes = talk.homes
    return create_conversation(ConversationKind.DIRECT, homes.service, talk.everyone, (homes.anita, homes.moira))


def unread(person: Person) -> int:
    """How many notices somebody has not read."""
    session().rollback()
    return unread_notices(sees(person))


def told(person: Person) -> int:
    """How many notices somebody has had."""
    return [row[0] for row in rows(Notice.person_id)].count(person.id)


def alerted(clock: time_machine.Traveller) -> list[str]:
    """Whom a mail waits for once ordinary news is due."""
    clock.shift(dt.timedelta(minutes=3))
    alert_people(Viewer.system(), None, time.today(), time.today())
    return [row[0] for row in rows(OutboxMail.address)]


def test_two_who_talk_with_the_page_open_are_alerted_to_nothing(
    talk: Talk, both: Conversation, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    for one, other in [(homes.anita, homes.moira), (homes.moira, homes.anita)] * 5:
        seq = say(one, both).seq
        assert unread(other) == 1
        mark_read(sees(other), both.id, seq)
        assert unread(other) == 0
    assert alerted(clock) == []


def test_what_is_not_read_is_one_notice_and_one_mail(
    talk: Talk, both: Conversation, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    for _often in range(3):
        say(homes.anita, both)
    mark_read(sees(homes.moira), both.id, 2)
    assert unread(homes.moira) == 1, "it stands for the third too"
    assert alerted(clock) == [homes.moira.email]


def test_who_answers_has_read_what_they_were_told(
    talk: Talk, both: Conversation, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    say(homes.anita, both)
    say(homes.anita, talk.everyone, "@Moira and @Tom")
    say(homes.moira, both)
    assert (unread(homes.moira), unread(homes.anita)) == (1, 1), "the one of everyone stays"
    say(homes.moira, talk.everyone)
    assert (unread(homes.moira), unread(homes.tom)) == (0, 1)
    assert sorted(alerted(clock)) == sorted([homes.anita.email, homes.tom.email])


def test_who_is_named_has_read_of_it_with_that_message(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    for _twice in range(2):
        say(homes.anita, talk.everyone, "@Moira")
    say(homes.anita, talk.everyone, "Something else.")
    mark_read(sees(homes.tom), talk.everyone.id, 3)
    assert unread(homes.moira) == 2
    mark_read(sees(homes.moira), talk.everyone.id, 1)
    assert unread(homes.moira) == 1
    mark_read(sees(homes.moira), talk.everyone.id, 2)
    assert unread(homes.moira) == 0
    assert alerted(clock) == []


def test_other_notices_stay_though_they_lead_to_talk(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    said = say(homes.moira, talk.everyone, "@liaison")
    worry(homes.anita, said, About.NOBODY)
    with transaction():
        tell([homes.liaison.id], News("urgent", "Somebody needs a bed tonight.", "/asks/7", is_emergency=True))
        tell([homes.liaison.id], News("group", "You are in.", f"/conversations/{talk.everyone.id}"))
        elsewhere = place_of(talk.near_hub.id, said.seq, said.id)
        tell([homes.liaison.id], News("elsewhere", "Moira names you.", elsewhere))
    assert unread(homes.liaison) == 5
    mark_read(sees(homes.liaison), talk.everyone.id, 1)
    assert unread(homes.liaison) == 4
    assert homes.liaison.email in alerted(clock)


def test_a_notice_that_was_read_on_its_page_is_followed_by_another(talk: Talk, both: Conversation) -> None:
    homes = talk.homes
    for number in (1, 2):
        for _twice in range(2):
            say(homes.anita, both)
        assert (unread(homes.moira), told(homes.moira)) == (1, number), "though she has not said how far she has read"
        read_all_notices(sees(homes.moira))


def test_the_number_on_an_open_page_falls_as_one_reads(app: Flask, port: int, talk: Talk, both: Conversation) -> None:
    homes = talk.homes
    with line_of(app, port, homes.moira) as moira:
        say(homes.anita, both)
        assert moira.wait_for("notice_told") == {"unread": 1}
        assert moira.ask("mark_read", {"conversation": str(both.id), "seq": 1}) == {"ok": True}
        assert moira.wait_for("notice_told") == {"unread": 0}


def test_a_way_to_a_message_says_where_it_leads(talk: Talk) -> None:
    said = say(talk.homes.anita, talk.everyone)
    assert place_in(place_of(talk.everyone.id, said.seq, said.id)) == (talk.everyone.id, 1)
