"""Asking a poll, answering it, closing it and choosing its day: what is stored, seen and told."""

import datetime as dt
import uuid
from functools import partial

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer
from constellations.core.database import database
from constellations.core.errors import NotFound
from constellations.core.ids import new_id
from constellations.models import Person
from messaging.conversations.actions import begin
from messaging.messages.actions import edit_message, remove_message
from messaging.messages.page.queries import conversation_page
from messaging.messages.queries import messages_since
from messaging.models import Message
from messaging.polls import rules
from messaging.polls.actions import ask_poll, choose_day, close_poll, close_polls_at_end, vote
from messaging.polls.models import Poll, Vote
from messaging.polls.queries import PollShown, own_votes
from messaging.polls.rules import Asking, PollKind, Says
from messaging.posting.actions import Written, post_message
from tests.messaging.factories import create_poll
from tests.messaging.talking import Talk, bodies, numbers, reads, say
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.at_once import at_once
from tests.sleepovers.households import acts, sees

SATURDAY, SUNDAY = dt.date(2026, 11, 28), dt.date(2026, 11, 29)
FOOD = Asking(PollKind.ANSWERS, answers=("Soup", "Stew", "Pie"))
DAYS = Asking(PollKind.DAYS, days=(SATURDAY, SUNDAY))


def ask(person: Person, talk: Talk, asking: Asking = FOOD) -> Message:
    """Ask everyone something."""
    return ask_poll(sees(person), talk.everyone.id, Written(new_id(), "What shall we eat?"), asking)


def answers(person: Person, message: Message, *numbers: int) -> None:
    """Say yes to some answers, one after the other."""
    for number in numbers:
        vote(sees(person), message.id, number, Says.YES)


def poll(person: Person, talk: Talk) -> PollShown:
    """The first poll of everyone, as a person sees it now."""
    return next(message.poll for message in reads(person, talk.everyone) if message.poll)


def names(shown: PollShown, says: Says = Says.YES) -> list[tuple[str, ...]]:
    """Who says that to each answer, in order."""
    return [answer.names[says] for answer in shown.answers]


def test_a_poll_is_a_message_of_its_conversation(talk: Talk) -> None:
    homes = talk.homes
    say(homes.moira, talk.everyone)
    message = ask(homes.anita, talk)
    assert (message.seq, bodies(homes.moira, talk.everyone)) == (2, ["Hello all.", "What shall we eat?"])
    assert [answer.words for answer in poll(homes.okafors, talk).answers] == ["Soup", "Stew", "Pie"]
    assert bodies(talk.outsider, talk.everyone) == []
    assert "asked_poll" in acts(talk.everyone.id)


def test_asking_again_asks_nothing_twice(talk: Talk) -> None:
    written = Written(new_id(), "What shall we eat?")
    first = ask_poll(sees(talk.homes.anita), talk.everyone.id, written, FOOD)
    assert ask_poll(sees(talk.homes.anita), talk.everyone.id, written, DAYS).id == first.id
    assert numbers(talk.everyone) == [1]
    assert rows(Poll.kind) == [(PollKind.ANSWERS,)]


def test_a_poll_hangs_on_no_message_that_was_there_before(talk: Talk) -> None:
    homes, written = talk.homes, Written(new_id(), "Hello all.")
    anita = sees(homes.anita)
    said = post_message(anita, talk.everyone.id, written)
    assert ask_poll(anita, talk.everyone.id, written, FOOD).id == said.id
    elsewhere = begin(anita, "", [homes.moira.id])
    with pytest.raises(NotFound):
        ask_poll(anita, elsewhere, written, FOOD)
    assert (rows(Poll.message_id), numbers(talk.everyone)) == ([], [1])
    assert reads(homes.anita, talk.everyone)[0].poll is None


def test_one_answer_takes_the_place_of_another_where_one_is_chosen(talk: Talk) -> None:
    homes = talk.homes
    message = ask(homes.anita, talk)
    answers(homes.moira, message, 1, 2, 2)
    answers(homes.tom, message, 2)
    shown = poll(homes.okafors, talk)
    assert names(shown) == [(), ("Moira Hale", "Tom Hale"), ()]
    assert ([answer.percent for answer in shown.answers], shown.people) == ([0, 100, 0], 2)
    vote(sees(homes.moira), message.id, 2, None)
    vote(sees(homes.moira), message.id, 2, None)
    assert names(poll(homes.okafors, talk)) == [(), ("Tom Hale",), ()]


def test_several_may_be_chosen_where_the_poll_says_so(talk: Talk) -> None:
    message = ask(talk.homes.anita, talk, Asking(PollKind.ANSWERS, answers=("Soup", "Stew"), several=True))
    answers(talk.homes.moira, message, 1, 2)
    assert names(poll(talk.homes.tom, talk)) == [("Moira Hale",)] * 2
    assert own_votes(sees(talk.homes.moira), [message.id])[message.id] == {1: Says.YES, 2: Says.YES}
    vote(sees(talk.homes.moira), message.id, 1, None)
    assert names(poll(talk.homes.tom, talk)) == [(), ("Moira Hale",)]


def test_without_names_nobody_is_shown_who_chose_what(talk: Talk) -> None:
    message = ask(talk.homes.anita, talk, Asking(PollKind.ANSWERS, answers=("Soup", "Stew"), by_name=False))
    answers(talk.homes.moira, message, 1)
    shown = poll(talk.homes.anita, talk)
    assert (names(shown), shown.answers[0].counts[Says.YES]) == ([(), ()], 1)
    assert "Moira" not in str(shown.as_json)


