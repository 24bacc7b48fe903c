"""A bed tonight: who is asked, who has the child, and what is said to everybody else."""

import datetime as dt
import uuid

import pytest
import time_machine
from flask import Flask

from constellations.core.errors import NotFound
from constellations.permissions import Role
from constellations.rules import StayAuthority
from sleepovers.asks.actions import withdraw_ask
from sleepovers.asks.answering.actions import agree_to_ask
from sleepovers.asks.rules import NobodyChosen, NoLongerOpen, NotTheirsToAnswer, NotTheirsToAsk
from sleepovers.booking.refusals import HomeTakesNobody, SleepsElsewhere
from sleepovers.emergencies import actions, rules
from sleepovers.emergencies.rules import Outcome, Rung
from sleepovers.rules import AnswerState, AskState
from tests import factories
from tests.alerts import outbox
from tests.factories import changed
from tests.sleepovers.asks.asking import answers, make_trusted_households, state_of, stays_from, the_ask, to_answer
from tests.sleepovers.emergencies.sending import (
    MINUTE,
    climb,
    cover,
    known,
    move_jb,
    put_on_hold,
    send,
    stands,
    told,
)
from tests.sleepovers.households import Households, acts, nights_of_stay, sees

EVENING = dt.datetime(2026, 11, 22, 22, 30, tzinfo=dt.UTC)
WAITING = AnswerState.WAITING


@pytest.fixture
def homes(app: Flask, clock: time_machine.Traveller) -> Households:
    """The households, late in the evening: everybody's quiet hours."""
    clock.move_to(EVENING)
    return make_trusted_households()


class TestSending:
    def test_the_hub_is_asked_first_and_hears_of_it_at_any_hour(self, homes: Households) -> None:
        ask_id = send(homes)
        assert answers(ask_id) == {"Moira": WAITING}
        assert stands(ask_id) is Rung.HUB
        assert told(homes.moira) == ["You are asked for a sleepover: Sun 22 Nov, 1 night."]
        assert told(homes.liaison) == ["A sleepover was asked for: Sun 22 Nov, 1 night."]
        assert {mail.address for mail in outbox()} == {homes.moira.email, homes.tom.email}
        assert acts(ask_id) == ["asked_for_sleepover"]

    def test_sent_twice_it_is_one(self, homes: Households) -> None:
        assert send(homes) == send(homes)

    def test_of_brothers_of_whom_one_is_sought_the_other_is_asked_for_alone(self, homes: Households) -> None:
        mb = factories.create_child(homes.service, homes.patel, "MB", authority=StayAuthority.DELEGATED)
        send(homes)
        with pytest.raises(rules.SoughtAlready):
            actions.ask_in_emergency(sees(homes.anita), [homes.jb.id, mb.id])
        assert state_of(actions.ask_in_emergency(sees(homes.anita), [mb.id])) is AskState.OPEN

    def test_where_nobody_can_the_liaison_worker_and_who_asks_hear_at_once(self, homes: Households) -> None:
        put_on_hold(homes.hub, homes.okafor)
        ask_id = send(homes)
        assert answers(ask_id) == {}
        assert stands(ask_id) is Rung.STAFF
        assert told(homes.anita) == [
            "No home has said yes yet: Sun 22 Nov, 1 night. Do not wait longer: phone out of hours."
        ]
        assert "A child needs a bed and no home has said yes: Sun 22 Nov, 1 night. Please phone round." in told(
            homes.liaison
        )
        assert {homes.anita.email, homes.liaison.email} <= {mail.address for mail in outbox()}

    def test_without_a_liaison_worker_the_managers_are_called(self, homes: Households, app: Flask) -> None:
        elsewhere = factories.create_constellation(homes.service)
        home = factories.create_home(homes.service)
        factories.join(home, elsewhere)
        child = factories.create_child(homes.service, home, authority=StayAuthority.DELEGATED)
        carer = factories.create_person(Role.SATELLITE_CARER, home=home)
        actions.ask_in_emergency(sees(carer), [child.id])
        assert any("Please phone round." in words for words in told(homes.manager))

    def test_a_home_that_is_full_or_away_is_left_in_peace(self, homes: Households) -> None:
        for bed, initials in ((1, "YY"), (2, "ZZ")):
            child = factories.create_child(homes.service, homes.okafor, initials)
            factories.create_stay(child, homes.hub, "2026-11-22", "2026-11-23", bed=bed)
        ask_id = send(homes)
        assert "Moira" not in answers(ask_id)
        assert told(homes.moira) == []

    def test_a_child_who_is_away_already_is_not_sought_a_bed_for(self, homes: Households) -> None:
        homes.stay("2026-11-22", "2026-11-23")
        with pytest.raises(SleepsElsewhere, match="JB is down for another stay on Sun 22 Nov"):
            send(homes)

    def test_who_may_not_sleep_elsewhere_is_the_liaison_workers_to_decide_at_once(self, homes: Households) -> None:
        changed(homes.jb, stay_authority=StayAuthority.NOT_ALLOWED)
        ask_id = send(homes)
        assert (answers(ask_id), stands(ask_id)) == ({}, Rung.STAFF)

    def test_only_the_childs_own_home_and_staff_send_one(self, homes: Households) -> None:
        with pytest.raises(NotTheirsToAsk):
            actions.ask_in_emergency(sees(homes.okafors), [homes.jb.id])
        assert the_ask(send(homes, by="liaison")).asked_by == homes.liaison.id

    def test_it_is_for_somebody_and_for_children_of_one_home(self, homes: Households) -> None:
        with pytest.raises(NobodyChosen):
            actions.ask_in_emergency(sees(homes.anita), [])
        with pytest.raises(rules.SeveralFamilies):
            actions.ask_in_emergency(sees(homes.liaison), [homes.jb.id, homes.ak.id])
        with pytest.raises(rules.NotForSoLong):
            actions.ask_in_emergency(sees(homes.anita), [homes.jb.id], nights=8)
        with pytest.raises(NotFound):
            actions.ask_in_emergency(sees(homes.anita), [uuid.uuid4()])
        unplaced = factories.create_child(homes.service)
        with pytest.raises(NotFound):
            actions.ask_in_emergency(sees(homes.manager), [unplaced.id])


