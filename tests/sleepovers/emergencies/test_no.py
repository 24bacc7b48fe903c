"""Homes that cannot: who is asked next, and that who asks is alerted once and not at each no."""

import datetime as dt
import uuid

import pytest
import time_machine
from flask import Flask

from constellations.permissions import Role
from constellations.rules import StayAuthority
from sleepovers.asks.actions import ask_for_sleepover
from sleepovers.asks.agreements.actions import settle_agreement
from sleepovers.asks.answering.actions import decline_ask
from sleepovers.asks.models import Agreement
from sleepovers.asks.wanted import Wanted
from sleepovers.emergencies import actions
from sleepovers.emergencies.rules import Outcome, Rung
from sleepovers.rules import AnswerState, AskState, Moment, StayKind
from tests import factories
from tests.factories import decided_by
from tests.registers import rows
from tests.sleepovers.asks.asking import answers, make_trusted_households, state_of, to_answer
from tests.sleepovers.emergencies.sending import (
    climb,
    known,
    mailed,
    one_more_home,
    send,
    stands,
    told,
)
from tests.sleepovers.households import Households, sees

EVENING = dt.datetime(2026, 11, 22, 22, 30, tzinfo=dt.UTC)
WAITING = AnswerState.WAITING


@pytest.fixture
def homes(app: Flask, clock: time_machine.Traveller) -> Households:
    """The households, late in the evening: everybody's quiet hours."""
    clock.move_to(EVENING)
    return make_trusted_households()


class TestNo:
    def test_where_the_hub_says_no_the_next_are_asked_at_once(self, homes: Households) -> None:
        known(homes, homes.okafor)
        one_more_home(homes, "Unknown")
        ask_id = send(homes)
        actions.say_we_cannot(sees(homes.moira), ask_id)
        assert answers(ask_id) == {"Moira": AnswerState.DECLINED, "Okafor": WAITING}
        assert stands(ask_id) is Rung.KNOWN

    def test_where_everybody_says_no_it_stays_open_for_who_phones_round(self, homes: Households) -> None:
        known(homes, homes.okafor)
        ask_id = send(homes)
        actions.say_we_cannot(sees(homes.moira), ask_id)
        actions.say_we_cannot(sees(homes.okafors), ask_id)
        actions.say_we_cannot(sees(homes.okafors), ask_id)
        assert (state_of(ask_id), stands(ask_id)) == (AskState.OPEN, Rung.STAFF)
        assert len([words for words in told(homes.liaison) if "phone round" in words]) == 1

    def test_each_no_is_read_on_the_page_alone_and_who_asks_is_alerted_once(self, homes: Households) -> None:
        known(homes, homes.okafor)
        ask_id = send(homes)
        actions.say_we_cannot(sees(homes.moira), ask_id)
        assert told(homes.anita) == []
        actions.say_we_cannot(sees(homes.okafors), ask_id)
        assert [words.split(":")[0] for words in told(homes.anita)] == ["No home has said yes yet"]

    def test_when_the_last_who_was_still_waited_for_says_no_it_is_said_of_all_in_one(
        self, homes: Households, clock: time_machine.Traveller
    ) -> None:
        known(homes, homes.okafor)
        ask_id = send(homes)
        clock.shift(dt.timedelta(hours=1))
        climb()
        assert (stands(ask_id), len(told(homes.anita))) == (Rung.STAFF, 1)
        actions.say_we_cannot(sees(homes.moira), ask_id)
        assert len(told(homes.anita)) == 1, "the Okafors may still say yes"
        actions.say_we_cannot(sees(homes.okafors), ask_id)
        assert sorted(told(homes.anita)) == [
            "2 homes were asked and none can: Sun 22 Nov, 1 night. Phone out of hours now.",
            "No home has said yes yet: Sun 22 Nov, 1 night. Do not wait longer: phone out of hours.",
        ]

    def test_a_no_to_an_emergency_of_the_long_form_is_told_once_it_was_the_last(self, homes: Households) -> None:
        wanted = Wanted(
            (homes.jb.id,),
            (homes.hub.id, homes.okafor.id),
            Moment.parse("2026-11-22"),
            Moment.parse("2026-11-23"),
            StayKind.EMERGENCY,
        )
        (ask_id,) = ask_for_sleepover(sees(homes.anita), wanted)
        decline_ask(sees(homes.moira), to_answer(ask_id, homes.hub), "Not tonight.")
        assert told(homes.anita) == []
        decline_ask(sees(homes.okafors), to_answer(ask_id, homes.okafor), "Not tonight.")
        assert told(homes.anita) == ["2 homes were asked and none can: Sun 22 Nov, 1 night. Phone out of hours now."]

    def test_who_said_no_may_still_say_yes(self, homes: Households) -> None:
        known(homes, homes.okafor)
        ask_id = send(homes)
        actions.say_we_cannot(sees(homes.moira), ask_id)
        assert actions.say_i_can(sees(homes.moira), ask_id) is Outcome.COMES

    def test_the_no_of_who_decides_ends_it_and_wakes_who_may_know_another_bed(self, homes: Households) -> None:
        decided_by(StayAuthority.ASK_FIRST, homes.jb)
        other = factories.create_person(Role.LIAISON, homes.service, constellations=(homes.constellation,))
        ask_id = send(homes)
        (task,) = rows(Agreement.id)
        woken = mailed(lambda: settle_agreement(sees(homes.liaison), uuid.UUID(str(task[0])), is_given=False))
        assert state_of(ask_id) is AskState.DECLINED
        assert set(woken) == {homes.anita.email, other.email}, "at half past ten in the evening"
        assert "phone out of hours now" in told(homes.anita)[-1]
        assert "An ask for a sleepover was withdrawn: Sun 22 Nov, 1 night." in told(homes.moira)
