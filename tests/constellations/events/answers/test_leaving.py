"""Families that leave and children who move: they take no place at an event, and are not counted there."""

import datetime as dt
import uuid

import pytest
import time_machine

from constellations.children.actions import move_child
from constellations.children.models import Placement
from constellations.core.errors import NotFound
from constellations.events.answers.panels import what_is_on
from constellations.events.answers.queries import homes_to_answer_for, who_comes
from constellations.events.models import Event, Occurrence
from constellations.events.rules import Circle
from constellations.events.telling.queries import people_expected
from constellations.homes.actions import change_terms
from constellations.homes.rules import Terms
from constellations.rules import HomeStatus
from tests.constellations.events.answers.test_actions import GOING, NO, event_of, guests, seat, stored, told
from tests.constellations.events.families import FIRST, Families, said_of, say, sees
from tests.factories import changed
from tests.registers import rows


@pytest.mark.parametrize("circle", [Circle.CONSTELLATIONS, Circle.SERVICE])
def test_a_family_that_has_left_by_then_takes_nobodys_place_and_is_not_told_of_it(
    families: Families, circle: Circle
) -> None:
    at = families.event(capacity=5, circle=circle)
    say(families.anita, at)
    say(families.grace, at)
    terms, manager = Terms(1, 3, HomeStatus.LEFT), sees(families.manager)
    change_terms(manager, families.patel.id, terms, FIRST + dt.timedelta(days=1), 1)
    assert (seat(), said_of(at)["Okafor"][3]) == (0, True), "that day they are still there"
    change_terms(manager, families.patel.id, terms, FIRST, 2)
    assert (seat(), said_of(at)["Okafor"][3]) == (1, False)
    coming = who_comes(manager, at)
    assert ([one.home for one in coming.families], coming.seated, coming.free) == (["Okafor"], 2, 3)
    assert families.patel.id not in homes_to_answer_for(manager, coming)
    assert who_comes(sees(families.anita), at).own is None
    assert what_is_on(sees(families.anita)) == {"asked": [], "may_plan": True}
    with pytest.raises(NotFound):
        say(families.anita, at, NO)
    assert people_expected([at]) == {families.grace.id}


def test_a_child_that_moves_counts_no_more_with_the_family_before(families: Families) -> None:
    at = families.event(capacity=5)
    say(families.anita, at)
    say(families.grace, at, GOING, families.sd)
    move_child(sees(families.manager), families.jb.id, families.okafor.id, dt.date(2026, 11, 22), 1)
    assert said_of(at) == {"Patel": ("going", 2, 2, False), "Okafor": ("going", 0, 1, False)}
    assert guests() == {one.id for one in (families.anita, families.raj, families.ak, families.tw, families.sd)}
    assert told(families.grace) == ["There is room for you now: Saturday together, Sat 19 Dec, 14:00 to 17:00"]
    move_child(sees(families.manager), families.ak.id, None, dt.date(2026, 11, 23), 1)
    assert said_of(at)["Patel"] == ("going", 2, 2, False), "until that day it lives there"


def test_the_job_leaves_out_whoever_moved_by_the_register_or_left(families: Families) -> None:
    at = families.event()
    say(families.anita, at)
    say(families.grace, at, GOING, families.sd)
    lives: dict[uuid.UUID, uuid.UUID] = dict(rows(Placement.child_id, Placement.id))
    for child in (families.ak, families.sd):
        changed(Placement(id=lives[child.id]), ends_on=dt.date(2026, 11, 22))
    changed(families.raj, left_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    assert seat() == 0
    assert said_of(at) == {"Patel": ("going", 1, 2, False), "Okafor": ("no", 0, 0, False)}
    assert guests() == {families.anita.id, families.jb.id, families.tw.id}


TODAY = dt.date(2026, 11, 22)


def test_who_moves_in_the_afternoon_was_there_in_the_morning(families: Families, clock: time_machine.Traveller) -> None:
    at, later = families.event(first=TODAY), families.event(first=TODAY)
    changed(stored(Occurrence, later), starts_at=dt.time(18))
    for one in (at, later):
        say(families.grace, one, GOING, families.sd)
    clock.move_to("2026-11-22T15:00Z")
    move_child(sees(families.manager), families.sd.id, families.patel.id, TODAY, 1)
    assert (said_of(at)["Okafor"], said_of(later)["Okafor"]) == (("going", 0, 1, False), ("no", 0, 0, False))


@pytest.mark.parametrize("of", [Event, Occurrence])
def test_what_is_called_off_has_no_room_for_anybody(families: Families, of: type[Event] | type[Occurrence]) -> None:
    at = families.event(capacity=5)
    say(families.anita, at)
    say(families.grace, at, GOING, families.grace)
    key = at if of is Occurrence else event_of(at).id
    changed(stored(of, key), cancelled_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    move_child(sees(families.manager), families.jb.id, None, TODAY, 1)
    assert said_of(at) == {"Patel": ("going", 2, 2, False), "Okafor": ("going", 1, 0, True)}
    assert (seat(), told(families.grace)) == (0, [])


def test_what_is_over_has_no_room_for_anybody(families: Families, clock: time_machine.Traveller) -> None:
    at = families.event(capacity=5, first=TODAY)
    say(families.anita, at)
    say(families.grace, at)
    changed(event_of(at), capacity=9)
    clock.move_to("2026-11-22T16:59Z", tick=False)
    assert seat() == 1
    changed(event_of(at), capacity=5)
    say(families.moira, at)
    changed(event_of(at), capacity=9)
    clock.move_to("2026-11-22T17:00Z", tick=False)
    assert (seat(), said_of(at)["Moira"][3]) == (0, True)
