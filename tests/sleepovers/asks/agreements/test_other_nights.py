"""A yes is for the nights that it was said to: other nights are asked about anew, of whoever decides and of the hub."""

import datetime as dt
import uuid

import pytest
from flask import Flask

from constellations.models import Home, Person
from constellations.permissions import Role
from constellations.rules import StayAuthority
from sleepovers.asks.actions import ask_another_home, ask_for_sleepover
from sleepovers.asks.agreements.actions import settle_agreement
from sleepovers.asks.answering.actions import decline_ask, offer_other_nights, take_offer
from sleepovers.asks.hub.actions import say_hub_word, set_asking_rules
from sleepovers.asks.hub.models import HubWord
from sleepovers.asks.hub.rules import AskingRule, HubHasToAgree
from sleepovers.asks.models import Agreement, Ask
from sleepovers.asks.rules import AgreementState
from sleepovers.asks.series.actions import Part, change_nights
from sleepovers.booking.refusals import AgreementMissing, JustTaken, NoBedFree
from sleepovers.rules import AnswerState, AskState, StayState
from tests import factories
from tests.client import client_of
from tests.factories import decided_by
from tests.registers import rows
from tests.sleepovers.asks.asking import (
    agree,
    answers,
    ask_for,
    heard,
    state_of,
    stays_from,
    the_ask,
    to_answer,
    trusted_child,
    wanted,
)
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


def words() -> dict[uuid.UUID, AgreementState]:
    """What the hub says of each home."""
    return {uuid.UUID(str(home_id)): state for home_id, state in rows(HubWord.home_id, HubWord.state)}


def put_to_the_okafors_and(homes: Households, *others: Home) -> uuid.UUID:
    """JB, whom nobody has to be asked for, is asked for with these homes, where he has never been."""
    decided_by(StayAuthority.DELEGATED, homes.jb)
    set_asking_rules(sees(homes.manager), AskingRule(first_stay=True), 0)
    return ask_for(homes, homes.okafor, *others)


def say(homes: Households, home: Home, is_given: bool) -> None:
    """Moira says the hub's word on a home."""
    (word,) = [row[0] for row in rows(HubWord.id, HubWord.home_id) if row[1] == home.id]
    say_hub_word(sees(homes.moira), word, is_given=is_given)


def the_brooks(homes: Households) -> tuple[Home, Person]:
    """One more satellite with its carer."""
    brook = factories.create_home(homes.service, "Brook")
    factories.join(brook, homes.constellation)
    return brook, factories.create_person(Role.SATELLITE_CARER, home=brook, name="Bea Brook")


@pytest.mark.parametrize("of_brook", ["nothing", "declined", "offered"])
def test_no_home_agrees_to_other_nights_on_the_hubs_yes_to_the_old_ones(homes: Households, of_brook: str) -> None:
    brook, bea = the_brooks(homes)
    ask_id = put_to_the_okafors_and(homes, brook)
    say(homes, homes.okafor, is_given=True)
    say(homes, brook, is_given=True)
    if of_brook == "declined":
        decline_ask(sees(bea), to_answer(ask_id, brook), "A wedding.")
    if of_brook == "offered":
        offer_other_nights(sees(bea), to_answer(ask_id, brook), SAT, MON + dt.timedelta(days=1))
    offer_other_nights(sees(homes.okafors), to_answer(ask_id, homes.okafor), SAT, MON, "Friday is full.")
    news = heard(lambda: take_offer(sees(homes.anita), to_answer(ask_id, homes.okafor)))
    assert words() == {homes.okafor.id: WAITING, brook.id: WAITING}
    of_both = "A sleepover needs your word as the hub: Sat 28 Nov, 2 nights."
    assert news.words["Moira Hale"] == [of_both] * (1 if of_brook == "declined" else 2)
    with pytest.raises(HubHasToAgree):
        agree(ask_id, brook, bea)
    say(homes, brook, is_given=True)
    agree(ask_id, brook, bea)
    assert [(stay.host_id, stay.arrive_on) for stay in stays_from(ask_id)] == [(brook.id, SAT)]


def test_staff_who_give_a_reason_wait_for_the_hub_too(homes: Households) -> None:
    ask_id = put_to_the_okafors_and(homes)
    offer_other_nights(sees(homes.okafors), to_answer(ask_id, homes.okafor), SAT, MON, "Friday is full.")
    say(homes, homes.okafor, is_given=True)
    taken = take_offer(sees(homes.liaison), to_answer(ask_id, homes.okafor), "Both homes want it.")
    assert (taken, words(), the_ask(ask_id).arrive_on) == ([], {homes.okafor.id: WAITING}, SAT)
    say(homes, homes.okafor, is_given=True)
    assert len(take_offer(sees(homes.liaison), to_answer(ask_id, homes.okafor))) == 1


