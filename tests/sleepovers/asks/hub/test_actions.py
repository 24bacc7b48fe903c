"""The hub's word, and what is agreed by itself: where a service wants it, and nowhere else."""

import uuid
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import update

from constellations.access import Viewer, covering
from constellations.core.database import transaction
from constellations.core.errors import Forbidden, NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.models import Home, Membership
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.asks.actions import withdraw_ask
from sleepovers.asks.answering.actions import decline_ask
from sleepovers.asks.hub.actions import say_hub_word, set_asking_rules
from sleepovers.asks.hub.models import HubWord
from sleepovers.asks.hub.queries import asks_for_hub
from sleepovers.asks.hub.rules import (
    AskingRule,
    HubCause,
    HubHasToAgree,
    HubSaidNo,
    HubWordSaid,
    NotTheHubs,
)
from sleepovers.asks.hub.settled.actions import ask_or_agree
from sleepovers.asks.hub.words import rule_words
from sleepovers.asks.rules import AgreementState, NoLongerOpen, StepTaken
from sleepovers.rules import AnswerState, AskState
from tests import factories
from tests.registers import rows
from tests.sleepovers.asks.asking import (
    agree,
    answers,
    ask_for,
    heard,
    make_trusted_households,
    state_of,
    stays_from,
    the_ask,
    timeline,
    to_answer,
    wanted,
)
from tests.sleepovers.at_once import ROUNDS, at_once
from tests.sleepovers.households import Households, audited, sees

BOTH = AskingRule(short_notice_hours=48, first_stay=True)


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


def the_word() -> uuid.UUID:
    """The one word that is sought."""
    (found,) = rows(HubWord.id)
    return uuid.UUID(str(found[0]))


def stayed(homes: Households, host: Home, times: int) -> None:
    """JB has stayed with a home so many times this year."""
    for month in range(1, times + 1):
        factories.create_stay(homes.jb, host, f"2026-{month:02}-02", f"2026-{month:02}-03")


def test_where_a_service_has_set_nothing_the_hub_is_not_asked(homes: Households) -> None:
    agree(ask_for(homes, homes.okafor, arrive="2026-11-27"), homes.okafor, homes.okafors)
    assert rows(HubWord.id) == []


def test_where_there_is_no_hub_nobodys_word_is_waited_for(homes: Households) -> None:
    set_asking_rules(sees(homes.manager), BOTH, 0)
    no_hub = update(Membership).where(Membership.home_id == homes.hub.id).values(role=HomeRole.SATELLITE)
    with transaction() as here:
        here.execute(covering(Viewer.system(), no_hub))
    agree(ask_for(homes, homes.okafor, arrive="2026-11-27"), homes.okafor, homes.okafors)
    assert rows(HubWord.id) == []


def test_a_first_stay_waits_for_the_hub_and_then_for_the_home(homes: Households) -> None:
    set_asking_rules(sees(homes.manager), BOTH, 0)
    found: list[uuid.UUID] = []
    news = heard(lambda: found.append(ask_for(homes, homes.okafor)))
    (ask_id,) = found
    assert "A sleepover needs your word as the hub: Fri 27 Nov, 2 nights." in news.words["Moira Hale"]
    assert rows(HubWord.home_id, HubWord.cause) == [(homes.okafor.id, HubCause.FIRST_STAY)]
    assert [ask.id for ask in asks_for_hub(sees(homes.moira))] == [ask_id]
    assert asks_for_hub(sees(homes.okafors)) == []
    with pytest.raises(HubHasToAgree):
        agree(ask_id, homes.okafor, homes.okafors)
    with pytest.raises(NotTheHubs):
        say_hub_word(sees(homes.okafors), the_word(), is_given=True)
    said = heard(lambda: say_hub_word(sees(homes.moira), the_word(), is_given=True))
    assert set(said.words) == {"Anita Patel", "Chi Okafor"}
    assert said.words["Chi Okafor"] == ["The hub says yes, the sleepover may be agreed now: Fri 27 Nov, 2 nights."]
    agree(ask_id, homes.okafor, homes.okafors)
    assert state_of(ask_id) is AskState.AGREED
    assert (StepTaken.HUB_AGREED, False) in timeline(ask_id)
    assert audited(the_word()) == [("said_hub_word", "state")]
    with pytest.raises(HubWordSaid):
        say_hub_word(sees(homes.tom), the_word(), is_given=False)


def test_after_a_no_that_home_is_asked_no_more(homes: Households) -> None:
    set_asking_rules(sees(homes.manager), BOTH, 0)
    ask_id = ask_for(homes, homes.okafor, homes.hub)
    say_hub_word(sees(homes.liaison), the_word(), is_given=False)
    assert answers(ask_id) == {"Okafor": AnswerState.DECLINED, "Moira": AnswerState.WAITING}
    with pytest.raises(HubSaidNo):
        agree(ask_id, homes.okafor, homes.okafors)
    agree(ask_id, homes.hub, homes.moira)
    assert [stay.host_id for stay in stays_from(ask_id)] == [homes.hub.id]


def test_a_no_to_the_only_home_ends_the_ask_and_says_why(homes: Households) -> None:
    set_asking_rules(sees(homes.manager), BOTH, 0)
    ask_id = ask_for(homes, homes.okafor)
    say_hub_word(sees(homes.moira), the_word(), is_given=False)
    assert (state_of(ask_id), the_ask(ask_id).reason) == (AskState.DECLINED, "The hub did not agree.")


