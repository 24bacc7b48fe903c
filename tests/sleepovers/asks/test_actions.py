"""Asking for sleepovers, asking one more home, and taking an ask back."""

import uuid

import pytest
import time_machine
from flask import Flask

from constellations.core.database import transaction
from constellations.core.errors import Forbidden, NotFound, RoostError
from constellations.rules import HomeStatus, StayAuthority
from sleepovers.asks import rules
from sleepovers.asks.actions import ask_another_home, ask_for_sleepover, withdraw_ask
from sleepovers.asks.answering.actions import decline_ask
from sleepovers.asks.models import Ask
from sleepovers.asks.queries import whole
from sleepovers.asks.rules import StepTaken
from sleepovers.asks.wanted import Wanted
from sleepovers.booking.refusals import CheckRefused, HomeTakesNobody, LivesThere, SleepsElsewhere
from sleepovers.models import Stay
from sleepovers.rules import AnswerState, AskState, Moment
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
    trusted_child,
    wanted,
)
from tests.sleepovers.households import Households, acts, sees

WAITING, NOT_NEEDED = AnswerState.WAITING, AnswerState.NOT_NEEDED


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


def asks_stored() -> int:
    return len(rows(Ask.id))


def test_a_carer_asks_two_homes_and_both_hear_of_it(homes: Households) -> None:
    found: list[uuid.UUID] = []
    wish = wanted(homes.hub, homes.okafor, children=(homes.jb,))
    news = heard(lambda: found.extend(ask_for_sleepover(sees(homes.anita), wish)))
    (ask_id,) = found
    ask = the_ask(ask_id)
    assert (ask.state, ask.asked_by, ask.series_id) == (AskState.OPEN, homes.anita.id, None)
    assert answers(ask_id) == {"Moira": WAITING, "Okafor": WAITING}
    assert [child.id for child in whole(the_ask(ask_id)).children] == [homes.jb.id]
    assert timeline(ask_id) == [(StepTaken.ASKED, False)]
    assert acts(ask_id) == ["asked_for_sleepover"]
    assert rows(Stay.id) == [], "an ask takes no bed"
    assert set(news.words) == {"Moira Hale", "Tom Hale", "Chi Okafor", "Dee Marsh"}
    assert news.mailed == {"Moira Hale", "Tom Hale", "Chi Okafor"}
    assert news.words["Tom Hale"] == ["You are asked for a sleepover: Fri 27 Nov, 2 nights."]


def test_staff_ask_in_a_carers_place_and_it_is_marked_so(homes: Households) -> None:
    ask_id = ask_for(homes, by="liaison")
    assert timeline(ask_id) == [(StepTaken.ASKED, True)]
    assert the_ask(ask_id).asked_by == homes.liaison.id


def test_repeated_weekends_are_asks_of_their_own_in_one_series(homes: Households) -> None:
    found = ask_for_sleepover(sees(homes.anita), wanted(homes.hub, children=(homes.jb,), weeks=3))
    stored = [the_ask(ask_id) for ask_id in found]
    assert [str(ask.arrive_on) for ask in stored] == ["2026-11-27", "2026-12-04", "2026-12-11"]
    (series,) = {ask.series_id for ask in stored}
    assert series is not None


def test_repeated_weekends_are_stored_all_or_none(homes: Households) -> None:
    factories.create_stay(homes.jb, homes.okafor, "2026-12-05", "2026-12-06")
    with pytest.raises(SleepsElsewhere, match="JB is down for another stay on Sat 5 Dec"):
        ask_for_sleepover(sees(homes.anita), wanted(homes.hub, children=(homes.jb,), weeks=3))
    assert asks_stored() == 0


def test_what_is_ticked_twice_is_asked_for_once(homes: Households) -> None:
    wish = wanted(homes.hub, homes.hub, children=(homes.jb, homes.jb))
    (ask_id,) = ask_for_sleepover(sees(homes.anita), wish)
    assert len(whole(the_ask(ask_id)).children) == len(answers(ask_id)) == 1


@pytest.mark.parametrize(
    ("arrive", "depart", "broken"),
    [
        ("2026-11-21", "2026-11-23", rules.PastNights),
        ("2028-01-07", "2028-01-09", rules.TooFarAhead),
        ("2026-11-27", "2026-11-27", rules.NoNight),
        ("2026-11-27", "2026-12-25", rules.TooLong),
    ],
)
def test_nights_that_nobody_may_ask_for(homes: Households, arrive: str, depart: str, broken: type[RoostError]) -> None:
    with pytest.raises(broken):
        ask_for_sleepover(sees(homes.anita), wanted(homes.hub, children=(homes.jb,), arrive=arrive, depart=depart))
    assert asks_stored() == 0