def test_the_reason_of_a_carer_overrules_nobody(homes: Households) -> None:
    ask_id = agreed_by_the_social_worker(homes)
    assert take_offer(sees(homes.anita), to_answer(ask_id, homes.hub), "We know her well.") == []
    assert rows(Agreement.state) == [(WAITING,)]


def test_nobody_is_asked_about_nights_for_which_the_bed_is_gone(homes: Households) -> None:
    ask_id = agreed_by_the_social_worker(homes)
    for bed in (1, 2):
        child = factories.create_child(homes.service, homes.okafor, f"X{bed}")
        factories.create_stay(child, homes.hub, "2026-11-29", "2026-11-30", StayState.AGREED, bed=bed)
    with pytest.raises(JustTaken, match="Moira has no bed free on Sun 29 Nov"):
        take_offer(sees(homes.anita), to_answer(ask_id, homes.hub))
    with pytest.raises(NoBedFree, match="say why in the box"):
        take_offer(sees(homes.liaison), to_answer(ask_id, homes.hub))
    assert (str(the_ask(ask_id).arrive_on), rows(Agreement.state)) == ("2026-11-27", [(GIVEN,)])


def test_the_agreement_for_a_child_who_has_a_stay_stands(homes: Households) -> None:
    sibling = trusted_child(homes, homes.patel, "LM")
    decided_by(StayAuthority.ASK_FIRST, homes.jb, sibling)
    (ask_id,) = ask_for_sleepover(
        sees(homes.anita), wanted(homes.hub, homes.okafor, children=(homes.jb, sibling), together=False)
    )
    for (agreement_id,) in rows(Agreement.id):
        settle_agreement(sees(homes.liaison), uuid.UUID(str(agreement_id)), is_given=True)
    agree(ask_id, homes.okafor, homes.okafors, "", sibling)
    offer_other_nights(sees(homes.moira), to_answer(ask_id, homes.hub), SAT, MON, "Friday is full.")
    assert take_offer(sees(homes.anita), to_answer(ask_id, homes.hub)) == []
    assert dict(rows(Agreement.child_id, Agreement.state)) == {homes.jb.id: WAITING, sibling.id: GIVEN}


def test_after_the_hubs_no_other_nights_are_another_question(homes: Households) -> None:
    ask_id = put_to_the_okafors_and(homes, homes.hub)
    say(homes, homes.okafor, is_given=False)
    offer_other_nights(sees(homes.okafors), to_answer(ask_id, homes.okafor), SAT, MON, "Sunday would do.")
    assert take_offer(sees(homes.anita), to_answer(ask_id, homes.okafor)) == []
    assert words() == {homes.okafor.id: WAITING}
    say(homes, homes.okafor, is_given=False)
    assert answers(ask_id) == {"Moira": AnswerState.WAITING, "Okafor": AnswerState.DECLINED}
    change_nights(sees(homes.anita), Part(ask_id, the_ask(ask_id).version), SAT, MON + dt.timedelta(days=1))
    assert words() == {homes.okafor.id: WAITING}
    say(homes, homes.okafor, is_given=True)
    agree(ask_id, homes.okafor, homes.okafors)
    assert state_of(ask_id) is AskState.AGREED


@pytest.mark.parametrize("act", ["take", "change", "change what is agreed"])
def test_the_nights_change_with_a_home_of_another_constellation_too(homes: Households, act: str) -> None:
    decided_by(StayAuthority.DELEGATED, homes.jb)
    far = factories.create_home(homes.service, "Far")
    factories.join(far, factories.create_constellation(homes.service, "Hilltop"))
    ask_id = ask_for(homes)
    ask_another_home(sees(homes.manager), ask_id, the_ask(ask_id).version, far.id)
    if act == "take":
        offer_other_nights(sees(homes.manager), to_answer(ask_id, far), SAT, MON)
        assert len(take_offer(sees(homes.anita), to_answer(ask_id, far))) == 1
        return
    if act == "change what is agreed":
        agree(ask_id, far, homes.manager)
    assert change_nights(sees(homes.anita), Part(ask_id, the_ask(ask_id).version), SAT, MON) == 1
    (open_id,) = [row[0] for row in rows(Ask.id, Ask.state) if row[1] is AskState.OPEN]
    assert answers(uuid.UUID(str(open_id)))["Far"] is AnswerState.WAITING
