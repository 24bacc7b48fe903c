"""What is too old goes for good: nothing of it is left in any table, index or file, and the rest stays as it was."""

from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from constellations.access import Viewer
from constellations.core.database import database
from constellations.core.ids import new_id
from constellations.keeping.rules import Cut
from messaging.announcements.actions import say_got_it
from messaging.announcements.models import Announcement, GotIt
from messaging.attachments.actions import sweep_attachments
from messaging.attachments.models import Attachment
from messaging.keeping.holds.actions import lift_hold
from messaging.keeping.removing import actions
from messaging.keeping.rules import Gone, Kept
from messaging.messages.actions import edit_message, react, remove_message
from messaging.messages.page.queries import conversation_page
from messaging.messages.queries import messages_since
from messaging.models import Conversation, EarlierWords, Mention, Message, Reaction
from messaging.polls.actions import vote
from messaging.polls.models import Poll, PollAnswer, Vote
from messaging.polls.rules import Says
from messaging.rules import ConversationKind
from messaging.safeguarding.concerns.actions import close
from messaging.safeguarding.concerns.queries import concern_page
from messaging.safeguarding.rules import Outcome
from messaging.search.models import MessageWords
from tests.messaging.attachments.sending import DOCUMENT, PHOTO, make_talk_with_files, names_on_disk, send
from tests.messaging.factories import create_announcement, create_conversation, create_message, create_poll
from tests.messaging.keeping.keeping import MONTHS_LATER, SECRET, hold_it, keep, removed, tables_with, would_go
from tests.messaging.safeguarding.worries import worry
from tests.messaging.talking import Talk, bodies, numbers, say
from tests.registers import rows
from tests.sleepovers.households import sees

HANGING_ON = (EarlierWords, Mention, Reaction, Attachment, Poll, PollAnswer, Vote, MessageWords)


@pytest.fixture
def talk(app: Flask) -> Talk:
    """Both conversations, of people who may send photos and documents."""
    return make_talk_with_files()


def fill(talk: Talk) -> Message:
    """Say and do everything that can be said and done, and an answer to the first message a moment before it goes."""
    homes = talk.homes
    first = say(homes.moira, talk.everyone, f"@Anita {SECRET} one")
    edit_message(sees(homes.moira), first.id, f"@Anita {SECRET} two")
    react(sees(homes.anita), first.id, "👍", on=True)
    asked = create_poll(talk.everyone, homes.anita, (f"{SECRET} yes", "No"))
    vote(sees(homes.moira), asked.id, 1, Says.YES)
    send(homes.anita, talk.everyone, PHOTO, body=f"{SECRET} photo", description=f"A {SECRET}")
    send(homes.anita, talk.everyone, DOCUMENT)
    gone = say(homes.anita, talk.everyone, f"{SECRET} removed")
    remove_message(sees(homes.anita), gone.id)
    return first