def test_short_notice_is_so_for_a_home_that_knows_the_child_and_not_for_the_hub_itself(homes: Households) -> None:
    set_asking_rules(sees(homes.manager), BOTH, 0)
    stayed(homes, homes.okafor, 1)
    ask_for(homes, homes.okafor, arrive="2026-11-27")
    ask_for(homes, homes.hub, arrive="2026-11-23")
    assert rows(HubWord.id) == [], "the one is known and in time, the other is the hub"


def test_of_an_ask_that_was_withdrawn_the_hub_says_nothing_more(homes: Households) -> None:
    set_asking_rules(sees(homes.manager), BOTH, 0)
    ask_id = ask_for(homes, homes.okafor)
    decline_ask(sees(homes.okafors), to_answer(ask_id, homes.okafor), "No room.")
    with pytest.raises(NoLongerOpen):
        say_hub_word(sees(homes.moira), the_word(), is_given=True)


def test_another_constellation_finds_no_word(homes: Households) -> None:
    set_asking_rules(sees(homes.manager), BOTH, 0)
    ask_for(homes, homes.okafor)
    away = factories.create_home(homes.service)
    factories.join(away, factories.create_constellation(homes.service))
    with pytest.raises(NotFound):
        say_hub_word(sees(factories.create_person(Role.HUB_CARER, home=away)), the_word(), is_given=True)


def test_a_habit_is_agreed_at_once_and_everybody_is_told(homes: Households) -> None:
    set_asking_rules(sees(homes.manager), AskingRule(settled_after=3), 0)
    stayed(homes, homes.hub, 3)
    found: list[uuid.UUID] = []
    wish = wanted(homes.hub, children=(homes.jb,), weeks=2)
    news = heard(lambda: found.extend(ask_or_agree(sees(homes.anita), wish)))
    assert [state_of(one) for one in found] == [AskState.AGREED, AskState.AGREED]
    assert timeline(found[0]).count((StepTaken.AGREED, False)) == 1
    assert "A sleepover is agreed: Fri 27 Nov, 2 nights." in news.words["Moira Hale"]


@pytest.mark.parametrize("what", ["not often enough", "two homes", "full", "short notice", "not set", "other child"])
def test_everything_else_waits_for_an_answer(homes: Households, what: str) -> None:
    set_asking_rules(sees(homes.manager), AskingRule(settled_after=None if what == "not set" else 3), 0)
    stayed(homes, homes.hub, 2 if what == "not often enough" else 3)
    if what == "full":
        for bed in (1, 2):
            child = factories.create_child(homes.service, homes.okafor, "ZZ")
            factories.create_stay(child, homes.hub, "2026-11-28", "2026-11-29", bed=bed)
    hosts = (homes.hub, homes.okafor) if what == "two homes" else (homes.hub,)
    children = (homes.ak,) if what == "other child" else (homes.jb,)
    by = homes.okafors if what == "other child" else homes.anita
    arrive = "2026-11-23" if what == "short notice" else "2026-11-27"
    (ask_id,) = ask_or_agree(sees(by), wanted(*hosts, children=children, arrive=arrive))
    assert (state_of(ask_id), stays_from(ask_id)) == (AskState.OPEN, [])


def test_a_manager_sets_when_the_hub_agrees_and_a_stale_page_changes_nothing(homes: Households) -> None:
    set_asking_rules(sees(homes.manager), BOTH, 0)
    set_asking_rules(sees(homes.manager), AskingRule(settled_after=2), 1)
    with pytest.raises(ChangedMeanwhile, match="settled after 2 stays"):
        set_asking_rules(sees(homes.manager), BOTH, 1)
    with pytest.raises(Forbidden):
        set_asking_rules(sees(homes.liaison), BOTH, 2)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (AskingRule(), "the hub need not agree"),
        (BOTH, "the hub agrees first within 48 hours and to a first stay"),
        (AskingRule(1, settled_after=1), "the hub agrees first within 1 hour; settled after 1 stay"),
        (AskingRule(settled_after=3), "settled after 3 stays"),
    ],
)
def test_how_a_rule_is_said(app: Flask, rule: AskingRule, words: str) -> None:
    with app.test_request_context():
        assert rule_words(rule) == words


@pytest.mark.parametrize("rounds", ROUNDS)
def test_the_hub_says_yes_or_no_once(app: Flask, rounds: int) -> None:
    homes = make_trusted_households()
    set_asking_rules(sees(homes.manager), BOTH, 0)
    for _round in range(rounds):
        ask_id = ask_for(homes, homes.okafor)
        (word,) = [row[0] for row in rows(HubWord.id, HubWord.state) if row[1] is AgreementState.WAITING]
        refused = at_once(
            app,
            partial(say_hub_word, sees(homes.moira), word, is_given=True),
            partial(say_hub_word, sees(homes.tom), word, is_given=False),
        )
        assert len(refused) == 1
        assert isinstance(refused[0], HubWordSaid)
        if state_of(ask_id) is AskState.OPEN:
            withdraw_ask(sees(homes.anita), ask_id, the_ask(ask_id).version)
