"""Seeing to a concern: what each step does, who hears of it, and what becomes of the message meanwhile."""

from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Text, column, select, table

from constellations.core.database import database, session
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Person
from constellations.notices.models import Notice
from messaging import rules as talk_rules
from messaging.conversations.queries import conversations_of
from messaging.messages.actions import edit_message, pin_message, react, remove_message
from messaging.messages.page.queries import conversation_page, message_page
from messaging.models import EarlierWords, Message
from messaging.safeguarding import rules
from messaging.safeguarding.concerns import actions
from messaging.safeguarding.concerns.queries import concern_page, concerns_of
from messaging.safeguarding.models import Concern
from messaging.safeguarding.raising.queries import raised_concern
from messaging.safeguarding.rules import About, Outcome, Standing
from tests.live_line import line_of
from tests.messaging.safeguarding.worries import WORDS, missing, people_of, worry
from tests.messaging.talking import Talk, reads, say
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.households import audited, sees


@pytest.fixture
def said(talk: Talk) -> Message:
    """What Moira said to everyone."""
    return say(talk.homes.moira, talk.everyone, "Words of Moira’s.")


@pytest.fixture
def concern(talk: Talk, said: Message) -> Concern:
    """What worries Anita about it."""
    return worry(talk.homes.anita, said)


def notices_of(person: Person) -> list[str]:
    """What a person was told."""
    return [row[1] for row in rows(Notice.person_id, Notice.words) if row[0] == person.id]


def outsiders(talk: Talk) -> list[Person]:
    """Everybody who is no reader, who raised it among them."""
    return [person for name, person in people_of(talk).items() if name not in {"Dee Marsh", "Sam Ode"}]


STEPS: dict[str, Callable[[Person, Concern], object]] = {
    "read": lambda person, concern: actions.read_concern(sees(person), concern.id),
    "acknowledge": lambda person, concern: actions.acknowledge(sees(person), concern.id),
    "note": lambda person, concern: actions.note(sees(person), concern.id, "Phoned."),
    "hide": lambda person, concern: actions.hide(sees(person), concern.id, on=True),
    "close": lambda person, concern: actions.close(sees(person), concern.id, Outcome.TALKED, "", remove=False),
}


@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_a_readers_alone(talk: Talk, concern: Concern, step: str) -> None:
    people = outsiders(talk)
    assert talk.outsider in people
    for person in people:
        with pytest.raises((NotFound, Forbidden)):
            STEPS[step](person, concern)
    assert audited(concern.id) == [("raised_concern", "")]
    STEPS[step](talk.homes.liaison, concern)
    assert len(audited(concern.id)) == 2


def test_who_raised_it_as_a_liaison_worker_of_whom_it_is_not_to_be_read_sees_only_their_own_side(talk: Talk) -> None:
    homes = talk.homes
    concern = worry(homes.liaison, say(homes.moira, talk.everyone), About.LIAISON)
    assert raised_concern(sees(homes.liaison), concern.id).words == WORDS
    with pytest.raises(NotFound):
        actions.read_concern(sees(homes.liaison), concern.id)
    assert concerns_of(sees(homes.liaison)) == []
    assert len(concerns_of(sees(homes.manager))) == 1


def test_it_is_acknowledged_once_and_who_raised_it_hears_so(talk: Talk, concern: Concern) -> None:
    homes = talk.homes
    assert raised_concern(sees(homes.anita), concern.id).acknowledged_at is None
    for reader in (homes.liaison, homes.manager):
        actions.acknowledge(sees(reader), concern.id)
    assert concern_page(sees(homes.manager), concern.id).acknowledged_by == "Dee Marsh"
    assert raised_concern(sees(homes.anita), concern.id).acknowledged_at is not None
    assert notices_of(homes.anita) == [actions.ACKNOWLEDGED]
    assert [action for action, _ in audited(concern.id)] == ["raised_concern", "acknowledged_concern"]


