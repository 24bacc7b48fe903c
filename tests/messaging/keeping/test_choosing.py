"""A service chooses how long it keeps what is said, and holds what must stay."""

from http import HTTPStatus

import pytest
import time_machine
from flask import Flask

from constellations.core.database import database
from constellations.core.errors import Forbidden, NotFound
from constellations.permissions import Role
from messaging.keeping.holds.actions import give_hold, lift_hold
from messaging.keeping.holds.queries import conversations_of_service, holds_of_service, holds_on, named
from messaging.keeping.models import LegalHold
from messaging.rules import ConversationKind
from tests import factories
from tests.client import client_of
from tests.messaging.factories import create_conversation
from tests.messaging.keeping.keeping import MONTHS_LATER, hold_it
from tests.messaging.safeguarding.worries import worry
from tests.messaging.talking import Talk, say
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.households import acts, audited, sees


def test_a_hold_is_given_and_lifted_by_managers_and_read_by_them_alone(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    homes = talk.homes
    for person in (homes.moira, homes.liaison, homes.finance):
        with pytest.raises(Forbidden):
            give_hold(sees(person), talk.everyone.id, "A complaint.")
    elsewhere = factories.create_person(Role.MANAGER, factories.create_service())
    manager = sees(homes.manager)
    given = give_hold(manager, talk.everyone.id, " A\ncomplaint. ")
    clock.shift(60)
    with pytest.raises(NotFound):
        give_hold(sees(elsewhere), talk.everyone.id, "A complaint.")
    with pytest.raises(NotFound):
        lift_hold(sees(elsewhere), given)
    [line] = holds_on(manager, talk.everyone.id)
    assert (line.reason, line.given_by, line.lifted_by) == ("A complaint.", "Sam Ode", None)
    assert (line.conversation.constellation, line.conversation.is_held) == ("Harbour", True)
    assert [holds_on(sees(one), talk.everyone.id) for one in (homes.moira, homes.liaison, elsewhere)] == [()] * 3
    lift_hold(manager, given)
    lift_hold(manager, given)
    [line] = holds_of_service(manager)
    assert (line.lifted_by, line.conversation.is_held) == ("Sam Ode", False)
    assert [action for action, _ in audited(given)] == ["gave_legal_hold", "lifted_legal_hold"]
    assert acts(given) == []


def test_that_a_concern_holds_a_conversation_is_told_to_nobody(talk: Talk) -> None:
    worry(talk.homes.anita, say(talk.homes.moira, talk.everyone))
    manager = sees(talk.homes.manager)
    found = named(conversations_of_service(manager).rows)
    assert {one.is_held for one in found.values()} == {False}
    assert holds_of_service(manager) == ()


def test_conversations_are_listed_with_the_same_few_questions_however_many(talk: Talk) -> None:
    homes, manager = talk.homes, sees(talk.homes.manager)

    def asked() -> int:
        with count_queries(database().engine) as sent:
            named(conversations_of_service(manager).rows)
            holds_of_service(manager)
        return len(sent)

    hold_it(talk, talk.everyone)
    before = asked()
    for name in "ABC":
        people = (homes.moira, homes.anita)
        hold_it(talk, create_conversation(ConversationKind.GROUP, homes.service, people=people, title=name))
    assert asked() == before


def test_a_manager_chooses_holds_and_lifts_without_a_script(
    app: Flask, talk: Talk, clock: time_machine.Traveller
) -> None:
    homes, at = talk.homes, "/service/keeping/records/talk_constellation"
    say(homes.moira, talk.everyone)
    clock.shift(MONTHS_LATER)
    manager = client_of(app, homes.manager)
    assert at in manager.get("/service/keeping").text
    answer = manager.post(at, data={"amount": "1", "version": "0"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "1 would be removed tonight, for good." in answer.text
    chosen = {"amount": "1", "version": "0", "sure": "y"}
    assert manager.post(at, data=chosen).status_code == HTTPStatus.FOUND
    all_of_them, here = "/service/keeping/conversations", f"/conversations/{talk.everyone.id}/hold"
    page = manager.get(all_of_them).text
    assert (here in page, "No conversation is held." in page) == (True, True)
    assert "Say why this conversation is held." in manager.post(here, data={"reason": " "}).text
    assert manager.post(here, data={"reason": "A court asks."}).status_code == HTTPStatus.FOUND
    [(hold_id,)] = rows(LegalHold.id)
    assert "A court asks." in manager.get(all_of_them).text
    look = manager.post(f"/conversations/{talk.everyone.id}/look", data={"reason": "The court asks."})
    assert "A court asks." in manager.get(look.headers["Location"]).text
    assert "A court asks." not in client_of(app, homes.anita).get(f"/conversations/{talk.everyone.id}").text
    assert manager.post(f"/holds/{hold_id}/lift").status_code == HTTPStatus.FOUND
    assert "lifted by Sam Ode" in manager.get(here).text
