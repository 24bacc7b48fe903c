"""Calling a stay off, arriving, and coming home: nights, beds, trail, and who hears of it."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from constellations.core.errors import Forbidden, NotFound
from sleepovers.asks.models import Cancellation
from sleepovers.asks.rules import NoReason, StepTaken
from sleepovers.models import Stay
from sleepovers.nights.actions import confirm_nights
from sleepovers.nights.rules import Overtaken
from sleepovers.rules import Moment, NightState, StayState
from sleepovers.stays.actions import WhatHappened, correct_stay, say_nobody_came
from sleepovers.stays.course import rules
from sleepovers.stays.course.actions import call_off_stay, say_arrived, say_came_home
from tests.registers import rows
from tests.sleepovers.asks.asking import agree, ask_for, heard, make_trusted_households, stays_from, timeline
from tests.sleepovers.households import (
    Households,
    acts,
    audited,
    beds,
    history,
    sees,
    states,
    stored_stay,
)

PLANNED = NightState.PLANNED


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


def booked(homes: Households) -> Stay:
    """JB is to stay with the hub from Friday to Sunday, as it was asked and agreed."""
    ask_id = ask_for(homes)
    agree(ask_id, homes.hub, homes.moira)
    return stays_from(ask_id)[0]


def test_a_stay_is_called_off_and_its_bed_is_free_again(homes: Households, clock: time_machine.Traveller) -> None:
    stay = booked(homes)
    clock.shift(dt.timedelta(minutes=1))
    news = heard(lambda: call_off_stay(sees(homes.anita), stay.id, stay.version, "She is ill."))
    assert (stored_stay(stay).state, states(stay)) == (StayState.CANCELLED, {})
    assert history(stay)[-2:] == [("2026-11-27", PLANNED, None), ("2026-11-28", PLANNED, None)]
    kept = rows(Cancellation.person_id, Cancellation.by_host, Cancellation.reason, Cancellation.notice_hours)
    assert kept == [(homes.anita.id, False, "She is ill.", 128)], "from Sunday 09:01 to Friday 18:00"
    assert (StepTaken.CANCELLED, False) in timeline(stay.id)
    assert "called_off_stay" in acts(stay.id)
    assert ("called_off_stay", "state") in audited(stay.id)
    assert news.mailed == set(news.words) == {"Moira Hale", "Tom Hale", "Dee Marsh"}
    assert news.words["Moira Hale"] == ["A sleepover is called off: Fri 27 Nov, 2 nights."]
    again = booked(homes)
    assert beds(again) == {"2026-11-27": 1, "2026-11-28": 1}


def test_what_took_place_after_all_was_not_called_off_and_may_be_called_off_again(homes: Households) -> None:
    stay = homes.stay("2026-11-22", "2026-11-24")
    call_off_stay(sees(homes.anita), stay.id, stay.version, "She is ill.")
    today = WhatHappened(Moment.parse("2026-11-22"), Moment.parse("2026-11-23"))
    correct_stay(sees(homes.moira), stay.id, stored_stay(stay).version, today)
    assert (stored_stay(stay).state, states(stay)) == (StayState.AGREED, {"2026-11-22": PLANNED})
    assert rows(Cancellation.reason) == []
    call_off_stay(sees(homes.anita), stay.id, stored_stay(stay).version, "She is ill again.")
    assert rows(Cancellation.reason) == [("She is ill again.",)]
    assert timeline(stay.id) == [(StepTaken.CANCELLED, False), (StepTaken.CANCELLED, False)]


@pytest.mark.parametrize(("by", "by_host"), [("moira", True), ("liaison", False)])
def test_host_and_staff_call_off_too(homes: Households, by: str, by_host: bool) -> None:
    stay = booked(homes)
    call_off_stay(sees(getattr(homes, by)), stay.id, stay.version, "Burst pipe.")
    assert rows(Cancellation.by_host) == [(by_host,)]
    assert (StepTaken.CANCELLED, not by_host) in timeline(stay.id)


def test_who_may_not_call_off_is_told_why_and_nothing_is_stored(homes: Households) -> None:
    stay = booked(homes)
    with pytest.raises(NoReason):
        call_off_stay(sees(homes.anita), stay.id, stay.version, "")
    with pytest.raises(Overtaken):
        call_off_stay(sees(homes.anita), stay.id, 7, "Ill.")
    with pytest.raises(NotFound):
        call_off_stay(sees(homes.okafors), stay.id, stay.version, "Ill.")
    with pytest.raises(Forbidden):
        call_off_stay(sees(homes.finance), stay.id, stay.version, "Ill.")
    assert set(states(stay).values()) == {PLANNED}


def test_the_hub_reads_of_a_stay_between_two_others_and_leaves_it_to_them(homes: Households) -> None:
    stay = homes.stay("2026-11-22", "2026-11-24", host=homes.okafor)
    for act in (say_arrived, say_came_home):
        with pytest.raises(rules.NotTheirStay):
            act(sees(homes.moira), stay.id)
    with pytest.raises(rules.NotTheirStay):
        call_off_stay(sees(homes.moira), stay.id, stay.version, "Ill.")
    assert stored_stay(stay).version == stay.version


def test_what_has_begun_is_not_called_off(homes: Households, clock: time_machine.Traveller) -> None:
    stay = homes.stay("2026-11-22", "2026-11-24")
    say_arrived(sees(homes.moira), stay.id)
    with pytest.raises(rules.HasBegun):
        call_off_stay(sees(homes.anita), stay.id, 2, "Ill.")
    clock.move_to("2026-11-24T10:00Z")
    confirm_nights(sees(homes.moira), stay.id, 2)
    with pytest.raises(rules.AlreadyOver, match="is over"):
        call_off_stay(sees(homes.anita), stay.id, 3, "Ill.")
    assert stored_stay(stay).state is StayState.HAPPENED


def test_a_child_arrives_and_the_others_hear_of_it_once(homes: Households, clock: time_machine.Traveller) -> None:
    stay = booked(homes)
    with pytest.raises(rules.NotYet, match="begins on Fri 27 Nov"):
        say_arrived(sees(homes.moira), stay.id)
    clock.move_to("2026-11-27T17:40Z")
    news = heard(lambda: say_arrived(sees(homes.moira), stay.id))
    stored = stored_stay(stay)
    assert (stored.state, stored.arrived_at) == (StayState.UNDER_WAY, dt.datetime(2026, 11, 27, 17, 40, tzinfo=dt.UTC))
    assert (StepTaken.ARRIVED, False) in timeline(stay.id)
    assert "said_arrived" in acts(stay.id)
    assert news.mailed == {"Tom Hale", "Anita Patel", "Dee Marsh"}
    assert heard(lambda: say_arrived(sees(homes.anita), stay.id)).words == {}
    assert stored_stay(stay).version == stored.version, "said again, it changes nothing"


def test_a_child_comes_home_and_what_was_told_of_the_nights_stands(
    homes: Households, clock: time_machine.Traveller
) -> None:
    stay = booked(homes)
    clock.move_to("2026-11-28T17:40Z")
    say_arrived(sees(homes.anita), stay.id)
    with pytest.raises(rules.StillAway, match="goes on until Sun 29 Nov"):
        say_came_home(sees(homes.anita), stay.id)
    clock.move_to("2026-11-29T15:00Z")
    confirm_nights(sees(homes.moira), stay.id, stored_stay(stay).version)
    news = heard(lambda: say_came_home(sees(homes.anita), stay.id))
    stored = stored_stay(stay)
    assert stored.came_home_at == dt.datetime(2026, 11, 29, 15, tzinfo=dt.UTC)
    assert (stored.state, set(states(stay).values())) == (StayState.HAPPENED, {NightState.HAPPENED})
    assert news.words["Moira Hale"] == ["A sleepover is over: Fri 27 Nov, 2 nights."]
    assert (StepTaken.CAME_HOME, False) in timeline(stay.id)
    assert "said_came_home" in acts(stay.id)
    assert heard(lambda: say_came_home(sees(homes.moira), stay.id)).words == {}


def test_a_stay_that_is_off_neither_begins_nor_ends(homes: Households) -> None:
    stay = homes.stay("2026-11-22", "2026-11-22")
    say_nobody_came(sees(homes.moira), stay.id, stay.version, "")
    for act in (say_arrived, say_came_home):
        with pytest.raises(rules.AlreadyOver, match="called off already"):
            act(sees(homes.moira), stay.id)
    with pytest.raises(rules.AlreadyOver, match="called off already"):
        call_off_stay(sees(homes.moira), stay.id, 2, "Ill.")
    assert stored_stay(stay).arrived_at is None
