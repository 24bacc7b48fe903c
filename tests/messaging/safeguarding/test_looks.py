"""Staff read what they are not in: with a reason, for an hour, and everybody in it sees that."""

import datetime as dt

import pytest
import time_machine

from constellations.access import Viewer
from constellations.core.clock import now
from constellations.core.errors import Forbidden, NotFound
from constellations.models import Person
from constellations.permissions import Role
from messaging.messages.actions import edit_message, remove_message
from messaging.messages.page.queries import conversation_page
from messaging.messages.queries import PAGE
from messaging.models import ConversationMember
from messaging.nearness.rules import Bond
from messaging.rules import ConversationKind
from messaging.safeguarding import rules
from messaging.safeguarding.concerns.actions import hide
from messaging.safeguarding.looks.actions import look, look_from_concern, look_into_conversation
from messaging.safeguarding.looks.queries import LookShown
from messaging.safeguarding.models import Look
from messaging.safeguarding.readers.actions import name_readers
from tests import factories
from tests.messaging.factories import create_conversation, create_message
from tests.messaging.safeguarding.worries import people_of, worry
from tests.messaging.talking import Talk, say
from tests.registers import rows
from tests.sleepovers.households import audited, sees

REASON = "A complaint from outside."


def lines(person: Person, talk: Talk, before: int | None = None) -> dict[int, list[LookShown]]:
    """The lines of looks that a person sees in *Everyone*."""
    return dict(conversation_page(sees(person), talk.everyone.id, before).looks)


def test_a_manager_reads_with_a_reason_and_everybody_in_it_sees_that(talk: Talk, clock: time_machine.Traveller) -> None:
    homes = talk.homes
    say(homes.anita, talk.everyone, "before")
    clock.shift(60)
    begun = look_into_conversation(sees(homes.manager), talk.everyone.id, f" {REASON}\n")
    page = look(sees(homes.manager), begun)
    assert [whole.words for whole in page.messages] == ["before"]
    assert (page.looked.constellation, "Anita Patel" in page.looked.people) == ("Harbour", True)
    clock.shift(60)
    say(homes.anita, talk.everyone, "after")
    [(above, [line])] = lines(homes.okafors, talk).items()
    assert (above, line.name, line.role, line.reason) == (2, "Sam Ode", Role.MANAGER, REASON)
    assert str(line.on) == "2026-11-22"
    assert audited(talk.everyone.id) == [("looked_into_conversation", "reason"), ("read_conversation", "")]


def test_who_comes_later_reads_no_reason_from_before_their_time(talk: Talk, clock: time_machine.Traveller) -> None:
    homes, manager = talk.homes, sees(talk.homes.manager)
    group = create_conversation(ConversationKind.GROUP, homes.service, people=(homes.moira,), title="Outing")
    for conversation in (talk.everyone, group):
        say(homes.moira, conversation, "Early")
        look_into_conversation(manager, conversation.id, REASON)
    clock.shift(dt.timedelta(days=40))
    new = factories.create_home(homes.service, "New")
    factories.join(new, homes.constellation, starts_on=Viewer.system().today)
    newcomer = factories.create_person(Role.SATELLITE_CARER, home=new)
    joined = {"joined_at": now(), "bond": Bond.CONSTELLATION, "through": homes.constellation.id}
    factories.stored(ConversationMember(conversation_id=group.id, person_id=newcomer.id, **joined))

    def looks(person: Person) -> list[int]:
        pages = (conversation_page(sees(person), one.id) for one in (talk.everyone, group))
        return [sum(len(lines) for lines in page.looks.values()) for page in pages]

    assert (looks(homes.moira), looks(newcomer)) == ([1, 1], [0, 0])
    clock.shift(60)
    for conversation in (talk.everyone, group):
        look_into_conversation(manager, conversation.id, REASON)
    assert (looks(homes.moira), looks(newcomer)) == ([2, 2], [1, 1])


def test_without_a_reason_nothing_is_read(talk: Talk) -> None:
    manager = sees(talk.homes.manager)
    for reason, refused in ((" \n", rules.NoReason), ("x" * 201, rules.ReasonTooLong)):
        with pytest.raises(refused):
            look_into_conversation(manager, talk.everyone.id, reason)
    assert rows(Look.id) == []


def test_only_managers_choose_a_conversation_and_only_of_their_service(talk: Talk) -> None:
    homes = talk.homes
    others = [person for name, person in people_of(talk).items() if name != "Sam Ode"]
    assert talk.outsider in others
    for person in others:
        with pytest.raises(Forbidden):
            look_into_conversation(sees(person), talk.everyone.id, REASON)
    elsewhere = factories.create_person(Role.MANAGER, factories.create_service())
    begun = look_into_conversation(sees(homes.manager), talk.everyone.id, REASON)
    for viewer, conversation_id in ((elsewhere, talk.everyone.id), (homes.manager, begun)):
        with pytest.raises(NotFound):
            look_into_conversation(sees(viewer), conversation_id, REASON)
    for person in (homes.liaison, elsewhere):
        with pytest.raises(NotFound):
            look(sees(person), begun)
    with pytest.raises(Forbidden):
        look(sees(homes.anita), begun)


def test_the_reason_holds_for_an_hour_and_only_while_one_is_who_one_was(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    concern = worry(homes.anita, say(homes.moira, talk.everyone))
    begun = look_from_concern(sees(homes.liaison), concern.id, REASON)
    clock.shift(3600)
    assert look(sees(homes.liaison), begun).concern_id == concern.id
    clock.shift(1)
    with pytest.raises(rules.LookOver):
        look(sees(homes.liaison), begun)
    begun = look_from_concern(sees(homes.liaison), concern.id, REASON)
    name_readers(sees(homes.manager), [homes.manager.id])
    with pytest.raises(NotFound):
        look(sees(homes.liaison), begun)
    with pytest.raises(NotFound):
        look_from_concern(sees(homes.liaison), concern.id, REASON)


def test_a_reader_reads_also_what_was_changed_removed_and_hidden(talk: Talk) -> None:
    homes = talk.homes
    said = say(homes.moira, talk.everyone, "first words")
    edit_message(sees(homes.moira), said.id, "second words")
    gone = say(homes.moira, talk.everyone, "gone words")
    remove_message(sees(homes.moira), gone.id)
    concern = worry(homes.anita, said)
    hide(sees(homes.liaison), concern.id, on=True)
    page = look(sees(homes.liaison), look_from_concern(sees(homes.liaison), concern.id, REASON))
    assert [(whole.words, whole.earlier) for whole in page.messages] == [
        ("second words", ("first words",)),
        (None, ("gone words",)),
    ]
    assert (page.about_message, page.earlier) == (said.id, None)


def test_a_long_conversation_is_read_page_by_page_and_each_look_stands_on_one(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    manager = sees(homes.manager)
    begun = look_into_conversation(manager, talk.everyone.id, "before all")
    for number in range(1, PAGE + 3):
        clock.shift(60)
        create_message(talk.everyone, homes.anita, f"{number}")
        if number in (2, PAGE + 2):
            clock.shift(1)
            begun = look_into_conversation(manager, talk.everyone.id, f"after {number}")
    page = look(manager, begun)
    assert (page.messages[0].words, page.earlier) == ("3", 3)
    assert [whole.words for whole in look(manager, begun, 3).messages] == ["1", "2"]
    placed = {
        before: {above: [one.reason for one in found] for above, found in lines(homes.anita, talk, before).items()}
        for before in (None, 3)
    }
    assert placed == {None: {0: [f"after {PAGE + 2}"]}, 3: {1: ["before all"], 0: ["after 2"]}}
