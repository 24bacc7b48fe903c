"""Calling an event off, one date or several, and that it takes place after all."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from constellations.events.actions import Plan, plan_event
from constellations.events.attendance.actions import Register, keep_register, take_back_register
from constellations.events.attendance.models import EventRegister
from constellations.events.attendance.rules import FamilyCame
from constellations.events.changing import rules
from constellations.events.changing.actions import call_off, change_event, take_place
from constellations.events.changing.rules import Scope
from constellations.events.page.queries import event_page
from constellations.events.planning.rules import TooManyWords
from constellations.events.rules import Circle, Pattern, Repeats
from constellations.feeds.models import FeedEntry
from tests.constellations.events.planners import (
    PICNIC,
    World,
    again,
    days,
    done,
    event_now,
    going_on_from,
    once,
    part,
    rows_of,
    saturdays,
)
from tests.factories import changed
from tests.registers import rows


def test_an_outing_of_whole_days_can_be_called_off_or_changed_on_its_morning(
    world: World, clock: time_machine.Traveller
) -> None:
    outing = Plan(PICNIC, Circle.CONSTELLATIONS, Pattern(dt.date(2026, 11, 28)), None, 1440, (world.ours.id,))
    event = plan_event(world.hub, outing)
    clock.move_to("2026-11-28T07:00Z")
    renamed = replace(again(dt.date(2026, 11, 28), None, replace(PICNIC, title="Walk")), minutes=1440)
    change_event(world.hub, part(event, 0), renamed)
    assert (event_now(event).title, days(event)) == ("Walk", ["2026-11-28"])
    call_off(world.hub, part(event, 0), "Snow.")
    assert days(event) == []
    assert "Called off: Walk, Sat 28 Nov. Why: Snow." in world.told("carer")
    take_place(world.hub, part(event, 0))
    clock.move_to("2026-11-29T00:00Z")
    with pytest.raises(rules.NothingLeft):
        call_off(world.hub, part(event, 0))


def test_an_outing_whose_register_is_kept_took_place_until_that_is_taken_back(
    world: World, clock: time_machine.Traveller
) -> None:
    days_out = Pattern(dt.date(2026, 11, 28), Repeats.WEEKLY, times=2)
    event = plan_event(world.hub, Plan(PICNIC, Circle.CONSTELLATIONS, days_out, None, 1440, (world.ours.id,)))
    clock.move_to("2026-11-28T10:00Z")
    first = rows_of(event)[0].id
    keep_register(world.hub, first, Register([FamilyCame(world.home.id, more_adults=1)], 0, add=world.home.id))
    with pytest.raises(rules.BegunAlready):
        call_off(world.hub, part(event, 0, Scope.THIS))
    assert event_page(world.hub, first).scopes == (Scope.ALL,)
    later = replace(again(dt.date(2026, 12, 6), None), minutes=1440)
    change_event(world.hub, part(event, 0), later)
    assert (days(event), days(going_on_from(event))) == (["2026-11-28"], ["2026-12-06"])
    take_back_register(world.hub, first)
    assert call_off(world.hub, part(event, 0)) == 1


def test_a_register_of_what_was_called_off_nevertheless_can_be_taken_back(
    world: World, clock: time_machine.Traveller
) -> None:
    event = plan_event(world.hub, once(world, "2026-11-28"))
    clock.move_to("2026-11-28T15:00Z")
    at = rows_of(event)[0]
    keep_register(world.hub, at.id, Register([FamilyCame(world.home.id, more_adults=1)], 0, add=world.home.id))
    changed(at, cancelled_at=dt.datetime(2026, 11, 28, 15, tzinfo=dt.UTC))
    take_back_register(world.hub, at.id)
    assert rows(EventRegister.occurrence_id) == []


def test_calling_off_keeps_the_dates_and_is_undone_together(world: World, clock: time_machine.Traveller) -> None:
    clock.move_to("2026-11-22T09:00Z", tick=True)
    event = plan_event(world.hub, saturdays(world))
    assert call_off(world.hub, part(event, 3, Scope.THIS)) == 1
    clock.shift(60)
    assert call_off(world.hub, part(event, 1, Scope.FOLLOWING)) == 2
    assert days(event) == ["2026-11-28"]
    assert take_place(world.hub, part(event, 2)) == 2
    assert days(event) == ["2026-11-28", "2026-12-05", "2026-12-12"]
    assert done() == ["called_off_event", "called_off_event", "let_event_take_place", "planned_event"]
    clock.shift(dt.timedelta(days=1))
    with pytest.raises(rules.TooLateToUndo):
        take_place(world.hub, part(event, 3))


def test_why_it_is_called_off_is_told_until_it_takes_place_after_all(world: World) -> None:
    event = plan_event(world.hub, saturdays(world, "2026-11-23", times=3))
    seen_in_feeds = [text for (text,) in rows(FeedEntry.text)]
    call_off(world.hub, part(event, 0, Scope.FOLLOWING), "  The hall is\nflooded. ")
    assert {row.called_off_why for row in rows_of(event)} == {"The hall is flooded."}
    assert world.told("carer")[0].endswith(", and 2 more dates. Why: The hall is flooded.")
    texts = [text for (text,) in rows(FeedEntry.text)]
    assert (len(texts), any(b"flooded" in text for text in texts)) == (len(seen_in_feeds), False)
    take_place(world.hub, part(event, 0))
    assert {row.called_off_why for row in rows_of(event)} == {""}
    with pytest.raises(TooManyWords):
        call_off(world.hub, part(event, 0), "x" * 301)


def test_a_date_that_a_series_has_again_is_no_longer_called_off_for_a_reason(world: World) -> None:
    event = plan_event(world.hub, saturdays(world))
    change_event(world.hub, part(event, 0), again(dt.date(2026, 11, 28), repeats=Repeats.WEEKLY, times=2))
    call_off(world.hub, part(event, 0, Scope.THIS), "Flooded.")
    change_event(world.hub, part(event, 1), again(dt.date(2026, 11, 28), repeats=Repeats.WEEKLY, times=4))
    assert [row.called_off_why for row in rows_of(event)] == ["Flooded.", "", "", ""]
    assert days(event) == ["2026-12-05", "2026-12-12", "2026-12-19"]


def test_an_event_is_called_off_when_all_its_dates_are(world: World) -> None:
    event = plan_event(world.hub, saturdays(world))
    call_off(world.hub, part(event, 0, Scope.FOLLOWING))
    assert event_now(event).cancelled_at is not None
    with pytest.raises(rules.CalledOffAlready):
        call_off(world.hub, part(event, 0, Scope.THIS))
    with pytest.raises(rules.NothingLeft):
        call_off(world.hub, part(event, 0))
    take_place(world.hub, part(event, 0))
    assert event_now(event).cancelled_at is None
