"""Agreeing to an ask: stays, nights and beds, for one child or several, and what is refused."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.children.models import Child, NotTogether
from constellations.core.database import database
from constellations.core.errors import Forbidden, NotFound
from sleepovers.asks import rules
from sleepovers.asks.actions import ask_for_sleepover, withdraw_ask
from sleepovers.asks.answering.actions import Asked, agree_to_ask, decline_ask
from sleepovers.asks.models import Ask, Step
from sleepovers.asks.rules import StepTaken
from sleepovers.booking.refusals import CheckRefused, JustTaken, NoBedFree, SleepsElsewhere
from sleepovers.models import Stay
from sleepovers.rules import AnswerState, AskState, StayKind, StayState
from tests import factories
from tests.queries import count_queries
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
from tests.sleepovers.households import Households, acts, audited, beds, sees

AGREED, DECLINED, NOT_NEEDED = AnswerState.AGREED, AnswerState.DECLINED, AnswerState.NOT_NEEDED


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


def fill(homes: Households, night: str = "2026-11-28", beds: int = 2) -> None:
    """Let others have the beds of the hub for one night."""
    day = dt.date.fromisoformat(night)
    for bed in range(1, beds + 1):
        child = factories.create_child(homes.service, homes.okafor, f"X{bed}")
        factories.create_stay(child, homes.hub, night, str(day + dt.timedelta(days=1)), StayState.AGREED, bed=bed)


def test_a_home_agrees_and_the_child_has_a_bed_for_every_night(homes: Households) -> None:
    ask_id = ask_for(homes, homes.hub, homes.okafor)
    news = heard(lambda: agree(ask_id, homes.hub, homes.moira))
    (stay,) = stays_from(ask_id)
    ask = the_ask(ask_id)
    assert (ask.state, ask.ended_at is None, ask.reason) == (AskState.AGREED, False, None)
    assert answers(ask_id) == {"Moira": AGREED, "Okafor": NOT_NEEDED}
    assert (stay.key, stay.state, stay.kind) == (ask.key, StayState.AGREED, StayKind.PLANNED)
    assert (stay.child_id, stay.host_id, str(stay.depart_on)) == (homes.jb.id, homes.hub.id, "2026-11-29")
    assert beds(stay) == {"2026-11-27": 1, "2026-11-28": 1}
    assert timeline(ask_id) == [(StepTaken.AGREED, False), (StepTaken.ASKED, False)]
    assert sorted(acts(ask_id)) == ["agreed", "asked_for_sleepover"]
    assert audited(stay.id) == [("agreed_to_stay", "host_id;state")]
    assert news.mailed == {"Tom Hale", "Anita Patel", "Dee Marsh"}, "not the one who did it"
    assert news.words["Anita Patel"] == ["A sleepover is agreed: Fri 27 Nov, 2 nights."]
    assert news.words["Chi Okafor"] == [
        "A sleepover that you were asked for is sorted: Fri 27 Nov, 2 nights. Thank you."
    ]


def test_staff_agree_in_a_carers_place_and_who_asked_hears_of_it(homes: Households) -> None:
    ask_id = ask_for(homes, by="manager")
    news = heard(lambda: agree(ask_id, homes.hub, homes.liaison))
    assert (StepTaken.AGREED, True) in timeline(ask_id)
    assert news.mailed == {"Moira Hale", "Tom Hale", "Anita Patel", "Sam Ode"}


def test_the_bed_that_was_free_a_moment_ago_is_said_to_be_taken_and_who_has_one(homes: Households) -> None:
    factories.join(factories.create_home(homes.service, "Brook"), homes.constellation)
    ask_id = ask_for(homes)
    fill(homes)
    with pytest.raises(JustTaken) as told:
        agree(ask_id, homes.hub, homes.moira)
    assert told.value.words == "Moira has no bed free on Sat 28 Nov: it was just taken. Brook has one free.", (
        "the Okafors have a bed, and as many children as they may"
    )
    assert (state_of(ask_id), stays_from(ask_id)) == (AskState.OPEN, [])


def test_staff_let_a_child_sleep_beyond_the_beds_with_a_reason_that_is_written_down(homes: Households) -> None:
    ask_id = ask_for(homes)
    fill(homes)
    with pytest.raises(NoBedFree, match="say why in the box for the reason"):
        agree(ask_id, homes.hub, homes.liaison)
    agree(ask_id, homes.hub, homes.liaison, "Mother in hospital.")
    (stay,) = stays_from(ask_id)
    assert beds(stay) == {"2026-11-27": 1, "2026-11-28": "over"}
    assert ("overruled_check", "no_bed") in audited(stay.id)
    assert (StepTaken.OVERRULED, "Mother in hospital.") in rows(Step.taken, Step.reason)


def test_a_carers_reason_overrules_nothing(homes: Households) -> None:
    lone = trusted_child(homes, homes.hub, "LM")
    factories.stored(NotTogether(first_id=min(lone.id, homes.jb.id), second_id=max(lone.id, homes.jb.id)))
    ask_id = ask_for(homes)
    with pytest.raises(CheckRefused) as told:
        agree(ask_id, homes.hub, homes.moira, "They get on well.")
    assert told.value.words == (
        "Your liaison worker has to look at this one first. "
        "Choose other nights or another home, or ask your liaison worker, who can allow it."
    )
    with pytest.raises(CheckRefused, match="JB must not be together with a child who is there on Fri 27 Nov"):
        agree(ask_id, homes.hub, homes.liaison)
    agree(ask_id, homes.hub, homes.liaison, "They are never alone.")
    assert ("overruled_check", "not_together") in audited(stays_from(ask_id)[0].id)


def test_no_reason_puts_a_child_into_two_places(homes: Households) -> None:
    ask_id, other = ask_for(homes), ask_for(homes, homes.okafor)
    agree(other, homes.okafor, homes.okafors)
    for person in (homes.moira, homes.liaison):
        with pytest.raises(SleepsElsewhere, match="That stay has to be put right first"):
            agree(ask_id, homes.hub, person, "Please.")
    assert stays_from(ask_id) == []


def two_children(homes: Households, together: bool) -> tuple[Ask, Child]:
    """An ask for JB and LM to the hub and the Okafors; gives LM too."""
    sibling = trusted_child(homes, homes.patel, "LM", key="a")
    wish = wanted(homes.hub, homes.okafor, children=(homes.jb, sibling), together=together)
    return the_ask(ask_for_sleepover(sees(homes.anita), wish)[0]), sibling


def test_children_who_stay_together_get_a_bed_each(homes: Households) -> None:
    ask, sibling = two_children(homes, together=True)
    assert len(agree(ask.id, homes.hub, homes.moira, "", homes.jb)) == 2
    first, second = stays_from(ask.id)
    assert {first.child_id, second.child_id} == {homes.jb.id, sibling.id}
    assert [first.key, second.key] == [f"{ask.key}-1", f"{ask.key}-2"]
    assert {beds(first)["2026-11-28"], beds(second)["2026-11-28"]} == {1, 2}
    assert state_of(ask.id) is AskState.AGREED


def test_children_who_stay_together_are_not_parted_by_the_last_bed(homes: Households) -> None:
    ask, _ = two_children(homes, together=True)
    fill(homes, beds=1)
    with pytest.raises(JustTaken):
        agree(ask.id, homes.hub, homes.moira)
    assert stays_from(ask.id) == []


def test_children_who_may_be_apart_go_home_by_home_and_then_all_is_agreed(homes: Households) -> None:
    ask, sibling = two_children(homes, together=False)
    agree(ask.id, homes.hub, homes.moira, "", sibling)
    assert state_of(ask.id) is AskState.OPEN
    with pytest.raises(rules.NobodyChosen):
        agree(ask.id, homes.okafor, homes.okafors, "", sibling)
    agree(ask.id, homes.okafor, homes.okafors)
    assert {(stay.child_id, stay.host_id) for stay in stays_from(ask.id)} == {
        (homes.jb.id, homes.okafor.id),
        (sibling.id, homes.hub.id),
    }
    assert state_of(ask.id) is AskState.AGREED


@pytest.mark.parametrize("declines_first", [True, False])
def test_an_ask_ends_when_no_home_is_left_for_the_other_child(homes: Households, declines_first: bool) -> None:
    ask, _ = two_children(homes, together=False)
    for declines in (declines_first, not declines_first):
        if declines:
            decline_ask(sees(homes.okafors), to_answer(ask.id, homes.okafor), "No bed.")
        else:
            agree(ask.id, homes.hub, homes.moira, "", homes.jb)
    assert state_of(ask.id) is AskState.AGREED
    assert answers(ask.id) == {"Moira": AGREED, "Okafor": DECLINED}


def test_a_home_may_change_its_mind_while_the_ask_is_open(homes: Households) -> None:
    ask_id = ask_for(homes, homes.hub, homes.okafor)
    decline_ask(sees(homes.moira), to_answer(ask_id, homes.hub), "Away.")
    agree(ask_id, homes.hub, homes.tom)
    assert (state_of(ask_id), len(stays_from(ask_id))) == (AskState.AGREED, 1)


def test_who_may_not_agree_is_told_why(homes: Households, clock: time_machine.Traveller) -> None:
    ask_id = ask_for(homes, homes.hub, homes.okafor)
    with pytest.raises(rules.NotTheirsToAnswer):
        agree(ask_id, homes.hub, homes.okafors)
    with pytest.raises(rules.NotTheirsToAnswer):
        agree(ask_id, homes.hub, homes.anita)
    with pytest.raises(NotFound):
        agree(ask_id, homes.patel, homes.anita)
    with pytest.raises(Forbidden):
        agree(ask_id, homes.hub, homes.finance)
    with pytest.raises(rules.AskOvertaken):
        agree_to_ask(sees(homes.moira), Asked(ask_id, homes.hub.id, 7))
    clock.move_to("2026-11-28T03:00Z")
    with pytest.raises(rules.NoLongerOpen, match="The nights of this ask are over"):
        agree(ask_id, homes.hub, homes.moira)
    assert rows(Stay.id) == []


def test_what_was_withdrawn_or_agreed_is_not_agreed_to(homes: Households) -> None:
    ask_id = ask_for(homes)
    withdraw_ask(sees(homes.anita), ask_id, 1)
    with pytest.raises(rules.NoLongerOpen, match="This ask was withdrawn"):
        agree_to_ask(sees(homes.moira), Asked(ask_id, homes.hub.id, 1))
    ask_id = ask_for(homes, homes.hub, homes.okafor)
    agree(ask_id, homes.hub, homes.moira)
    with pytest.raises(rules.NoLongerOpen, match="agreed already"):
        agree_to_ask(sees(homes.okafors), Asked(ask_id, homes.okafor.id, 1))


def test_a_child_who_is_moved_in_the_small_hours_leaves_that_night_to_the_later_stay(homes: Households) -> None:
    first = homes.stay("2026-11-20", "2026-11-22T02:00", host=homes.okafor)
    ask_id = ask_for(homes, arrive="2026-11-22T02:30")
    agree(ask_id, homes.hub, homes.moira)
    assert beds(stays_from(ask_id)[0])["2026-11-21"] == 1
    assert "2026-11-21" not in beds(first)


def test_a_night_that_one_child_leaves_is_not_taken_from_another_child(homes: Households) -> None:
    sibling = trusted_child(homes, homes.patel, "LM")
    homes.stay("2026-11-20", "2026-11-22T02:00", host=homes.okafor)
    other = factories.create_stay(sibling, homes.okafor, "2026-11-20", "2026-11-22", StayState.AGREED, bed=2)
    wish = wanted(homes.hub, children=(homes.jb, sibling), arrive="2026-11-22T02:30", depart="2026-11-23")
    with pytest.raises(SleepsElsewhere, match="LM is down for another stay on Sat 21 Nov"):
        ask_for_sleepover(sees(homes.liaison), wish)
    asked = factories.create_ask((homes.jb, sibling), (homes.hub,), "2026-11-22T02:30", "2026-11-23")
    with pytest.raises(SleepsElsewhere):
        agree(asked.id, homes.hub, homes.moira)
    assert set(beds(other)) == {"2026-11-20", "2026-11-21"}


def test_the_children_are_held_before_the_home_as_by_everybody(homes: Households) -> None:
    ask_id = ask_for(homes)
    with count_queries(database().engine) as sent:
        agree(ask_id, homes.hub, homes.moira)
    order = [" ".join(statement.split()) for statement in sent]
    child = next(at for at, each in enumerate(order) if each.startswith("SELECT child.id FROM child WHERE child.id IN"))
    home = next(at for at, each in enumerate(order) if each.startswith("SELECT home.id FROM home WHERE home.id ="))
    assert child < home
