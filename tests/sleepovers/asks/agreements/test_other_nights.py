"""A yes is for the nights that it was said to: other nights are asked about anew, of whoever decides and of the hub."""

import datetime as dt
import uuid

import pytest
from flask import Flask

from constellations.rules import StayAuthority
from sleepovers.asks.agreements.actions import settle_agreement
from sleepovers.asks.answering.actions import offer_other_nights, take_offer
from sleepovers.asks.hub.actions import say_hub_word, set_asking_rules
from sleepovers.asks.hub.models import HubWord
from sleepovers.asks.hub.rules import AskingRule, HubHasToAgree
from sleepovers.asks.models import Agreement
from sleepovers.asks.rules import AgreementState
from sleepovers.asks.series.actions import Part, change_nights
from sleepovers.booking.refusals import AgreementMissing
from sleepovers.rules import AnswerState, AskState
from tests.client import client_of
from tests.factories import decided_by
from tests.registers import rows
from tests.sleepovers.asks.asking import agree, answers, ask_for, heard, state_of, stays_from, the_ask, to_answer
from tests.sleepovers.households import Households, audited, sees

SAT, MON = dt.date(2026, 11, 28), dt.date(2026, 11, 30)
AGAIN = "The nights of a sleepover have changed, please ask the social worker again: Sat 28 Nov, 2 nights."
WAITING, GIVEN = AgreementState.WAITING, AgreementState.GIVEN


def task() -> uuid.UUID:
    """The one agreement that is sought."""
    ((found,),) = rows(Agreement.id)
    return uuid.UUID(str(found))


def the_word() -> uuid.UUID:
    """The one word of the hub that is sought."""
    ((found,),) = rows(HubWord.id)
    return uuid.UUID(str(found))


def agreed_by_the_social_worker(homes: Households) -> uuid.UUID:
    """The social worker has agreed to Friday to Sunday, and the hub offers Saturday to Monday."""
    ask_id = ask_for(homes)
    settle_agreement(sees(homes.liaison), task(), is_given=True)
    offer_other_nights(sees(homes.moira), to_answer(ask_id, homes.hub), SAT, MON, "Friday is full.")
    return ask_id


def agreed_by_the_hub(homes: Households) -> uuid.UUID:
    """The hub has agreed to Friday to Sunday with the Okafors, where JB has never been."""
    decided_by(StayAuthority.DELEGATED, homes.jb)
    set_asking_rules(sees(homes.manager), AskingRule(short_notice_hours=None, first_stay=True), 0)
    ask_id = ask_for(homes, homes.okafor)
    say_hub_word(sees(homes.moira), the_word(), is_given=True)
    return ask_id


def test_taking_other_nights_asks_the_social_worker_again_and_the_offer_stands(homes: Households) -> None:
    ask_id = agreed_by_the_social_worker(homes)
    taken: list[list[uuid.UUID]] = []
    news = heard(lambda: taken.append(take_offer(sees(homes.anita), to_answer(ask_id, homes.hub))))
    assert (taken, stays_from(ask_id), state_of(ask_id)) == ([[]], [], AskState.OPEN)
    assert answers(ask_id) == {"Moira": AnswerState.OTHER_NIGHTS}
    assert AGAIN in news.words["Dee Marsh"]
    assert rows(Agreement.state, Agreement.settled_by, Agreement.settled_at) == [(WAITING, None, None)]
    assert ("sought_agreement_anew", "state") in audited(task())
    with pytest.raises(AgreementMissing):
        take_offer(sees(homes.anita), to_answer(ask_id, homes.hub))
    settle_agreement(sees(homes.liaison), task(), is_given=True)
    (stay_id,) = take_offer(sees(homes.anita), to_answer(ask_id, homes.hub))
    (stay,) = stays_from(ask_id)
    assert (stay.id, stay.arrive_on, stay.depart_on) == (stay_id, SAT, MON)


def test_the_page_says_who_is_asked(app: Flask, homes: Households) -> None:
    ask_id = agreed_by_the_social_worker(homes)
    form = {"version": the_ask(ask_id).version}
    page = client_of(app, homes.anita).post(f"/asks/{ask_id}/{homes.hub.id}/take", data=form, follow_redirects=True)
    assert "The ask is for these nights now. Who has to agree to them is asked" in page.text


def test_staff_overrule_it_with_a_reason(homes: Households) -> None:
    ask_id = agreed_by_the_social_worker(homes)
    take_offer(sees(homes.liaison), to_answer(ask_id, homes.hub), "She agreed by phone.")
    (stay,) = stays_from(ask_id)
    assert ("overruled_check", "agreement") in audited(stay.id)


def test_changing_the_nights_asks_the_social_worker_again(homes: Households) -> None:
    ask_id = agreed_by_the_social_worker(homes)
    news = heard(lambda: change_nights(sees(homes.anita), Part(ask_id, the_ask(ask_id).version), SAT, MON))
    assert AGAIN in news.words["Dee Marsh"]
    assert rows(Agreement.state) == [(WAITING,)]
    with pytest.raises(AgreementMissing):
        agree(ask_id, homes.hub, homes.moira)


def test_where_nobody_has_to_agree_any_more_nobody_is_asked(homes: Households) -> None:
    ask_id = agreed_by_the_social_worker(homes)
    decided_by(StayAuthority.DELEGATED, homes.jb)
    assert len(take_offer(sees(homes.anita), to_answer(ask_id, homes.hub))) == 1
    assert rows(Agreement.state) == [(GIVEN,)]


def test_the_hubs_yes_does_not_carry_over_either(homes: Households) -> None:
    ask_id = agreed_by_the_hub(homes)
    offer_other_nights(sees(homes.okafors), to_answer(ask_id, homes.okafor), SAT, MON, "Friday is full.")
    taken: list[list[uuid.UUID]] = []
    news = heard(lambda: taken.append(take_offer(sees(homes.anita), to_answer(ask_id, homes.okafor))))
    assert (taken, rows(HubWord.state)) == ([[]], [(WAITING,)])
    assert news.words["Moira Hale"] == ["A sleepover needs your word as the hub: Sat 28 Nov, 2 nights."]
    with pytest.raises(HubHasToAgree):
        take_offer(sees(homes.anita), to_answer(ask_id, homes.okafor))
    said = heard(lambda: say_hub_word(sees(homes.moira), the_word(), is_given=True))
    assert "Anita Patel" in said.words
    assert len(take_offer(sees(homes.anita), to_answer(ask_id, homes.okafor))) == 1


def test_changing_the_nights_asks_the_hub_again(homes: Households) -> None:
    ask_id = agreed_by_the_hub(homes)
    change_nights(sees(homes.anita), Part(ask_id, the_ask(ask_id).version), SAT, MON)
    assert rows(HubWord.state) == [(WAITING,)]
