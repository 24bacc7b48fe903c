"""Events in a calendar, as an independent reader understands them after each change; and one date by itself."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar

from constellations.events.actions import plan_event
from constellations.events.changing.actions import call_off, change_event, take_place
from constellations.events.changing.rules import Scope
from constellations.events.feeds import file_of_date
from constellations.events.models import Event
from constellations.events.rules import Repeats
from tests.constellations.events.planners import World, again, event_now, going_on_from, once, part, rows_of, saturdays
from tests.constellations.feeds.calendars import Seen, shown
from tests.constellations.feeds.standing import address_of, entries_not_right, fetched

OFF = "Called off: Picnic"


@pytest.fixture
def world(app: Flask) -> World:
    """The same for each test; today is Sunday 22 November."""
    return World()


def seen_by_a_carer(app: Flask, world: World) -> Seen:
    """What a carer's calendar shows of the months to come."""
    answer = fetched(app, address_of(world.people["carer"]))
    assert answer.status_code == 200, answer.status
    return shown(answer.data, dt.date(2026, 11, 22), dt.date(2027, 2, 1))


def afternoon(day: str, title: str = "Picnic", status: str = "CONFIRMED") -> tuple[str, str, str, str]:
    """A picnic from two to five."""
    return f"{day}T14:00", f"{day}T17:00", title, status


def stamp_of(world: World, event: Event, number: int) -> tuple[int, str]:
    """How often one date changed, and when it last did, as its own file says."""
    read = Calendar.from_ical(file_of_date(world.carer, rows_of(event)[number].id)).walk("VEVENT")[0]
    stamp, changed = (str(read[name].to_ical()) for name in ("dtstamp", "last-modified"))
    assert stamp == changed
    return int(str(read["sequence"])), stamp


def test_a_series_that_comes_only_once_now_takes_place_on_that_day(app: Flask, world: World) -> None:
    event = plan_event(world.hub, once(world, "2026-11-28"))
    change_event(world.hub, part(event, 0), again(dt.date(2026, 11, 28), repeats=Repeats.WEEKLY, times=3))
    assert seen_by_a_carer(app, world) == [afternoon(f"2026-{day}") for day in ("11-28", "12-05", "12-12")]
    change_event(world.hub, part(event, 0), again(dt.date(2026, 12, 12)))
    fallen = [afternoon(f"2026-{day}", OFF, "CANCELLED") for day in ("11-28", "12-05")]
    assert seen_by_a_carer(app, world) == [*fallen, afternoon("2026-12-12")]
    change_event(world.hub, part(event, 2), again(dt.date(2026, 12, 13)))
    assert seen_by_a_carer(app, world) == [*fallen, afternoon("2026-12-13")]
    assert entries_not_right() == []


def test_what_is_called_off_says_so_once(app: Flask, world: World) -> None:
    event = plan_event(world.hub, once(world, "2026-11-28"))
    call_off(world.hub, part(event, 0))
    assert seen_by_a_carer(app, world) == [afternoon("2026-11-28", OFF, "CANCELLED")]


def test_one_date_by_itself_says_that_it_changed_each_time_that_it_did(
    world: World, clock: time_machine.Traveller
) -> None:
    event = plan_event(world.hub, saturdays(world))
    stamps = [stamp_of(world, event, 1)]
    for act in (
        lambda: change_event(world.hub, part(event, 0), again(dt.date(2026, 11, 28), repeats=Repeats.WEEKLY, times=3)),
        lambda: call_off(world.hub, part(event, 1, Scope.THIS)),
        lambda: take_place(world.hub, part(event, 1, Scope.THIS)),
    ):
        clock.shift(60)
        act()
        stamps.append(stamp_of(world, event, 1))
    assert stamps == sorted(set(stamps))
    assert len({sequence for sequence, _ in stamps}) == len({changed for _, changed in stamps}) == 4


def test_one_date_by_itself_is_not_older_for_a_series_that_was_split_before_it(
    world: World, clock: time_machine.Traveller
) -> None:
    event = plan_event(world.hub, saturdays(world))
    for hour in (11, 12):
        clock.shift(60)
        noon = again(dt.date(2026, 11, 28), dt.time(hour), repeats=Repeats.WEEKLY, times=4)
        change_event(world.hub, part(event, 0), noon)
    assert event_now(event).version >= 3
    before = [stamp_of(world, event, number) for number in range(4)]
    clock.shift(60)
    later = again(dt.date(2026, 12, 12), repeats=Repeats.WEEKLY, times=2)
    change_event(world.hub, part(event, 2, Scope.FOLLOWING), later)
    goes_on = going_on_from(event)
    stays = [stamp_of(world, event, number) for number in range(2)]
    after = [*stays, *(stamp_of(world, goes_on, number) for number in range(2))]
    assert all(now[0] > then[0] for now, then in zip(after, before, strict=True))
    assert all(now[1] > then[1] for now, then in zip(after[2:], before[2:], strict=True))