@pytest.mark.parametrize(
    ("children", "hosts", "weeks", "broken"),
    [
        (0, 1, 1, rules.NobodyChosen),
        (1, 0, 1, rules.NoHomeChosen),
        (rules.MOST_CHILDREN + 1, 1, 1, rules.TooMany),
        (1, rules.MOST_HOMES + 1, 1, rules.TooMany),
        (1, 1, rules.MOST_REPEATS + 1, rules.TooMany),
        (1, 1, 0, rules.TooMany),
        (1, 1, 1, NotFound),
    ],
)
def test_nothing_and_too_much_are_not_asked_for(
    homes: Households, children: int, hosts: int, weeks: int, broken: type[RoostError]
) -> None:
    nobody = tuple(uuid.uuid4() for _ in range(25))
    ends = Moment.parse("2026-11-27"), Moment.parse("2026-11-29")
    with pytest.raises(broken):
        ask_for_sleepover(sees(homes.anita), Wanted(nobody[:children], nobody[:hosts], *ends, weeks=weeks))


def test_a_carer_asks_for_the_children_of_the_own_home_alone(homes: Households) -> None:
    for children in ((homes.ak,), (homes.jb, homes.ak)):
        with pytest.raises(rules.NotTheirsToAsk):
            ask_for_sleepover(sees(homes.anita), wanted(homes.hub, children=children))
    with pytest.raises(Forbidden):
        ask_for_sleepover(sees(homes.finance), wanted(homes.hub, children=(homes.jb,)))
    assert asks_stored() == 0


def test_homes_and_children_of_others_are_not_there(homes: Households) -> None:
    elsewhere = factories.create_service()
    home = factories.create_home(elsewhere)
    child = factories.create_child(elsewhere, home)
    unnamed = factories.create_child(homes.service, homes.patel, "?")
    with transaction():
        unnamed.is_unnamed = True
    for host, one in ((home, homes.jb), (homes.hub, child), (homes.hub, unnamed)):
        with pytest.raises(NotFound):
            ask_for_sleepover(sees(homes.manager), wanted(host, children=(one,)))
    assert asks_stored() == 0


def test_what_no_answer_can_mend_is_refused_at_once(homes: Households) -> None:
    away = factories.create_home(homes.service, "Away", status=HomeStatus.AWAY)
    factories.join(away, homes.constellation)
    for by in (homes.anita, homes.liaison):
        with pytest.raises(LivesThere, match="Choose another home"):
            ask_for_sleepover(sees(by), wanted(homes.patel, children=(homes.jb,)))
    with pytest.raises(HomeTakesNobody, match="Away is away on Fri 27 Nov"):
        ask_for(homes, away)
    assert asks_stored() == 0
    assert state_of(ask_for(homes, away, by="liaison")) is AskState.OPEN, "staff may put it to the home all the same"


def test_a_child_who_may_not_sleep_elsewhere_is_asked_for_by_staff_alone(homes: Households) -> None:
    decided_by(StayAuthority.NOT_ALLOWED, homes.jb)
    with pytest.raises(CheckRefused, match="JB may not sleep elsewhere"):
        ask_for(homes)
    assert state_of(ask_for(homes, by="liaison")) is AskState.OPEN


def test_a_full_home_may_be_asked(homes: Households) -> None:
    full = factories.create_home(homes.service, "Full", beds=0)
    factories.join(full, homes.constellation)
    assert state_of(ask_for(homes, full)) is AskState.OPEN


def test_the_button_pressed_twice_asks_once(homes: Households) -> None:
    ask_for(homes)
    with pytest.raises(rules.AskedAlready, match="Moira has been asked for these nights already"):
        ask_for(homes, arrive="2026-11-28")
    assert asks_stored() == 1
    assert state_of(ask_for(homes, homes.okafor)) is AskState.OPEN, "another home may be asked for the same nights"


def test_one_more_home_is_asked(homes: Households) -> None:
    ask_id = ask_for(homes)
    version = the_ask(ask_id).version
    news = heard(lambda: ask_another_home(sees(homes.anita), ask_id, version, homes.okafor.id))
    assert answers(ask_id) == {"Moira": WAITING, "Okafor": WAITING}
    assert sorted(acts(ask_id)) == ["asked_another_home", "asked_for_sleepover"]
    assert news.mailed == {"Chi Okafor"}
    with pytest.raises(rules.AskOvertaken):
        ask_another_home(sees(homes.anita), ask_id, version, homes.okafor.id)
    with pytest.raises(rules.AskedAlready):
        ask_another_home(sees(homes.anita), ask_id, version + 1, homes.okafor.id)