def test_nothing_is_left_of_what_is_too_old_and_the_rest_stays(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    first = fill(talk)
    assert tables_with(SECRET) >= {"message", "message_earlier_words", "message_words", "poll_answer"}
    keep(homes.service, constellation=2)
    clock.shift(MONTHS_LATER)
    say(homes.moira, talk.everyone, "Kept, and an answer", reply_to=first.id)
    assert removed(homes.service) == {
        **{Gone.MESSAGES: 5, Gone.EARLIER: 2, Gone.FILES: 2},
        **dict.fromkeys((Gone.REACTIONS, Gone.MENTIONS, Gone.POLLS, Gone.VOTES), 1),
    }
    assert tables_with(SECRET) == set()
    assert [rows(model.message_id) for model in HANGING_ON[:-1]] == [[]] * 7
    assert (len(rows(MessageWords.message_id)), names_on_disk()) == (1, [])
    assert (numbers(talk.everyone), bodies(homes.anita, talk.everyone)) == ([6], ["Kept, and an answer"])
    assert rows(Conversation.kept_from_seq, Conversation.kind) != []
    assert removed(homes.service) == {}


def test_of_the_words_nothing_is_left_in_the_index_or_the_file_of_the_database(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    say(talk.homes.moira, talk.everyone, f"{SECRET} one")
    keep(talk.homes.service, constellation=2)
    clock.shift(MONTHS_LATER)
    assert removed(talk.homes.service) == {Gone.MESSAGES: 1}
    if not database().is_sqlite:
        assert tables_with(SECRET) == set()
        return
    with database().engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    assert SECRET.encode() not in Path(str(database().url.database)).read_bytes()


def test_numbers_go_on_without_a_gap_and_other_clients_learn_from_where(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    for word in ("one", "two", "three"):
        say(homes.anita, talk.everyone, word)
    keep(homes.service, constellation=2)
    clock.shift(MONTHS_LATER)
    assert removed(homes.service) == {Gone.MESSAGES: 3}
    page = conversation_page(sees(homes.moira), talk.everyone.id)
    assert (page.messages, page.begins_late, page.numbers.seq, page.numbers.kept_from) == ([], True, 3, 4)
    assert say(homes.moira, talk.everyone, "four").seq == 4
    assert [one.seq for one in messages_since(sees(homes.anita), talk.everyone.id, 1, 0)] == [4]
    assert conversation_page(sees(homes.anita), talk.everyone.id).line.unread == 1


def test_each_kind_of_record_goes_at_its_own_time(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    two = create_conversation(ConversationKind.DIRECT, homes.service, talk.everyone, (homes.moira, homes.anita))
    group = create_conversation(ConversationKind.GROUP, homes.service, people=(homes.moira,), title="Outing")
    about = create_conversation(ConversationKind.ASK, homes.service, talk.near_hub)
    for conversation in (talk.everyone, talk.near_hub, two, group, about):
        create_message(conversation, homes.moira)
    keep(homes.service, people=2)
    clock.shift(MONTHS_LATER)
    assert removed(homes.service) == {Gone.MESSAGES: 2}
    assert [numbers(one) for one in (talk.everyone, talk.near_hub, two, group, about)] == [[1], [1], [], [], [1]]


def test_announcements_go_with_the_conversations_of_a_constellation(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    to_some = create_announcement(homes.moira, homes.constellation)
    create_announcement(homes.manager)
    say_got_it(sees(homes.anita), to_some.id, 1)
    keep(homes.service, constellation=2)
    held = hold_it(talk, talk.near_hub)
    clock.shift(MONTHS_LATER)
    create_announcement(homes.moira, homes.constellation, "Newer")
    assert removed(homes.service) == {}
    lift_hold(sees(homes.manager), held)
    assert removed(homes.service) == {Gone.ANNOUNCEMENTS: 2, Gone.GOT_IT: 1}
    assert (rows(Announcement.title), rows(GotIt.person_id)) == ([("Newer",)], [])


def test_a_hold_keeps_everything_also_files_of_removed_messages_until_it_is_lifted(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    fill(talk)
    keep(homes.service, constellation=1, earlier=1)
    first, second = hold_it(talk, talk.everyone), hold_it(talk, talk.everyone)
    clock.shift(MONTHS_LATER)
    before = tables_with(SECRET)
    lift_hold(sees(homes.manager), first)
    assert (removed(homes.service), tables_with(SECRET)) == ({}, before)
    lift_hold(sees(homes.manager), second)
    assert sum(removed(homes.service).values()) == 13
    assert tables_with(SECRET) == set()


def test_the_sweep_of_files_leaves_those_of_a_held_conversation(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    sent = send(homes.anita, talk.everyone, PHOTO)
    remove_message(sees(homes.anita), sent.id)
    held = hold_it(talk, talk.everyone)
    clock.shift(MONTHS_LATER)
    today = Viewer.system().today
    assert sweep_attachments(Viewer.system(), None, today, today).found == 0
    lift_hold(sees(homes.manager), held)
    assert sweep_attachments(Viewer.system(), None, today, today).found == 1


@pytest.mark.parametrize(("days", "goes"), [(0, False), (364, False), (366, True)])
def test_a_concern_holds_its_conversation_until_a_year_after_it_was_closed(
    talk: Talk, clock: time_machine.Traveller, days: int, goes: bool
) -> None:
    homes = talk.homes
    said = say(homes.moira, talk.everyone, f"{SECRET} one")
    say(homes.anita, talk.everyone, f"{SECRET} two")
    concern = worry(homes.anita, said)
    keep(homes.service, constellation=1)
    clock.shift(MONTHS_LATER)
    assert removed(homes.service) == {}
    close(sees(homes.liaison), concern.id, Outcome.TALKED, "", remove=False)
    clock.shift(days * 24 * 3600)
    assert removed(homes.service) == ({Gone.MESSAGES: 2} if goes else {})
    assert numbers(talk.everyone) == ([1] if goes else [1, 2])
    assert (tables_with(SECRET) == set()) is goes
    page = concern_page(sees(homes.liaison), concern.id)
    assert (page.author, page.is_removed) == ("Moira Hale", goes)
    assert len(bodies(homes.anita, talk.everyone)) == (0 if goes else 2)


def test_earlier_words_and_removed_messages_go_before_the_conversation_does(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    first = fill(talk)
    keep(homes.service, earlier=2)
    clock.shift(MONTHS_LATER)
    later = say(homes.moira, talk.everyone, "later")
    edit_message(sees(homes.moira), later.id, "later still")
    assert removed(homes.service) == {Gone.EARLIER: 2}
    assert rows(EarlierWords.body) == [("later",)]
    assert numbers(talk.everyone) == [1, 2, 3, 4, 5, 6]
    assert (removed(homes.service), len(rows(Reaction.emoji))) == ({}, 1)
    remove_message(sees(homes.moira), first.id)
    clock.shift(MONTHS_LATER)
    assert removed(homes.service) == {Gone.EARLIER: 2, Gone.REACTIONS: 1, Gone.MENTIONS: 1}


def test_what_is_stopped_in_the_middle_goes_on(
    talk: Talk, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = talk.homes
    for number in range(5):
        say(homes.moira, talk.everyone, f"{SECRET} {number}")
    keep(homes.service, constellation=1)
    clock.shift(MONTHS_LATER)
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    steps = iter([None, KeyboardInterrupt()])

    def stop(_keys: object) -> None:
        step = next(steps)
        if step:
            raise step

    with monkeypatch.context() as stopped:
        stopped.setattr(actions, "_remove_files", stop)
        with pytest.raises(KeyboardInterrupt):
            removed(homes.service)
    assert numbers(talk.everyone) == [5]
    assert removed(homes.service) == {Gone.MESSAGES: 1}
    assert (numbers(talk.everyone), tables_with(SECRET)) == ([], set())


def test_nothing_of_another_service_and_nothing_that_is_young_goes(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    say(homes.moira, talk.everyone, "one")
    keep(homes.service, constellation=1)
    clock.shift(29 * 24 * 3600)
    assert removed(homes.service) == {}
    clock.shift(MONTHS_LATER)
    today = Viewer.system().today
    assert actions.remove_talk(Kept.CONSTELLATION, Cut(None, today, today)).total() == 0
    assert actions.remove_earlier_words(Cut(None, today, today)).total() == 0
    assert (would_go(new_id(), 1), removed(talk.homes.service)) == ([0] * 4, {Gone.MESSAGES: 1})


def test_what_would_go_is_counted_and_stays(talk: Talk, clock: time_machine.Traveller) -> None:
    fill(talk)
    create_announcement(talk.homes.moira, talk.homes.constellation)
    clock.shift(MONTHS_LATER)
    # Five messages and an announcement, and two earlier wordings.
    assert would_go(talk.homes.service.id, 1) == [6, 0, 0, 2]
    assert numbers(talk.everyone) == [1, 2, 3, 4, 5]
    hold_it(talk, talk.everyone)
    assert would_go(talk.homes.service.id, 1) == [0] * 4
