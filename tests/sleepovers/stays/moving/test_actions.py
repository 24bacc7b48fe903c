"""Moving a stay to another home, and swapping two: who has to agree, and what becomes of nights, beds and history."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
import time_machine
from flask import Flask

from constellations.access import Viewer
from constellations.core.errors import NotFound
from constellations.rules import HomeStatus
from sleepovers.asks.rules import StepTaken
from sleepovers.booking.refusals import HomeTakesNobody, LivesThere, NoBedFree
from sleepovers.models import Stay, StayNight
from sleepovers.nights.actions import confirm_nights
from sleepovers.nights.rules import Overtaken
from sleepovers.rules import Moment, NightState, StayKind, StayState
from sleepovers.stays.actions import WhatHappened, correct_stay
from sleepovers.stays.course.actions import call_off_stay, say_arrived
from sleepovers.stays.course.rules import NotTheirStay
from sleepovers.stays.moving import rules
from sleepovers.stays.moving.actions import MoveWish, agree_to_move, ask_to_move, refuse_move
from sleepovers.stays.moving.models import MoveLeg
from sleepovers.stays.moving.queries import move_page, moves_of_stay, moves_waiting, places_to_move
from sleepovers.stays.moving.rules import MoveState
from sleepovers.stays.queries import stay_page
from tests import factories
from tests.registers import rows
from tests.sleepovers.asks.asking import heard, make_trusted_households, timeline, trusted_child
from tests.sleepovers.households import Households, acts, audited, beds, sees, states, stored_stay
from tests.sleepovers.stays.moving.moves import (
    agreed_stay,
    all_agree,
    booked,
    brook,
    move_of,
    move_states,
    swap_of,
)

PLANNED, HAPPENED = NightState.PLANNED, NightState.HAPPENED


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


def hosts(child_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """Where a child is down to sleep, night by night."""
    found = rows(StayNight.night, StayNight.home_id, StayNight.child_id)
    return {str(night): home_id for night, home_id, child in found if child == child_id}


def test_a_stay_moves_once_both_hosts_and_the_family_have_said_yes(homes: Households) -> None:
    stay = booked(homes)
    found: list[uuid.UUID] = []
    news = heard(lambda: found.append(move_of(homes.anita, stay, homes.okafor, "Nearer to school.")))
    (move_id,) = found
    assert set(news.words) == {"Moira Hale", "Tom Hale", "Chi Okafor", "Dee Marsh"}
    assert news.words["Chi Okafor"] == ["A sleepover may move to another home, if you agree: Fri 27 Nov, 2 nights."]
    page = move_page(sees(homes.okafors), move_id)
    assert (page.waits_for, page.may_answer, page.is_swap) == (("Moira", "Okafor"), True, False)
    assert [one.move.id for one in moves_waiting(sees(homes.okafors))] == [move_id]
    assert stored_stay(stay).host_id == homes.hub.id, "until everybody has said yes nothing changes"
    told: list[list[bool]] = []
    moved = heard(lambda: told.append(all_agree(move_id, homes.okafors, homes.okafors, homes.moira)))
    assert told == [[False, False, True]]
    assert moved.words["Anita Patel"] == ["A sleepover has moved to another home: Fri 27 Nov, 2 nights."]
    after = stored_stay(stay)
    assert (after.host_id, after.state, after.ask_id) == (homes.okafor.id, StayState.AGREED, stay.ask_id)
    assert beds(stay) == {"2026-11-27": 1, "2026-11-28": 1}
    assert set(hosts(homes.jb.id).values()) == {homes.okafor.id}
    assert (StepTaken.MOVED, False) in timeline(stay.id)
    assert {"asked_to_move", "agreed_to_move", "moved_stay"} <= set(acts(stay.id))
    assert ("moved_stay", "host_id") in audited(stay.id)
    assert move_states() == [MoveState.DONE]
    with pytest.raises(rules.MoveOver, match="has moved already"):
        agree_to_move(sees(homes.tom), move_id)


@pytest.mark.parametrize("by", ["anita", "liaison"])
def test_a_yes_is_for_the_nights_that_were_asked_about(
    homes: Households, clock: time_machine.Traveller, by: str
) -> None:
    stay = homes.stay("2026-11-22", "2026-11-24")
    move_id = move_of(homes.moira, stay, homes.okafor)
    assert agree_to_move(sees(homes.okafors), move_id) is False
    clock.shift(dt.timedelta(minutes=1))
    longer = WhatHappened(Moment.parse("2026-11-22"), Moment.parse("2026-12-02"), "It takes longer.")
    correct_stay(sees(homes.moira), stay.id, stored_stay(stay).version, longer)
    with pytest.raises(rules.MoveOvertaken):
        agree_to_move(sees(getattr(homes, by)), move_id)
    assert set(hosts(homes.jb.id).values()) == {homes.hub.id}
    assert move_states() == [MoveState.WITHDRAWN]
    all_agree(move_of(homes.moira, stay, homes.okafor), homes.okafors, homes.anita)
    assert set(hosts(homes.jb.id).values()) == {homes.okafor.id}


def test_a_night_that_was_told_meanwhile_is_in_nobodys_way(homes: Households, clock: time_machine.Traveller) -> None:
    stay = homes.stay("2026-11-22", "2026-11-25")
    move_id = move_of(homes.moira, stay, homes.okafor)
    clock.move_to("2026-11-23T10:00Z")
    confirm_nights(sees(homes.moira), stay.id, stored_stay(stay).version)
    assert all_agree(move_id, homes.okafors, homes.anita) == [False, True]


def test_staff_move_it_at_once(homes: Households) -> None:
    stay = booked(homes)
    move_of(homes.liaison, stay, homes.okafor)
    assert stored_stay(stay).host_id == homes.okafor.id
    assert moves_waiting(sees(homes.moira)) == []


def test_nights_that_are_over_stay_with_the_old_host(homes: Households, clock: time_machine.Traveller) -> None:
    stay = booked(homes)
    clock.move_to("2026-11-27T18:00Z")
    say_arrived(sees(homes.moira), stay.id)
    clock.move_to("2026-11-28T09:00Z")
    confirm_nights(sees(homes.moira), stay.id, stored_stay(stay).version)
    move_of(homes.liaison, stay, homes.okafor)
    ((next_id,),) = rows(MoveLeg.next_stay_id)
    following = next(row for row in rows(Stay.id, Stay.host_id, Stay.arrive_on, Stay.depart_on) if row[0] == next_id)
    assert [str(each) for each in following[1:]] == [str(homes.okafor.id), "2026-11-28", "2026-11-29"]
    before = stored_stay(stay)
    assert (before.host_id, before.state, str(before.depart_on)) == (homes.hub.id, StayState.HAPPENED, "2026-11-28")
    assert states(stay) == {"2026-11-27": HAPPENED}
    assert hosts(homes.jb.id) == {"2026-11-27": homes.hub.id, "2026-11-28": homes.okafor.id}
    viewer = sees(homes.liaison)
    assert len(moves_of_stay(viewer, stay_page(viewer, stay.id)).pages) == 1
    assert len(moves_of_stay(viewer, stay_page(viewer, uuid.UUID(str(next_id)))).pages) == 1


def test_a_child_who_came_today_has_yet_to_come_to_the_new_home(
    homes: Households, clock: time_machine.Traveller
) -> None:
    stay = booked(homes)
    clock.move_to("2026-11-27T18:00Z")
    say_arrived(sees(homes.moira), stay.id)
    move_of(homes.liaison, stay, homes.okafor)
    after = stored_stay(stay)
    assert (after.host_id, after.state, after.arrived_at) == (homes.okafor.id, StayState.AGREED, None)


def test_two_stays_swap_the_last_beds_of_two_homes(homes: Households) -> None:
    small, bea = brook(homes, beds=1)
    tiny = factories.create_home(homes.service, "Tiny", beds=1)
    factories.join(tiny, homes.constellation)
    first = agreed_stay(homes.jb, small)
    second = agreed_stay(homes.ak, tiny)
    move_id = swap_of(homes.anita, first, second)
    assert move_page(sees(bea), move_id).waits_for == ("Brook", "Okafor", "Tiny")
    assert all_agree(move_id, bea, homes.okafors) == [False, False]
    assert agree_to_move(sees(homes.liaison), move_id)
    assert (stored_stay(first).host_id, stored_stay(second).host_id) == (tiny.id, small.id)
    assert (beds(first), beds(second)) == ({"2026-11-27": 1, "2026-11-28": 1},) * 2
    assert set(hosts(homes.ak.id).values()) == {small.id}


def test_where_somebody_else_took_the_bed_meanwhile_nothing_moves(homes: Households) -> None:
    small, bea = brook(homes, beds=1)
    stay = booked(homes)
    move_id = move_of(homes.anita, stay, small)
    all_agree(move_id, homes.moira)
    agreed_stay(trusted_child(homes, homes.okafor, "ZZ"), small)
    with pytest.raises(NoBedFree, match="Brook has no bed free"):
        agree_to_move(sees(bea), move_id)
    assert (stored_stay(stay).host_id, move_states()) == (homes.hub.id, [MoveState.ASKED])
    assert beds(stay) == {"2026-11-27": 1, "2026-11-28": 1}
    assert agree_to_move(sees(homes.liaison), move_id, "Two brothers share.")
    assert beds(stay) == {"2026-11-27": "over", "2026-11-28": "over"}
    assert (StepTaken.OVERRULED, False) in timeline(stay.id)


@pytest.mark.parametrize("act", [agree_to_move, refuse_move])
def test_a_swap_of_which_one_is_off_is_overtaken_and_can_be_asked_anew(
    homes: Households, act: Callable[[Viewer, uuid.UUID], object]
) -> None:
    small, _bea = brook(homes)
    first, second = booked(homes), agreed_stay(homes.ak, small)
    move_id = swap_of(homes.anita, first, second)
    with pytest.raises(rules.MoveAskedAlready):
        move_of(homes.liaison, second, homes.hub)
    call_off_stay(sees(homes.okafors), second.id, stored_stay(second).version, "Ill.")
    with pytest.raises(rules.MoveOvertaken):
        act(sees(homes.moira), move_id)
    assert (stored_stay(first).host_id, move_states()) == (homes.hub.id, [MoveState.WITHDRAWN])
    assert "found_move_overtaken" in acts(first.id) + acts(second.id)
    with pytest.raises(rules.MoveOver, match="not wanted any more"):
        act(sees(homes.moira), move_id)
    move_of(homes.liaison, first, homes.okafor)
    assert stored_stay(first).host_id == homes.okafor.id


def test_a_home_on_hold_takes_nobody_and_home_is_no_sleepover(homes: Households) -> None:
    stay = booked(homes)
    held = factories.create_home(homes.service, "Held", status=HomeStatus.ON_HOLD)
    factories.join(held, homes.constellation)
    for home, refused in ((held, HomeTakesNobody), (homes.patel, LivesThere)):
        with pytest.raises(refused):
            move_of(homes.liaison, stay, home)
    assert (stored_stay(stay).host_id, move_states()) == (homes.hub.id, [])


def test_one_no_is_enough_and_who_asked_takes_it_back(homes: Households) -> None:
    stay = booked(homes)
    first = move_of(homes.anita, stay, homes.okafor)
    news = heard(lambda: refuse_move(sees(homes.okafors), first))
    assert news.words["Anita Patel"] == ["A sleepover stays with the home where it is: Fri 27 Nov, 2 nights."]
    second = move_of(homes.anita, stay, homes.okafor)
    refuse_move(sees(homes.anita), second)
    assert sorted(move_states()) == [MoveState.DECLINED, MoveState.WITHDRAWN]
    with pytest.raises(rules.MoveOver, match="not wanted any more"):
        agree_to_move(sees(homes.moira), second)


def test_what_is_refused(homes: Households, clock: time_machine.Traveller) -> None:
    small, bea = brook(homes)
    stay = booked(homes)
    with pytest.raises(rules.SameHome):
        move_of(homes.anita, stay, homes.hub)
    with pytest.raises(Overtaken):
        ask_to_move(sees(homes.anita), MoveWish(stay.id, stay.version + 1, small.id))
    with pytest.raises(NotFound):
        ask_to_move(sees(homes.anita), MoveWish(stay.id, stored_stay(stay).version))
    with pytest.raises(NotFound):
        move_of(homes.okafors, stay, homes.okafor)
    other = agreed_stay(homes.ak, small, "2026-11-27", "2026-11-28")
    with pytest.raises(rules.NotTheSameNights):
        swap_of(homes.anita, stay, other)
    elsewhere = factories.create_home(factories.create_service())
    with pytest.raises(NotFound):
        move_of(homes.manager, stay, elsewhere)
    move_id = move_of(homes.anita, stay, homes.okafor)
    for act in (agree_to_move, refuse_move):
        with pytest.raises(rules.NotTheirMove):
            act(sees(bea), move_id)
    with pytest.raises(NotFound):
        move_page(sees(bea), move_id)
    clock.move_to("2026-11-30T09:00Z")
    with pytest.raises(rules.NothingToMove):
        agree_to_move(sees(homes.liaison), move_id)


def test_a_hub_that_only_reads_of_a_stay_does_not_move_it(homes: Households) -> None:
    small, _bea = brook(homes)
    stay = agreed_stay(homes.jb, homes.okafor)
    with pytest.raises(NotTheirStay):
        move_of(homes.moira, stay, small)


def test_where_it_can_move_to_is_other_homes_and_swaps_of_the_same_nights(homes: Households) -> None:
    small, _bea = brook(homes)
    stay, same = booked(homes), agreed_stay(homes.ak, small)
    agreed_stay(trusted_child(homes, homes.okafor, "ZZ"), small, "2026-11-27", "2026-11-28", bed=2)
    viewer = sees(homes.anita)
    found = places_to_move(viewer, stay_page(viewer, stay.id))
    assert found == [(f"home:{small.id}", "Brook"), (f"home:{homes.okafor.id}", "Okafor"), (f"stay:{same.id}", "Brook")]
    assert moves_of_stay(viewer, stay_page(viewer, stay.id)).may_ask


@pytest.mark.parametrize("kind", [StayKind.EMERGENCY, StayKind.PLANNED])
def test_after_midnight_a_swap_is_with_an_emergency_of_the_same_night(
    homes: Households, clock: time_machine.Traveller, kind: StayKind
) -> None:
    small, _bea = brook(homes)
    ends = "2026-11-22", "2026-11-23"
    stay = factories.create_stay(homes.jb, homes.hub, *ends, StayState.AGREED, StayKind.EMERGENCY, bed=1)
    other = factories.create_stay(homes.ak, small, *ends, StayState.AGREED, kind, bed=1)
    clock.move_to("2026-11-23T00:30Z")
    viewer = sees(homes.anita)
    found = places_to_move(viewer, stay_page(viewer, stay.id))
    assert ((f"stay:{other.id}", "Brook") in found) is (kind is StayKind.EMERGENCY)
