"""A child who stood twice in what a family said to an event, or in its register, is counted once."""

import pytest
import time_machine
from flask import Flask

from constellations.children.models import Child
from constellations.events.answers.models import EventGuest
from constellations.events.attendance.actions import Register, keep_register
from constellations.events.attendance.models import Attendance, Attended
from constellations.events.attendance.rules import FamilyCame
from sleepovers.merging.actions import look_at_merging_children, merge_children
from tests import factories
from tests.constellations.events.answers.test_actions import GOING, told
from tests.constellations.events.families import Families, said_of, say, sees
from tests.registers import everything, rows

ROOM = ["There is room for you now: Saturday together, Sat 19 Dec, 14:00 to 17:00"]


@pytest.fixture
def families(app: Flask) -> Families:
    """The Patels and their neighbours."""
    return Families()


@pytest.fixture
def double(families: Families) -> Child:
    """JB once more, as the file of another year called it."""
    return factories.create_child(families.service, families.patel, "JB", key="OLD-1")


def merge(families: Families, double: Child) -> None:
    """The manager merges the double into JB."""
    merge_children(sees(families.manager), families.jb.id, double.id, "1-1")


def test_the_second_place_of_a_child_goes_to_who_waits(families: Families, double: Child) -> None:
    at = families.event(capacity=7)
    say(families.anita, at)
    say(families.grace, at)
    assert said_of(at) == {"Patel": ("going", 2, 4, False), "Okafor": ("going", 1, 1, True)}
    before = everything()
    look_at_merging_children(sees(families.manager), families.jb.id, double.id)
    assert everything() == before
    merge(families, double)
    assert said_of(at) == {"Patel": ("going", 2, 3, False), "Okafor": ("going", 1, 1, False)}
    assert [child for (child,) in rows(EventGuest.child_id)].count(families.jb.id) == 1
    assert told(families.grace) == ROOM


def test_a_child_that_stood_there_under_one_record_alone_keeps_its_place(families: Families, double: Child) -> None:
    at = families.event()
    say(families.anita, at, GOING, families.anita, double)
    merge(families, double)
    assert said_of(at) == {"Patel": ("going", 1, 1, False)}
    assert {child for (child,) in rows(EventGuest.child_id)} == {None, families.jb.id}


def test_at_what_is_over_a_child_counts_once_and_nobody_moves_up(
    families: Families, double: Child, clock: time_machine.Traveller
) -> None:
    at = families.event(capacity=7)
    say(families.anita, at)
    say(families.grace, at)
    clock.move_to("2026-12-20T09:00Z")
    merge(families, double)
    assert said_of(at) == {"Patel": ("going", 2, 3, False), "Okafor": ("going", 1, 1, True)}
    assert told(families.grace) == []


def test_a_register_counts_a_child_once(families: Families, double: Child, clock: time_machine.Traveller) -> None:
    at = families.event()
    say(families.anita, at)
    clock.move_to("2026-12-19T14:00Z")
    came = FamilyCame(families.patel.id, frozenset({families.anita.id, families.jb.id, double.id}), more_children=1)
    keep_register(sees(families.manager), at, Register([came], 0))
    assert rows(Attendance.adults, Attendance.children) == [(1, 3)]
    merge(families, double)
    assert rows(Attendance.adults, Attendance.children, Attendance.more_children) == [(1, 2, 1)]
    assert {child for (child,) in rows(Attended.child_id)} == {None, families.jb.id}
