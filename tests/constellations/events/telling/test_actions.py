"""Who hears of a change that is still weeks away: those who said that they come."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.events.actions import plan_event
from constellations.events.answers.actions import Reply, answer_event
from constellations.events.answers.rules import Coming
from constellations.events.changing.actions import OneDate, call_off, change_date, take_place
from constellations.events.changing.rules import Scope
from constellations.events.models import Event
from constellations.events.rules import Length
from constellations.models import Membership
from tests.constellations.events.planners import TWO, World, once, part, rows_of
from tests.factories import changed
from tests.registers import rows

LATER = dt.date(2026, 12, 20)


@pytest.fixture
def world(app: Flask) -> World:
    return World()


def picnic(world: World) -> Event:
    """An event in four weeks, to which the satellite has answered."""
    return plan_event(world.hub, once(world))


def says(viewer: Viewer, event: Event, said: Coming) -> None:
    answer_event(viewer, rows_of(event)[0].id, Reply(said, None))


@pytest.mark.parametrize("said", [Coming.GOING, Coming.MAYBE])
def test_who_comes_hears_that_it_is_moved(world: World, said: Coming) -> None:
    event = picnic(world)
    says(world.carer, event, said)
    change_date(world.hub, part(event, 0, Scope.THIS), OneDate("Picnic", "", "", Length(LATER, TWO, 180)))
    assert world.told("carer") == ["Changed in the calendar: Picnic, Sun 20 Dec, 14:00 to 17:00."]
    assert world.all_told() == {"carer": 1}


def test_who_has_left_by_the_new_day_hears_that_it_is_moved(world: World) -> None:
    event = picnic(world)
    says(world.carer, event, Coming.GOING)
    theirs = [key for key, home_id in rows(Membership.id, Membership.home_id) if home_id == world.home.id]
    changed(Membership(id=theirs[0]), ends_on=LATER)
    change_date(world.hub, part(event, 0, Scope.THIS), OneDate("Picnic", "", "", Length(LATER, TWO, 180)))
    assert world.told("carer") == ["Changed in the calendar: Picnic, Sun 20 Dec, 14:00 to 17:00."]
    call_off(world.hub, part(event, 0))
    assert world.all_told() == {"carer": 1}, "to the new day they do not come"


def test_who_comes_hears_that_it_is_called_off_and_that_it_takes_place_after_all(world: World) -> None:
    event = picnic(world)
    says(world.carer, event, Coming.GOING)
    call_off(world.hub, part(event, 0))
    take_place(world.hub, part(event, 0))
    assert [words.split(":")[0] for words in world.told("carer")] == ["Called off", "It takes place after all"]
    assert world.all_told() == {"carer": 2}


def test_who_does_not_come_or_changes_it_hears_nothing_of_what_is_weeks_away(world: World) -> None:
    event = picnic(world)
    says(world.carer, event, Coming.NO)
    says(world.hub, event, Coming.GOING)
    call_off(world.hub, part(event, 0))
    assert world.all_told() == {}