def test_a_home_that_has_answered_is_not_asked_again(homes: Households) -> None:
    ask_id = ask_for(homes, homes.hub, homes.okafor)
    decline_ask(sees(homes.okafors), to_answer(ask_id, homes.okafor), "We are full.")
    with pytest.raises(rules.AlreadyAnswered, match="Okafor has answered this already"):
        ask_another_home(sees(homes.anita), ask_id, the_ask(ask_id).version, homes.okafor.id)


def test_another_home_is_asked_by_the_childs_home_or_staff_and_within_the_service(homes: Households) -> None:
    ask_id = ask_for(homes)
    foreign = factories.create_home(factories.create_service())
    version = the_ask(ask_id).version
    with pytest.raises(rules.NotTheirsToAsk):
        ask_another_home(sees(homes.moira), ask_id, version, homes.okafor.id)
    with pytest.raises(NotFound):
        ask_another_home(sees(homes.manager), ask_id, version, foreign.id)
    with pytest.raises(NotFound):
        ask_another_home(sees(homes.okafors), ask_id, version, homes.okafor.id)
    assert answers(ask_id) == {"Moira": WAITING}


def test_nobody_is_asked_for_nights_that_have_begun(homes: Households, clock: time_machine.Traveller) -> None:
    ask_id = ask_for(homes)
    clock.move_to("2026-11-28T03:00Z")
    with pytest.raises(rules.NoLongerOpen, match="The nights of this ask are over"):
        ask_another_home(sees(homes.anita), ask_id, 1, homes.okafor.id)


def test_another_home_is_asked_for_the_child_who_has_no_stay_yet(homes: Households) -> None:
    sibling = trusted_child(homes, homes.patel, "LM")
    wish = wanted(homes.hub, homes.okafor, children=(homes.jb, sibling), together=False)
    (ask_id,) = ask_for_sleepover(sees(homes.anita), wish)
    agree(ask_id, homes.hub, homes.moira, "", homes.jb)
    third = factories.create_home(homes.service, "Third")
    factories.join(third, homes.constellation)
    ask_another_home(sees(homes.anita), ask_id, the_ask(ask_id).version, third.id)
    assert answers(ask_id)["Third"] is WAITING


def test_an_ask_is_taken_back(homes: Households) -> None:
    ask_id = ask_for(homes, homes.hub, homes.okafor)
    news = heard(lambda: withdraw_ask(sees(homes.anita), ask_id, 1, "Her plans changed."))
    ask = the_ask(ask_id)
    assert (ask.state, ask.reason, ask.ended_at is None) == (AskState.WITHDRAWN, "Her plans changed.", False)
    assert answers(ask_id) == {"Moira": NOT_NEEDED, "Okafor": NOT_NEEDED}
    assert timeline(ask_id) == [(StepTaken.ASKED, False), (StepTaken.WITHDRAWN, False)]
    assert sorted(acts(ask_id)) == ["asked_for_sleepover", "withdrew_ask"]
    assert news.mailed == set(news.words) == {"Moira Hale", "Tom Hale", "Chi Okafor", "Dee Marsh"}
    with pytest.raises(rules.NoLongerOpen, match="This ask was withdrawn"):
        withdraw_ask(sees(homes.anita), ask_id, ask.version)


def test_an_ask_is_taken_back_by_the_childs_home_or_staff_on_the_newest_page(homes: Households) -> None:
    ask_id = ask_for(homes)
    with pytest.raises(rules.NotTheirsToAsk):
        withdraw_ask(sees(homes.moira), ask_id, 1)
    with pytest.raises(rules.AskOvertaken):
        withdraw_ask(sees(homes.anita), ask_id, 7)
    with pytest.raises(NotFound):
        withdraw_ask(sees(homes.okafors), ask_id, 1)
    withdraw_ask(sees(homes.liaison), ask_id, 1)
    assert timeline(ask_id) == [(StepTaken.ASKED, False), (StepTaken.WITHDRAWN, True)]


def test_a_child_who_has_a_stay_keeps_it_when_the_rest_is_taken_back(homes: Households) -> None:
    sibling = trusted_child(homes, homes.patel, "LM")
    wish = wanted(homes.hub, homes.okafor, children=(homes.jb, sibling), together=False)
    (ask_id,) = ask_for_sleepover(sees(homes.anita), wish)
    agree(ask_id, homes.hub, homes.moira, "", homes.jb)
    news = heard(lambda: withdraw_ask(sees(homes.anita), ask_id, the_ask(ask_id).version))
    assert set(news.words) == {"Chi Okafor", "Dee Marsh"}, "Moira's home keeps the child that it has"
    assert state_of(ask_id) is AskState.AGREED
    assert len(stays_from(ask_id)) == 1
    assert answers(ask_id) == {"Moira": AnswerState.AGREED, "Okafor": NOT_NEEDED}
