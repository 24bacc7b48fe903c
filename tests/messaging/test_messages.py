"""Saying something, changing it, removing it, and reacting: what is stored, and who reads what."""

import uuid
from collections.abc import Callable
from functools import partial

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer
from constellations.activity.models import Activity
from constellations.core.database import database, transaction
from constellations.core.errors import NotFound
from constellations.core.ids import new_id
from messaging import rules
from messaging.conversations.actions import begin
from messaging.messages import queries
from messaging.messages.actions import edit_message, pin_message, react, remove_message
from messaging.messages.page.queries import conversation_page, message_page
from messaging.messages.queries import messages_before, messages_since
from messaging.models import Conversation, EarlierWords, Message
from messaging.posting.actions import Written, post_message
from tests.messaging.factories import create_message
from tests.messaging.talking import Talk, bodies, numbers, reads, say
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.at_once import at_once
from tests.sleepovers.households import sees


def test_what_is_said_is_numbered_and_read_by_everybody_in_it(talk: Talk) -> None:
    homes = talk.homes
    say(homes.anita, talk.everyone, "one")
    say(homes.moira, talk.everyone, "two")
    say(homes.moira, talk.near_hub, "elsewhere")
    assert [(one.seq, one.sender, one.body) for one in reads(homes.okafors, talk.everyone)] == [
        (1, "Anita Patel", "one"),
        (2, "Moira Hale", "two"),
    ]
    assert talk.outsider.id not in {one.sender_id for one in reads(homes.okafors, talk.everyone)}
    assert bodies(talk.outsider, talk.everyone) == []
    assert bodies(homes.okafors, talk.near_hub) == []


def test_sending_again_says_nothing_twice(talk: Talk) -> None:
    written = Written(new_id(), "Once.")
    first = post_message(sees(talk.homes.anita), talk.everyone.id, written)
    again = post_message(sees(talk.homes.anita), talk.everyone.id, Written(written.client_id, "Other words."))
    assert (again.id, again.seq, again.body) == (first.id, 1, "Once.")
    elsewhere = begin(sees(talk.homes.anita), "", [talk.homes.moira.id])
    with pytest.raises(NotFound):
        post_message(sees(talk.homes.anita), elsewhere, Written(written.client_id, "Other words."))
    assert numbers(talk.everyone) == [1]
    other = post_message(sees(talk.homes.moira), talk.everyone.id, written)
    assert other.seq == 2, "a name is its sender's own"


def test_twenty_at_once_with_one_name_are_one_message(app: Flask, talk: Talk) -> None:
    written, viewer, here = Written(new_id(), "Once."), sees(talk.homes.anita), talk.everyone.id
    answers: list[int] = []
    assert at_once(app, *[lambda: answers.append(_seq(viewer, here, written))] * 20) == []
    assert answers == [1] * 20
    assert numbers(talk.everyone) == [1]


def test_numbers_have_no_gap_however_many_write_at_once(app: Flask, talk: Talk) -> None:
    viewers = [sees(person) for person in (talk.homes.anita, talk.homes.moira, talk.homes.okafors, talk.homes.liaison)]
    posts = [partial(_seq, viewer, talk.everyone.id, Written(new_id(), "At once.")) for viewer in viewers * 4]
    assert at_once(app, *posts) == []
    assert numbers(talk.everyone) == list(range(1, 17))


def _seq(viewer: Viewer, conversation_id: uuid.UUID, written: Written) -> int:
    return post_message(viewer, conversation_id, written).seq


def test_nothing_is_stored_of_what_is_refused(talk: Talk) -> None:
    homes = talk.homes
    elsewhere = say(homes.moira, talk.near_hub)
    for refused, body, reply_to in (
        (rules.NothingWritten, " ", None),
        (rules.TooLong, "x" * 4001, None),
        (NotFound, "An answer.", elsewhere.id),
        (NotFound, "An answer.", new_id()),
    ):
        with pytest.raises(refused):
            say(homes.moira, talk.everyone, body, reply_to)
    with pytest.raises(NotFound):
        say(talk.outsider, talk.everyone)
    assert numbers(talk.everyone) == []


