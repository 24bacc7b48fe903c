"""Offering other nights or another home, declining, and taking what was offered."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from flask import Flask

from constellations.core.errors import NotFound, RoostError
from constellations.rules import HomeStatus, StayAuthority
from sleepovers.asks import rules
from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.answering.actions import (
    Asked,
    decline_ask,
    offer_other_home,
    offer_other_nights,
    take_offer,
)
from sleepovers.asks.models import Answer
from sleepovers.asks.rules import StepTaken
from sleepovers.asks.wanted import Wanted
from sleepovers.booking.refusals import AgreementMissing, HomeTakesNobody, JustTaken, LivesThere, NoBedFree
from sleepovers.rules import AnswerState, AskState, Moment, StayState
from tests import factories
from tests.factories import decided_by
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
)
from tests.sleepovers.households import Households, acts, audited, beds, day, sees

WAITING, DECLINED, OTHER_NIGHTS, OTHER_HOME = (
    AnswerState.WAITING,
    AnswerState.DECLINED,
    AnswerState.OTHER_NIGHTS,
    AnswerState.OTHER_HOME,
)
SAT, MON = dt.date(2026, 11, 28), dt.date(2026, 11, 30)


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


def offer(homes: Households, asked: Asked, by: str = "moira", first: dt.date = SAT, last: dt.date = MON) -> None:
    """Offer Saturday and Sunday instead of Friday and Saturday."""
    offer_other_nights(sees(getattr(homes, by)), asked, first, last, "Friday is full.")


def fill(homes: Households) -> None:
    """Let others have both beds of the hub on Sunday night."""
    for bed in (1, 2):
        child = factories.create_child(homes.service, homes.okafor, f"X{bed}")
        factories.create_stay(child, homes.hub, "2026-11-29", "2026-11-30", StayState.AGREED, bed=bed)


def test_other_nights_are_offered_and_taken(homes: Households) -> None:
    ask_id = ask_for(homes, homes.hub, homes.okafor)
    news = heard(lambda: offer(homes, to_answer(ask_id, homes.hub)))
    assert news.mailed == {"Anita Patel"}
    assert answers(ask_id) == {"Moira": OTHER_NIGHTS, "Okafor": WAITING}
    assert (state_of(ask_id), stays_from(ask_id)) == (AskState.OPEN, [])
    taken = heard(lambda: take_offer(sees(homes.anita), to_answer(ask_id, homes.hub)))
    (stay,) = stays_from(ask_id)
    assert beds(stay) == {"2026-11-28": 1, "2026-11-29": 1}
    assert (state_of(ask_id), stay.state) == (AskState.AGREED, StayState.AGREED)
    assert answers(ask_id) == {"Moira": AnswerState.AGREED, "Okafor": AnswerState.NOT_NEEDED}
    assert taken.mailed == {"Moira Hale", "Tom Hale", "Dee Marsh"}
    assert taken.words["Tom Hale"] == ["A sleepover is agreed: Sat 28 Nov, 2 nights."]
    assert {step for step, _ in timeline(ask_id)} == {
        StepTaken.ASKED,
        StepTaken.OFFERED_NIGHTS,
        StepTaken.TOOK_OFFER,
        StepTaken.AGREED,
    }
    assert set(acts(ask_id)) == {"asked_for_sleepover", "offered_nights", "took_offer", "agreed"}


def test_an_offered_bed_that_is_gone_is_said_to_be_taken(homes: Households) -> None:
    ask_id = ask_for(homes)
    offer(homes, to_answer(ask_id, homes.hub))
    fill(homes)
    with pytest.raises(JustTaken, match="Moira has no bed free on Sun 29 Nov"):
        take_offer(sees(homes.anita), to_answer(ask_id, homes.hub))
    ask = the_ask(ask_id)
    assert (ask.state, str(ask.arrive_on)) == (AskState.OPEN, "2026-11-27"), "nothing of it is stored"
    with pytest.raises(NoBedFree):
        take_offer(sees(homes.liaison), to_answer(ask_id, homes.hub))
    take_offer(sees(homes.liaison), to_answer(ask_id, homes.hub), "A mattress for one night.")
    (stay,) = stays_from(ask_id)
    assert beds(stay) == {"2026-11-28": 1, "2026-11-29": "over"}
    assert ("overruled_check", "no_bed") in audited(stay.id)


def test_a_home_offers_only_nights_for_which_it_has_a_bed(homes: Households) -> None:
    ask_id = ask_for(homes)
    fill(homes)
    with pytest.raises(NoBedFree, match="Sun 29 Nov"):
        offer(homes, to_answer(ask_id, homes.hub))
    offer(homes, to_answer(ask_id, homes.hub), by="liaison")
    assert answers(ask_id) == {"Moira": OTHER_NIGHTS}, "staff may, and say why when it is taken"
    assert StepTaken.OVERRULED not in {step for step, _ in timeline(ask_id)}


def test_other_nights_may_be_offered_before_whoever_decides_has_agreed(homes: Households) -> None:
    decided_by(StayAuthority.ASK_FIRST, homes.jb)
    ask_id = ask_for(homes)
    offer(homes, to_answer(ask_id, homes.hub))
    with pytest.raises(AgreementMissing, match="JB’s social worker has to agree first"):
        take_offer(sees(homes.anita), to_answer(ask_id, homes.hub))
    assert answers(ask_id) == {"Moira": OTHER_NIGHTS}


@pytest.mark.parametrize(
    ("first", "last", "broken"),
    [
        ("2026-11-27", "2026-11-29", rules.SameNights),
        ("2026-11-21", "2026-11-23", rules.PastNights),
        ("2026-11-28", "2026-11-28", rules.NoNight),
        ("2026-11-28", "2026-12-26", rules.TooLong),
    ],
)
def test_nights_that_are_no_offer(homes: Households, first: str, last: str, broken: type[RoostError]) -> None:
    ask_id = ask_for(homes)
    with pytest.raises(broken):
        offer(homes, to_answer(ask_id, homes.hub), "moira", day(first), day(last))
    assert answers(ask_id) == {"Moira": WAITING}


def test_the_night_of_the_same_days_is_another_one_for_who_comes_after_midnight(homes: Households) -> None:
    ends = Moment.parse("2026-11-27T01:30"), Moment(SAT)
    (ask_id,) = ask_for_sleepover(sees(homes.anita), Wanted((homes.jb.id,), (homes.hub.id,), *ends))
    offer(homes, to_answer(ask_id, homes.hub), "moira", dt.date(2026, 11, 27), SAT)
    assert answers(ask_id) == {"Moira": OTHER_NIGHTS}


def test_an_offer_is_taken_by_the_childs_home_where_there_is_one_and_in_time(
    homes: Households, clock: time_machine.Traveller
) -> None:
    ask_id = ask_for(homes, homes.hub, homes.okafor)
    with pytest.raises(rules.NoOffer):
        take_offer(sees(homes.anita), to_answer(ask_id, homes.hub))
    offer(homes, to_answer(ask_id, homes.hub))
    with pytest.raises(rules.NotTheirsToAsk):
        take_offer(sees(homes.moira), to_answer(ask_id, homes.hub))
    with pytest.raises(NotFound):
        take_offer(sees(homes.anita), to_answer(ask_id, homes.patel))
    with pytest.raises(rules.AskOvertaken):
        take_offer(sees(homes.anita), Asked(ask_id, homes.hub.id, 1))
    clock.move_to("2026-11-29T03:00Z")
    with pytest.raises(rules.NoLongerOpen, match="over"):
        take_offer(sees(homes.anita), to_answer(ask_id, homes.hub))
    assert stays_from(ask_id) == []


def test_a_home_that_offered_may_still_agree_to_what_was_asked(homes: Households) -> None:
    ask_id = ask_for(homes)
    offer(homes, to_answer(ask_id, homes.hub))
    agree(ask_id, homes.hub, homes.moira)
    assert list(beds(stays_from(ask_id)[0])) == ["2026-11-27", "2026-11-28"]


def test_another_home_is_named_and_asked_in_place_of_this_one(homes: Households) -> None:
    ask_id = ask_for(homes)
    news = heard(lambda: offer_other_home(sees(homes.moira), to_answer(ask_id, homes.hub), homes.okafor.id, "Full."))
    assert answers(ask_id) == {"Moira": OTHER_HOME, "Okafor": WAITING}
    assert (homes.okafor.id, homes.hub.id) in rows(Answer.home_id, Answer.suggested_by)
    assert (StepTaken.OFFERED_HOME, False) in timeline(ask_id)
    assert news.words["Chi Okafor"] == ["You are asked for a sleepover: Fri 27 Nov, 2 nights."]
    assert news.mailed == {"Chi Okafor", "Anita Patel"}
    with pytest.raises(rules.AlreadyAnswered, match="Moira has answered this already"):
        agree(ask_id, homes.hub, homes.moira)
    decline_ask(sees(homes.okafors), to_answer(ask_id, homes.okafor), "Away.")
    assert state_of(ask_id) is AskState.DECLINED


def test_a_home_that_cannot_be_asked_is_not_named(homes: Households) -> None:
    ask_id = ask_for(homes, homes.hub, homes.okafor)
    held = factories.create_home(homes.service, "Held", status=HomeStatus.ON_HOLD)
    factories.join(held, homes.constellation)
    foreign = factories.create_home(factories.create_service())
    asked, moira = to_answer(ask_id, homes.hub), sees(homes.moira)
    for other, broken in (
        (homes.okafor, rules.AskedAlready),
        (homes.hub, rules.AskedAlready),
        (homes.patel, LivesThere),
        (held, HomeTakesNobody),
        (foreign, NotFound),
    ):
        with pytest.raises(broken):
            offer_other_home(moira, asked, other.id)
    decline_ask(sees(homes.okafors), to_answer(ask_id, homes.okafor), "Full.")
    with pytest.raises(rules.AlreadyAnswered, match="Okafor has answered this already"):
        offer_other_home(moira, to_answer(ask_id, homes.hub), homes.okafor.id)
    with pytest.raises(NotFound):
        offer_other_home(sees(homes.manager), to_answer(ask_id, homes.hub), foreign.id)
    assert answers(ask_id) == {"Moira": WAITING, "Okafor": DECLINED}


def test_a_home_declines_with_a_reason_and_the_last_one_ends_the_ask(homes: Households) -> None:
    ask_id = ask_for(homes, homes.hub, homes.okafor)
    with pytest.raises(rules.NoReason):
        decline_ask(sees(homes.moira), to_answer(ask_id, homes.hub), "")
    news = heard(lambda: decline_ask(sees(homes.moira), to_answer(ask_id, homes.hub), "We are at a wedding."))
    assert news.mailed == {"Anita Patel"}
    assert (state_of(ask_id), answers(ask_id)) == (AskState.OPEN, {"Moira": DECLINED, "Okafor": WAITING})
    decline_ask(sees(homes.liaison), to_answer(ask_id, homes.okafor), "They are ill.")
    ask = the_ask(ask_id)
    assert (ask.state, ask.reason) == (AskState.DECLINED, "They are ill.")
    assert timeline(ask_id) == [(StepTaken.ASKED, False), (StepTaken.DECLINED, False), (StepTaken.DECLINED, True)]
    assert sorted(acts(ask_id)) == ["asked_for_sleepover", "declined", "declined"]
    assert ("We are at a wedding.", homes.moira.id) in rows(Answer.reason, Answer.answered_by)
    with pytest.raises(rules.NoLongerOpen, match="declined already"):
        decline_ask(sees(homes.moira), to_answer(ask_id, homes.hub), "Again.")


def test_every_answer_makes_the_pages_of_the_others_old(homes: Households) -> None:
    ask_id = ask_for(homes, homes.hub, homes.okafor)
    seen_before = to_answer(ask_id, homes.hub)
    decline_ask(sees(homes.okafors), to_answer(ask_id, homes.okafor), "Full.")
    answering: list[Callable[[], None]] = [
        lambda: decline_ask(sees(homes.moira), seen_before, "Full."),
        lambda: offer(homes, seen_before),
        lambda: offer_other_home(sees(homes.moira), seen_before, homes.patel.id),
    ]
    for says in answering:
        with pytest.raises(rules.AskOvertaken):
            says()
    assert answers(ask_id) == {"Moira": WAITING, "Okafor": DECLINED}