class TestAnswering:
    def test_the_first_who_can_has_the_child_and_the_others_are_told(self, homes: Households) -> None:
        okafors = homes.okafors
        known(homes, homes.okafor)
        ask_id = send(homes)
        with time_machine.travel(EVENING + 5 * MINUTE, tick=False):
            assert climb() == 1
            assert actions.say_i_can(sees(okafors), ask_id) is Outcome.COMES
            assert actions.say_i_can(sees(homes.moira), ask_id) is Outcome.SORTED
            assert actions.say_we_cannot(sees(homes.moira), ask_id) is Outcome.SORTED
        assert state_of(ask_id) is AskState.AGREED
        (stay,) = stays_from(ask_id)
        assert [str(row.night) for row in nights_of_stay(stay)] == ["2026-11-22"]
        assert answers(ask_id) == {"Okafor": AnswerState.AGREED, "Moira": AnswerState.NOT_NEEDED}
        assert "A sleepover that you were asked for is sorted: Sun 22 Nov, 1 night. Thank you." in told(homes.moira)
        assert "A sleepover is agreed: Sun 22 Nov, 1 night." in told(homes.anita)

    def test_two_carers_of_one_home_who_both_press_have_it_once(self, homes: Households) -> None:
        ask_id = send(homes)
        assert actions.say_i_can(sees(homes.moira), ask_id) is Outcome.COMES
        assert actions.say_i_can(sees(homes.tom), ask_id) is Outcome.COMES
        assert len(stays_from(ask_id)) == 1

    def test_after_midnight_it_is_still_tonight(self, homes: Households, clock: time_machine.Traveller) -> None:
        ask_id = send(homes)
        clock.move_to("2026-11-23T00:20Z")
        assert actions.say_i_can(sees(homes.moira), ask_id) is Outcome.COMES
        (stay,) = stays_from(ask_id)
        assert [str(row.night) for row in nights_of_stay(stay)] == ["2026-11-22"]

    def test_in_the_morning_nobody_can_any_more(self, homes: Households, clock: time_machine.Traveller) -> None:
        ask_id = send(homes)
        clock.move_to("2026-11-23T06:00Z")
        with pytest.raises(NoLongerOpen, match="The nights of this ask are over."):
            actions.say_i_can(sees(homes.moira), ask_id)

    def test_what_another_home_said_meanwhile_is_in_nobodys_way(self, homes: Households) -> None:
        known(homes, homes.okafor)
        ask_id = send(homes)
        stale = to_answer(ask_id, homes.okafor)
        assert actions.say_we_cannot(sees(homes.moira), ask_id) is None
        assert the_ask(ask_id).version > stale.version
        assert actions.say_i_can(sees(homes.okafors), ask_id) is Outcome.COMES

    def test_what_was_withdrawn_needs_nobody(self, homes: Households) -> None:
        ask_id = send(homes)
        actions.call_off_emergency(sees(homes.anita), ask_id)
        assert state_of(ask_id) is AskState.WITHDRAWN
        for act in (actions.say_i_can, actions.say_we_cannot):
            with pytest.raises(NoLongerOpen, match="Nothing needs to be done"):
                act(sees(homes.moira), ask_id)

    def test_what_is_agreed_is_not_called_off_here(self, homes: Households) -> None:
        ask_id = send(homes)
        agree_to_ask(sees(homes.moira), to_answer(ask_id, homes.hub))
        with pytest.raises(NoLongerOpen, match="agreed already"):
            actions.call_off_emergency(sees(homes.anita), ask_id)

    def test_a_host_who_was_put_on_hold_meanwhile_cannot(self, homes: Households) -> None:
        ask_id = send(homes)
        put_on_hold(homes.hub)
        with pytest.raises(HomeTakesNobody):
            actions.say_i_can(sees(homes.moira), ask_id)
        assert state_of(ask_id) is AskState.OPEN

    def test_a_child_who_was_placed_elsewhere_meanwhile_does_not_come(self, homes: Households) -> None:
        ask_id = send(homes)
        move_jb(homes)
        with pytest.raises(rules.LivesElsewhereNow):
            actions.say_i_can(sees(homes.moira), ask_id)
        assert climb() == 0
        with time_machine.travel(EVENING + 5 * MINUTE, tick=False):
            assert climb() == 1
        assert the_ask(ask_id).reason == "The child lives with another home now."
        assert state_of(ask_id) is AskState.WITHDRAWN

    def test_only_a_home_that_was_asked_answers(self, homes: Households) -> None:
        ask_id = send(homes)
        with pytest.raises(NotFound):
            actions.say_i_can(sees(homes.okafors), ask_id)
        for person in (homes.anita, homes.liaison):
            with pytest.raises(NotTheirsToAnswer):
                actions.say_i_can(sees(person), ask_id)