def test_the_list_has_a_clock_and_the_oldest_open_ones_first(
    talk: Talk, said: Message, concern: Concern, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    clock.shift(24 * 3600)
    newer = worry(homes.okafors, said, in_danger=True)
    clock.shift(3600)
    lines = concerns_of(sees(homes.liaison))
    assert [(line.concern_id, line.hours, line.standing, line.in_danger) for line in lines] == [
        (concern.id, 25, Standing.LATE, False),
        (newer.id, 1, Standing.WAITING, True),
    ]
    assert [line.constellation for line in lines] == ["Harbour", "Harbour"]
    actions.acknowledge(sees(homes.liaison), newer.id)
    actions.close(sees(homes.manager), concern.id, Outcome.PASSED_ON, "", remove=False)
    assert [(line.concern_id, line.standing) for line in concerns_of(sees(homes.liaison))] == [
        (newer.id, Standing.ACKNOWLEDGED),
        (concern.id, Standing.CLOSED),
    ]
    assert concerns_of(sees(homes.finance)) == []


def test_the_list_asks_as_often_for_one_as_for_many(talk: Talk, said: Message) -> None:
    viewer = sees(talk.homes.liaison)
    asked = []
    for _ in range(2):
        for person in (talk.homes.anita, talk.homes.okafors):
            worry(person, say(talk.homes.moira, talk.everyone))
        session().rollback()
        with count_queries(database().engine) as sent:
            assert concerns_of(viewer)
        asked.append(len(sent))
    assert asked[0] == asked[1]


def test_notes_are_sealed_and_not_for_who_raised_it(talk: Talk, concern: Concern) -> None:
    homes = talk.homes
    actions.note(sees(homes.liaison), concern.id, "Phoned the school.")
    actions.note(sees(homes.manager), concern.id, "So did I.")
    page = concern_page(sees(homes.manager), concern.id)
    assert [(note.by, note.words) for note in page.notes] == [
        ("Dee Marsh", "Phoned the school."),
        ("Sam Ode", "So did I."),
    ]
    bare = table("concern_note", column("words", Text))
    assert not any("school" in stored for stored in session().scalars(select(bare.c.words)))
    with pytest.raises(rules.NoWords):
        actions.note(sees(homes.liaison), concern.id, " ")
    assert "school" not in repr(raised_concern(sees(homes.anita), concern.id))


def test_hidden_a_message_is_a_stub_for_everybody_and_its_words_are_nowhere(
    talk: Talk, said: Message, concern: Concern
) -> None:
    homes = talk.homes
    pin_message(sees(homes.moira), said.id, on=True)
    say(homes.okafors, talk.everyone, "An answer.", said.id)
    actions.hide(sees(homes.liaison), concern.id, on=True)
    actions.hide(sees(homes.manager), concern.id, on=True)
    for person in (homes.moira, homes.anita, homes.liaison):
        page = conversation_page(sees(person), talk.everyone.id)
        assert (page.messages[0].hidden, page.messages[0].body, page.pinned) == (True, "", [])
        assert "Words of Moira" not in repr(page)
        assert not message_page(sees(person), said.id).may_remove
    quoted = reads(homes.anita, talk.everyone)[1].reply_to
    assert quoted
    assert (quoted.words, quoted.hidden) == (None, True)
    moira = sees(homes.moira)
    acts: tuple[Callable[[], object], ...] = (
        lambda: edit_message(moira, said.id, "Other words."),
        lambda: remove_message(moira, said.id),
        lambda: react(moira, said.id, "👍", on=True),
        lambda: pin_message(moira, said.id, on=False),
    )
    for act in acts:
        with pytest.raises(talk_rules.Hidden, match="hidden while somebody looks at it"):
            act()
    actions.hide(sees(homes.liaison), concern.id, on=False)
    assert reads(homes.anita, talk.everyone)[0].body == "Words of Moira’s."
    assert [one for one, _ in audited(concern.id)] == ["raised_concern", "hid_message", "showed_message"]


def test_the_last_words_of_a_conversation_are_not_told_in_the_list_while_they_are_hidden(
    talk: Talk, concern: Concern
) -> None:
    actions.hide(sees(talk.homes.liaison), concern.id, on=True)
    assert conversations_of(sees(talk.homes.anita))[0].last is None


def test_it_is_hidden_live_and_shown_again_live_and_nobody_outside_hears(
    app: Flask, port: int, talk: Talk, said: Message, concern: Concern
) -> None:
    with line_of(app, port, talk.homes.anita) as anita, line_of(app, port, talk.outsider) as outsider:
        actions.hide(sees(talk.homes.liaison), concern.id, on=True)
        news = anita.wait_for("message_edited")
        assert isinstance(news, dict)
        assert (news["id"], news["body"]) == (str(said.id), "")
        assert "hidden while somebody looks at it" in news["html"]
        assert "Words of Moira" not in repr(news)
        actions.hide(sees(talk.homes.liaison), concern.id, on=False)
        news = anita.wait_for("message_edited")
        assert isinstance(news, dict)
        assert news["body"] == "Words of Moira’s."
        assert outsider.is_open
        assert outsider.hears_nothing()


def test_closed_it_is_shown_again_unless_another_concern_hides_it(talk: Talk, said: Message, concern: Concern) -> None:
    homes = talk.homes
    other = worry(homes.okafors, said)
    for one in (concern, other):
        actions.hide(sees(homes.liaison), one.id, on=True)
    actions.close(sees(homes.liaison), concern.id, Outcome.NOTHING_MORE, "", remove=False)
    assert reads(homes.anita, talk.everyone)[0].hidden
    actions.close(sees(homes.liaison), other.id, Outcome.NOTHING_MORE, "", remove=False)
    assert not reads(homes.anita, talk.everyone)[0].hidden


def test_closed_with_a_note_and_the_message_removed_for_good(talk: Talk, said: Message, concern: Concern) -> None:
    homes = talk.homes
    actions.hide(sees(homes.manager), concern.id, on=True)
    actions.close(sees(homes.manager), concern.id, Outcome.PASSED_ON, "To the duty team.", remove=True)
    page = concern_page(sees(homes.liaison), concern.id)
    assert (page.closed_by, page.line.outcome, page.acknowledged_by) == ("Sam Ode", Outcome.PASSED_ON, "Sam Ode")
    assert [note.words for note in page.notes] == ["To the duty team."]
    assert (page.is_removed, page.is_hidden, page.is_open) == (True, False, False)
    stub = reads(homes.anita, talk.everyone)[0]
    assert (stub.removed, stub.hidden) == (True, False)
    assert [row[0] for row in rows(EarlierWords.body)] == ["Words of Moira’s."]
    assert notices_of(homes.anita) == [actions.ACKNOWLEDGED, actions.CLOSED]
    assert audited(concern.id)[-1] == ("closed_concern", "closed_at;outcome;removed_at")


@pytest.mark.parametrize("step", ["acknowledge", "note", "hide", "close"])
def test_what_is_closed_stays_as_it_is(talk: Talk, concern: Concern, step: str) -> None:
    STEPS["close"](talk.homes.liaison, concern)
    with pytest.raises(rules.ClosedAlready):
        STEPS[step](talk.homes.manager, concern)
    assert concern_page(sees(talk.homes.manager), concern.id).closed_by == "Dee Marsh"


def test_what_is_not_there_is_not_found(talk: Talk) -> None:
    with pytest.raises(NotFound):
        actions.acknowledge(sees(talk.homes.liaison), missing())