def test_an_answer_quotes_what_it_answers_until_that_is_removed(talk: Talk) -> None:
    homes = talk.homes
    asked = say(homes.anita, talk.everyone, "Who has the\npaddling pool?")
    say(homes.moira, talk.everyone, "We have.", asked.id)
    quoted = reads(homes.okafors, talk.everyone)[1].reply_to
    assert quoted
    assert (quoted.sender, quoted.words) == ("Anita Patel", "Who has the paddling pool?")
    remove_message(sees(homes.anita), asked.id)
    quoted = reads(homes.okafors, talk.everyone)[1].reply_to
    assert quoted
    assert quoted.words is None


def test_ones_words_are_changed_and_the_earlier_ones_kept(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    message = say(homes.anita, talk.everyone, "At ten.")
    edit_message(sees(homes.anita), message.id, "At eleven.")
    edit_message(sees(homes.anita), message.id, "At eleven.")
    (shown,) = reads(homes.moira, talk.everyone)
    assert (shown.body, shown.edited, shown.change) == ("At eleven.", True, 1)
    assert rows(EarlierWords.number, EarlierWords.body) == [(1, "At ten.")]
    with pytest.raises(rules.NotYours):
        edit_message(sees(homes.moira), message.id, "At twelve.")
    clock.shift(15 * 60 + 1)
    with pytest.raises(rules.TooLate):
        edit_message(sees(homes.anita), message.id, "At noon.")
    assert bodies(homes.moira, talk.everyone) == ["At eleven."]


def test_of_what_is_removed_a_stub_stays_and_nothing_more_is_done_with_it(talk: Talk) -> None:
    homes = talk.homes
    message = say(homes.anita, talk.everyone, "A name I should not have said.")
    pin_message(sees(homes.moira), message.id, on=True)
    with pytest.raises(rules.NotYours):
        remove_message(sees(homes.moira), message.id)
    remove_message(sees(homes.liaison), message.id)
    (shown,) = reads(homes.moira, talk.everyone)
    assert (shown.removed, shown.body, shown.pinned) == (True, "", False)
    assert rows(EarlierWords.number, EarlierWords.body) == [(1, "A name I should not have said.")]
    again: list[Callable[[], Message]] = [
        partial(remove_message, sees(homes.liaison), message.id),
        partial(edit_message, sees(homes.anita), message.id, "Other words."),
        partial(react, sees(homes.anita), message.id, "👍", on=True),
        partial(pin_message, sees(homes.anita), message.id, on=True),
    ]
    for act in again:
        with pytest.raises(rules.Removed):
            act()


def test_a_reaction_is_there_once_and_can_be_taken_back(talk: Talk) -> None:
    homes = talk.homes
    message = say(homes.anita, talk.everyone)
    for _twice in range(2):
        react(sees(homes.moira), message.id, "👍", on=True)
    react(sees(homes.tom), message.id, "👍", on=True)
    react(sees(homes.tom), message.id, "🙏", on=True)
    (shown,) = reads(homes.anita, talk.everyone)
    assert [(one.emoji, set(one.people)) for one in shown.reactions] == [
        ("👍", {"Moira Hale", "Tom Hale"}),
        ("🙏", {"Tom Hale"}),
    ]
    react(sees(homes.moira), message.id, "👍", on=False)
    react(sees(homes.anita), message.id, "👍", on=False)
    (shown,) = reads(homes.anita, talk.everyone)
    assert [one.people for one in shown.reactions] == [("Tom Hale",), ("Tom Hale",)]
    assert shown.change == 4, "twice the same is no change"
    with pytest.raises(rules.UnknownEmoji):
        react(sees(homes.moira), message.id, "🍕", on=True)


def test_strangers_can_do_nothing_with_a_message(talk: Talk) -> None:
    message = say(talk.homes.anita, talk.everyone)
    stranger = sees(talk.outsider)
    for act in (
        partial(edit_message, stranger, message.id, "x"),
        partial(remove_message, stranger, message.id),
        partial(react, stranger, message.id, "👍", on=True),
        partial(pin_message, stranger, message.id, on=True),
        partial(message_page, stranger, message.id),
    ):
        with pytest.raises(NotFound):
            act()
    assert bodies(talk.homes.moira, talk.everyone) == ["Hello all."]


def test_a_browser_that_was_away_gets_what_came_and_what_was_changed(talk: Talk) -> None:
    homes = talk.homes
    messages = [say(homes.anita, talk.everyone, f"{number}") for number in range(1, 5)]
    edit_message(sees(homes.anita), messages[0].id, "one")
    remove_message(sees(homes.anita), messages[3].id)
    found = messages_since(sees(homes.moira), talk.everyone.id, 3, 0)
    assert [(one.seq, one.body, one.change) for one in found] == [(1, "one", 1), (4, "", 2)]
    assert messages_since(sees(homes.moira), talk.everyone.id, 4, 2) == []
    assert messages_since(sees(talk.outsider), talk.everyone.id, 0, 0) == []


def test_who_lacks_more_changes_than_one_answer_brings_gets_them_all_by_asking_again(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = talk.homes
    messages = [say(homes.anita, talk.everyone, f"{number}") for number in range(1, 6)]
    for message in reversed(messages[:4]):
        pin_message(sees(homes.moira), message.id, on=True)
    monkeypatch.setattr(queries, "MOST_TO_SYNC", 3)
    found = [messages_since(sees(homes.moira), talk.everyone.id, 4, known) for known in (0, 3)]
    assert [[(one.seq, one.change) for one in each] for each in found] == [[(4, 1), (3, 2), (2, 3)], [(1, 4), (5, 0)]]


def test_older_pages_follow_without_gap_or_repetition(talk: Talk) -> None:
    for number in range(120):
        create_message(talk.everyone, talk.homes.anita, f"{number}")
    seen: list[int] = []
    before = None
    while True:
        page = messages_before(sees(talk.homes.moira), talk.everyone.id, before)
        if not page:
            break
        seen = [one.seq for one in page] + seen
        before = page[0].seq
    assert seen == list(range(1, 121))


def test_the_page_says_where_the_new_ones_begin_and_takes_the_same_queries(talk: Talk) -> None:
    homes, viewer = talk.homes, sees(talk.homes.moira)
    say(homes.moira, talk.everyone)
    say(homes.anita, talk.everyone, "@Moira https://example.org")
    assert conversation_page(viewer, talk.everyone.id).first_unread == 2
    with count_queries(database().engine) as few:
        conversation_page(viewer, talk.everyone.id)
    for number in range(30):
        message = say(homes.okafors, talk.everyone, f"@Anita {number}")
        react(sees(homes.anita), message.id, "👍", on=True)
    with count_queries(database().engine) as many:
        page = conversation_page(viewer, talk.everyone.id)
    assert len(page.messages) == 32
    assert len(many) == len(few)


def test_a_day_of_talking_is_one_line_of_activity(talk: Talk, clock: time_machine.Traveller) -> None:
    for _often in range(3):
        say(talk.homes.anita, talk.everyone)
    say(talk.homes.moira, talk.everyone)
    clock.shift(24 * 3600)
    say(talk.homes.anita, talk.everyone)
    who = [person for action, person in rows(Activity.action, Activity.person_id) if action == "talked"]
    assert sorted(map(str, who)) == sorted(map(str, [talk.homes.anita.id, talk.homes.anita.id, talk.homes.moira.id]))


def test_what_fails_at_the_end_leaves_neither_message_nor_number(talk: Talk) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        say(talk.homes.anita, talk.everyone)
        raise ZeroDivisionError
    assert numbers(talk.everyone) == []
    with transaction() as session:
        assert session.get_one(Conversation, talk.everyone.id).last_seq == 0