class TestAskingAgain:
    def test_only_who_has_not_answered_is_asked_again(self, homes: Households, clock: time_machine.Traveller) -> None:
        known(homes, homes.okafor)
        ask_id = send(homes)
        actions.say_we_cannot(sees(homes.moira), ask_id)
        clock.shift(3 * MINUTE)
        assert actions.ask_again(sees(homes.anita), ask_id) == 1
        still = "Somebody still needs a bed: Sun 22 Nov, 1 night. Please say if you can."
        assert still in told(homes.okafors)
        assert still not in told(homes.moira)
        assert acts(ask_id)[-1] == "asked_again"
        with pytest.raises(rules.AskedLately):
            actions.ask_again(sees(homes.liaison), ask_id)

    def test_nobody_is_asked_again_where_all_have_answered_or_it_is_over(self, homes: Households) -> None:
        ask_id = send(homes)
        actions.say_we_cannot(sees(homes.moira), ask_id)
        actions.say_we_cannot(sees(homes.okafors), ask_id)
        with pytest.raises(rules.NobodyLeftToAsk):
            actions.ask_again(sees(homes.anita), ask_id)
        with pytest.raises(NotTheirsToAsk):
            actions.ask_again(sees(homes.moira), ask_id)
        withdraw_ask(sees(homes.anita), ask_id, the_ask(ask_id).version)
        with pytest.raises(NoLongerOpen):
            actions.ask_again(sees(homes.anita), ask_id)

    def test_an_ask_that_climbs_no_ladder_is_not_asked_again(self, homes: Households) -> None:
        ask = factories.create_ask((homes.jb,), (homes.hub,), "2026-11-27", "2026-11-28")
        with pytest.raises(NotFound):
            actions.ask_again(sees(homes.anita), ask.id)


def test_who_covers_for_the_hub_is_asked_with_it(homes: Households) -> None:
    cover(homes)
    ask_id = send(homes)
    assert answers(ask_id) == {"Moira": WAITING, "Okafor": WAITING}
    assert stands(ask_id) is Rung.HUB


def test_a_child_who_comes_after_midnight_has_the_night_that_runs(
    homes: Households, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-11-23T01:40Z")
    ask_id = send(homes)
    assert send(homes) == ask_id
    assert actions.say_i_can(sees(homes.moira), ask_id) is Outcome.COMES
    (stay,) = stays_from(ask_id)
    assert [str(row.night) for row in nights_of_stay(stay)] == ["2026-11-22"]
    assert stay.arrive.iso == "2026-11-23T01:40"