def test_many_presses_at_once_are_one_answer(app: Flask, talk: Talk) -> None:
    message = ask(talk.homes.anita, talk)
    presses = [partial(vote, sees(talk.homes.moira), message.id, n, Says.YES) for n in (1, 2, 3, 1, 2, 3)]
    assert at_once(app, *presses) == []
    assert len(rows(Vote.number)) == 1


def test_what_cannot_be_answered_is_refused(talk: Talk) -> None:
    homes, message = talk.homes, ask(talk.homes.anita, talk)
    words = say(homes.anita, talk.everyone)
    refusals: list[tuple[type[Exception], Person, uuid.UUID, int, Says | None]] = [
        (rules.NotAnAnswer, homes.moira, message.id, 4, Says.YES),
        (rules.NotAnAnswer, homes.moira, message.id, 0, None),
        (rules.NotAnAnswer, homes.moira, message.id, 1, Says.NO),
        (NotFound, homes.moira, words.id, 1, Says.YES),
        (NotFound, talk.outsider, message.id, 1, Says.YES),
    ]
    for refused, person, message_id, number, says in refusals:
        with pytest.raises(refused):
            vote(sees(person), message_id, number, says)
    assert rows(Vote.number) == []


def test_who_asked_closes_it_and_then_nobody_answers(talk: Talk) -> None:
    homes, message = talk.homes, ask(talk.homes.anita, talk)
    with pytest.raises(rules.NotWhoAsked):
        close_poll(sees(homes.liaison), message.id)
    for _twice in range(2):
        close_poll(sees(homes.anita), message.id)
    assert not poll(homes.moira, talk).is_open
    with pytest.raises(rules.PollClosed):
        answers(homes.moira, message, 1)
    assert [one.change for one in messages_since(sees(homes.moira), talk.everyone.id, 1, 0)] == [1]


def test_it_closes_by_itself_when_its_last_day_is_over(talk: Talk, clock: time_machine.Traveller) -> None:
    message = ask(talk.homes.anita, talk, Asking(PollKind.ANSWERS, answers=("a", "b"), closes_on=dt.date(2026, 11, 23)))
    gone = ask(talk.homes.anita, talk, Asking(PollKind.ANSWERS, answers=("a", "b"), closes_on=dt.date(2026, 11, 23)))
    remove_message(sees(talk.homes.anita), gone.id)

    def run() -> int:
        return close_polls_at_end(Viewer.system(), None, Viewer.system().today, Viewer.system().today).found

    clock.move_to(dt.datetime(2026, 11, 23, 23, 59, tzinfo=dt.UTC))
    answers(talk.homes.moira, message, 1)
    assert run() == 0
    clock.move_to(dt.datetime(2026, 11, 24, 0, 0, tzinfo=dt.UTC))
    with pytest.raises(rules.PollClosed):
        answers(talk.homes.moira, message, 2)
    assert (run(), run()) == (1, 0)
    assert not poll(talk.homes.moira, talk).is_open


def test_a_day_is_found_chosen_and_said_in_the_conversation(talk: Talk) -> None:
    homes, message = talk.homes, ask(talk.homes.anita, talk, DAYS)
    answers(homes.moira, message, 1)
    for person, number, says in (
        (homes.moira, 2, Says.IF_NEED_BE),
        (homes.tom, 1, Says.NO),
        (homes.tom, 2, Says.YES),
        (homes.tom, 1, Says.IF_NEED_BE),
    ):
        vote(sees(person), message.id, number, says)
    shown = poll(homes.okafors, talk)
    assert (names(shown), names(shown, Says.IF_NEED_BE)) == (
        [("Moira Hale",), ("Tom Hale",)],
        [("Tom Hale",), ("Moira Hale",)],
    )
    assert [answer.is_best for answer in shown.answers] == [True, True]
    with pytest.raises(rules.NotWhoAsked):
        choose_day(sees(homes.moira), message.id, 1)
    with pytest.raises(rules.NotAnAnswer):
        choose_day(sees(homes.anita), message.id, 3)
    for _twice in range(2):
        choose_day(sees(homes.anita), message.id, 2)
    assert bodies(homes.moira, talk.everyone)[1:] == ["The day is chosen: Sunday 29 November 2026."]
    shown = poll(homes.moira, talk)
    assert shown.chosen
    assert (shown.chosen.day, shown.is_open) == (SUNDAY, False)
    choose_day(sees(homes.anita), message.id, 1)
    assert bodies(homes.moira, talk.everyone)[2:] == ["The day is chosen: Saturday 28 November 2026."]
    with pytest.raises(rules.NotAnAnswer):
        choose_day(sees(homes.anita), ask(homes.anita, talk).id, 1)


def test_the_question_stands_once_somebody_has_answered(talk: Talk) -> None:
    homes, message = talk.homes, ask(talk.homes.anita, talk)
    edit_message(sees(homes.anita), message.id, "What do we eat?")
    answers(homes.moira, message, 1)
    with pytest.raises(rules.QuestionStands):
        edit_message(sees(homes.anita), message.id, "Who pays?")
    remove_message(sees(homes.anita), message.id)
    assert [(one.poll, one.removed) for one in reads(homes.moira, talk.everyone)] == [(None, True)]


def test_many_polls_on_a_page_take_no_more_queries_than_one(talk: Talk) -> None:
    viewer = sees(talk.homes.moira)
    answers(talk.homes.moira, create_poll(talk.everyone, talk.homes.anita), 1)
    with count_queries(database().engine) as few:
        conversation_page(viewer, talk.everyone.id)
    for _each in range(10):
        answers(talk.homes.tom, create_poll(talk.everyone, talk.homes.anita), 2)
    with count_queries(database().engine) as many:
        page = conversation_page(viewer, talk.everyone.id)
    assert (len(page.messages), sum(map(len, page.mine.values()))) == (11, 1)
    assert len(many) == len(few)
