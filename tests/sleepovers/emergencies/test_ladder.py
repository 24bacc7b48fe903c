"""The job that moves emergencies on: by the clock, each step once, catching up, whole or not at all."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.core import clock as time_of_day
from constellations.core.database import session
from constellations.jobs.actions import run_job
from sleepovers.asks.ending.actions import end_unanswered_asks
from sleepovers.asks.rules import StepTaken
from sleepovers.emergencies import actions
from sleepovers.emergencies.climbing import actions as climbing
from sleepovers.emergencies.jobs import CLIMB_LADDERS
from sleepovers.emergencies.rules import Rung, Waits
from sleepovers.emergencies.waits.actions import set_waits
from sleepovers.rules import AskState
from tests.sleepovers.asks.asking import answers, make_trusted_households, state_of, timeline
from tests.sleepovers.emergencies.sending import (
    MINUTE,
    SYSTEM,
    climb,
    known,
    mailed,
    move_jb,
    one_more_home,
    send,
    stands,
    told,
)
from tests.sleepovers.households import Households, sees

EVENING = dt.datetime(2026, 11, 22, 20, 0, tzinfo=dt.UTC)


@pytest.fixture
def homes(app: Flask, clock: time_machine.Traveller) -> Households:
    """The households at eight in the evening: JB knows the Okafors."""
    clock.move_to(EVENING)
    made = make_trusted_households()
    known(made, made.okafor)
    return made


def test_it_climbs_by_the_clock_and_each_step_is_taken_once(homes: Households, clock: time_machine.Traveller) -> None:
    one_more_home(homes, "Linden")
    ask_id = send(homes)
    seen = []
    for minutes in (4, 1, 5, 10, 60):
        clock.shift(minutes * MINUTE)
        seen.append((climb(), climb(), stands(ask_id), sorted(answers(ask_id))))
    assert seen == [
        (0, 0, Rung.HUB, ["Moira"]),
        (1, 0, Rung.KNOWN, ["Moira", "Okafor"]),
        (1, 0, Rung.ALL, ["Linden", "Moira", "Okafor"]),
        (1, 0, Rung.STAFF, ["Linden", "Moira", "Okafor"]),
        (0, 0, Rung.STAFF, ["Linden", "Moira", "Okafor"]),
    ]
    assert told(homes.okafors) == ["You are asked for a sleepover: Sun 22 Nov, 1 night."]
    assert timeline(ask_id).count((StepTaken.ASKED, False)) == 4


def test_after_a_time_in_which_nothing_ran_every_rung_whose_time_has_come_is_asked(
    homes: Households, clock: time_machine.Traveller
) -> None:
    one_more_home(homes, "Linden")
    ask_id = send(homes)
    clock.shift(12 * MINUTE)
    assert climb() == 1
    assert (stands(ask_id), sorted(answers(ask_id))) == (Rung.ALL, ["Linden", "Moira", "Okafor"])
    clock.shift(7 * MINUTE)
    assert climb() == 0
    clock.shift(MINUTE)
    assert climb() == 1, "twenty minutes after it was sent, as if nothing had been missed"
    assert stands(ask_id) is Rung.STAFF


def test_a_service_sets_the_waits(homes: Households, clock: time_machine.Traveller) -> None:
    set_waits(sees(homes.manager), Waits(1, 60, 60), 0)
    ask_id = send(homes)
    clock.shift(MINUTE)
    assert climb() == 1
    clock.shift(59 * MINUTE)
    assert climb() == 0
    assert stands(ask_id) is Rung.KNOWN


def test_killed_half_way_it_has_done_nothing_and_then_does_all_of_it(
    homes: Households, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_id = send(homes)
    clock.shift(5 * MINUTE)
    # The power goes after the homes were written and before the commit.
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(climbing, "tell_homes_asked", _power_cut)
        climb()
    session().rollback()
    assert (stands(ask_id), list(answers(ask_id))) == (Rung.HUB, ["Moira"])
    assert told(homes.okafors) == []
    assert climb() == 1
    assert (stands(ask_id), sorted(answers(ask_id))) == (Rung.KNOWN, ["Moira", "Okafor"])
    assert len(told(homes.okafors)) == 1


def _power_cut(*_given: object) -> None:
    raise KeyboardInterrupt


def test_one_that_cannot_move_keeps_no_other_from_a_bed(
    homes: Households, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = send(homes)
    second = actions.ask_in_emergency(sees(homes.okafors), [homes.ak.id])
    clock.shift(5 * MINUTE)
    moves = climbing._move_on

    def stumble(viewer: object, ask_id: object) -> bool:
        if ask_id == first:
            raise ValueError("no way on")
        return moves(SYSTEM, second)

    monkeypatch.setattr(climbing, "_move_on", stumble)
    with pytest.raises(ValueError, match="no way on"):
        climb()
    assert (stands(first), stands(second)) == (Rung.HUB, Rung.KNOWN)


def test_what_is_sorted_climbs_no_further(homes: Households, clock: time_machine.Traveller) -> None:
    ask_id = send(homes)
    actions.say_i_can(sees(homes.moira), ask_id)
    clock.shift(60 * MINUTE)
    assert climb() == 0
    assert list(answers(ask_id)) == ["Moira"]


@pytest.mark.parametrize(("say_no", "state"), [(True, AskState.DECLINED), (False, AskState.UNANSWERED)])
def test_it_ends_when_its_night_does_and_not_at_midnight(
    homes: Households, clock: time_machine.Traveller, say_no: bool, state: AskState
) -> None:
    ask_id = send(homes)
    clock.move_to("2026-11-22T21:00Z")
    climb()
    if say_no:
        for person in [homes.moira, homes.okafors]:
            actions.say_we_cannot(sees(person), ask_id)
    clock.move_to("2026-11-23T03:15Z")
    end_unanswered_asks(SYSTEM, homes.service.id, time_of_day.today(), time_of_day.today())
    climb()
    assert state_of(ask_id) is AskState.OPEN
    clock.move_to("2026-11-23T06:00Z")
    assert (climb(), climb()) == (1, 0)
    assert state_of(ask_id) is state


@pytest.mark.parametrize("sent", ["2026-11-23T05:50Z", "2026-11-23T05:59:30Z"])
def test_sent_shortly_before_six_it_still_reaches_everybody_and_staff(
    homes: Households, clock: time_machine.Traveller, sent: str
) -> None:
    one_more_home(homes, "Linden")
    clock.move_to(sent)
    ask_id = send(homes)
    clock.move_to("2026-11-23T05:59:45Z")
    climb()
    assert (stands(ask_id), sorted(answers(ask_id))) == (Rung.STAFF, ["Linden", "Moira", "Okafor"])
    assert "A child needs a bed and no home has said yes: Sun 22 Nov, 1 night. Please phone round." in told(
        homes.liaison
    )


def test_that_it_ends_without_a_bed_is_told_at_any_hour(homes: Households, clock: time_machine.Traveller) -> None:
    ask_id = send(homes)
    clock.move_to("2026-11-23T06:00Z")
    assert mailed(climb) == {homes.anita.email: 1, homes.liaison.email: 1}
    over = "The night is over and no home was found: Sun 22 Nov, 1 night. "
    over += "If a bed is still needed, phone, or send it again."
    assert [over in told(person) for person in (homes.anita, homes.liaison, homes.moira)] == [True, True, False]
    assert state_of(ask_id) is AskState.UNANSWERED


def test_that_it_ends_because_the_child_lives_elsewhere_is_told(
    homes: Households, clock: time_machine.Traveller
) -> None:
    send(homes)
    move_jb(homes)
    clock.shift(5 * MINUTE)
    climb()
    ended = "The child lives with another home now, no bed is sought any more: Sun 22 Nov, 1 night."
    assert ended in told(homes.anita)
    assert "An ask for a sleepover was withdrawn: Sun 22 Nov, 1 night." in told(homes.moira)


def test_a_new_one_is_sent_also_where_nothing_has_ended_yesterdays(
    homes: Households, clock: time_machine.Traveller
) -> None:
    yesterdays = send(homes)
    clock.move_to("2026-11-23T20:00Z")
    tonights = send(homes)
    assert (state_of(yesterdays), state_of(tonights)) == (AskState.OPEN, AskState.OPEN)
    assert (tonights == yesterdays, list(answers(tonights))) == (False, ["Moira"])
    assert send(homes) == tonights
    assert climb() == 1
    assert (state_of(yesterdays), state_of(tonights)) == (AskState.UNANSWERED, AskState.OPEN)


def test_the_ledger_says_what_moved(homes: Households, clock: time_machine.Traveller) -> None:
    send(homes)
    clock.shift(5 * MINUTE)
    (run,) = run_job(CLIMB_LADDERS, time_of_day.today())
    assert (run.found, run.words) == (1, "1 emergency moved on.")
