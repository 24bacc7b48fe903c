"""A service chooses how long, is warned of what would go, and holds what must stay: on pages, and by the command."""

from http import HTTPStatus

import pytest
import time_machine
from flask import Flask

from constellations.core.database import database
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.permissions import Role
from messaging.keeping import rules
from messaging.keeping.holds.actions import give_hold, lift_hold
from messaging.keeping.holds.queries import conversations_of_service, holds_of_service, holds_on, named
from messaging.keeping.models import LegalHold, Retention
from messaging.keeping.queries import kept_for
from messaging.keeping.retention.actions import choose_how_long
from messaging.keeping.rules import KeptFor
from messaging.rules import ConversationKind
from tests import factories
from tests.client import client_of
from tests.messaging.factories import create_conversation
from tests.messaging.keeping.keeping import MONTHS_LATER, hold_it
from tests.messaging.safeguarding.worries import worry
from tests.messaging.talking import Talk, make_talk, numbers, say
from tests.queries import count_queries
from tests.registers import rows
from tests.sleepovers.households import acts, audited, sees


@pytest.fixture
def talk(app: Flask) -> Talk:
    """Both conversations of the households' constellation."""
    return make_talk()


def test_a_shorter_time_is_taken_after_a_warning_of_what_goes_tonight(
    talk: Talk, clock: time_machine.Traveller
) -> None:
    manager, service = sees(talk.homes.manager), talk.homes.service
    say(talk.homes.moira, talk.everyone)
    choose_how_long(manager, KeptFor(constellation=2), 0)
    clock.shift(MONTHS_LATER)
    manager = sees(talk.homes.manager)
    with pytest.raises(rules.WouldGo, match="1 message would be removed tonight, for good"):
        choose_how_long(manager, KeptFor(constellation=1), 1)
    # What stands already is stored again without a word.
    choose_how_long(manager, KeptFor(constellation=2), 1)
    choose_how_long(manager, KeptFor(constellation=1), 1, sure=True)
    assert kept_for(manager, service.id) == KeptFor(constellation=1)
    assert numbers(talk.everyone) == [1]
    assert acts(service.id) == ["chose_how_long"] * 3
    assert audited(service.id) == [("chose_how_long", "constellation;about;people;earlier")] * 3


def test_how_long_is_for_managers_and_never_chosen_over_anothers_choice(talk: Talk) -> None:
    homes = talk.homes
    for person in (homes.moira, homes.liaison, homes.finance):
        with pytest.raises(Forbidden):
            choose_how_long(sees(person), KeptFor(people=6), 0)
    manager = sees(homes.manager)
    choose_how_long(manager, KeptFor(people=6), 0)
    with pytest.raises(ChangedMeanwhile, match="people 6"):
        choose_how_long(manager, KeptFor(people=7), 0)
    with pytest.raises(rules.MonthsOutOfReach):
        choose_how_long(manager, KeptFor(people=0), 1)
    assert rows(Retention.people, Retention.version) == [(6, 1)]
    elsewhere = factories.create_person(Role.MANAGER, factories.create_service())
    assert kept_for(sees(elsewhere), homes.service.id) == KeptFor()


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
    homes = talk.homes
    say(homes.moira, talk.everyone)
    clock.shift(MONTHS_LATER)
    manager = client_of(app, homes.manager)
    assert "/service/keeping" in manager.get("/service").text
    assert "nothing goes tonight" in manager.get("/service/keeping").text
    answer = manager.post("/service/keeping", data={"constellation": "1", "version": "0"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "1 message would be removed tonight, for good." in answer.text
    assert 'name="sure"' in answer.text
    chosen = {"constellation": "1", "about": "", "version": "0", "sure": "y"}
    assert manager.post("/service/keeping", data=chosen).status_code == HTTPStatus.FOUND
    assert "tonight goes: 1 message." in manager.get("/service/keeping").text
    wrong = manager.post("/service/keeping", data={"people": "700", "version": "1"})
    assert "Enter a number of months from 1 to 600" in wrong.text
    assert f"/conversations/{talk.everyone.id}/hold" in manager.get("/service/keeping/conversations").text
    here = f"/conversations/{talk.everyone.id}/hold"
    assert "Say why this conversation is held." in manager.post(here, data={"reason": " "}).text
    assert manager.post(here, data={"reason": "A court asks."}).status_code == HTTPStatus.FOUND
    [(hold_id,)] = rows(LegalHold.id)
    page = manager.get("/service/keeping").text
    assert ("A court asks." in page, "nothing goes tonight" in page) == (True, True)
    look = manager.post(f"/conversations/{talk.everyone.id}/look", data={"reason": "The court asks."})
    assert "A court asks." in manager.get(look.headers["Location"]).text
    assert "A court asks." not in client_of(app, homes.anita).get(f"/conversations/{talk.everyone.id}").text
    assert manager.post(f"/holds/{hold_id}/lift").status_code == HTTPStatus.FOUND
    assert "lifted by Sam Ode" in manager.get(here).text
