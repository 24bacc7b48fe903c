"""One date, it and those after it, or all: what is changed, what stays, what is told, and what is undone."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
import time_machine

from constellations.access import Viewer, visible
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.corrections import ChangedMeanwhile
from constellations.events.actions import Plan, Wording, plan_event
from constellations.events.changing import rules
from constellations.events.changing.actions import OneDate, Part, call_off, change_date, change_event, take_place
from constellations.events.changing.rules import Scope
from constellations.events.models import Event
from constellations.events.rules import Circle, EventKind, Length, NotYoursToPlan, Pattern, Repeats
from constellations.models import Membership
from constellations.queries import viewer_for
from tests.constellations.events.planners import (
    PICNIC,
    TWO,
    World,
    again,
    days,
    done,
    event_now,
    going_on_from,
    once,
    part,
    plan,
    rows_of,
    saturdays,
)
from tests.factories import changed

SUNDAY = dt.date(2026, 11, 29)


def at(first: dt.date, starts_at: dt.time = TWO, title: str = "Picnic", place: str = "") -> OneDate:
    """What one date becomes: three hours from a day on."""
    return OneDate(title, place, "", Length(first, starts_at, 180))


def ids(event: Event) -> list[uuid.UUID]:
    """The dates of an event, in the order of the series."""
    return [row.id for row in rows_of(event)]


def test_one_date_is_moved_and_its_series_stays(world: World) -> None:
    event = plan_event(world.hub, saturdays(world))
    before = ids(event)
    change_date(world.hub, part(event, 1, Scope.THIS), at(dt.date(2026, 12, 6), dt.time(11), "Brunch", "Hall"))
    row = rows_of(event)[1]
    assert (row.starts_on, row.starts_at, row.title, row.place) == (dt.date(2026, 12, 6), dt.time(11), "Brunch", "Hall")
    assert row.planned_on == dt.date(2026, 12, 5)
    assert row.bring is None
    assert ids(event) == before
    assert days(event) == ["2026-11-28", "2026-12-06", "2026-12-12", "2026-12-19"]
    assert done() == ["changed_event", "planned_event"]


def test_a_whole_series_is_moved_and_every_date_keeps_its_answers(world: World) -> None:
    event = plan_event(world.hub, saturdays(world))
    before = ids(event)
    change_event(world.hub, part(event, 0), again(SUNDAY, dt.time(11), repeats=Repeats.WEEKLY, times=4))
    assert days(event) == ["2026-11-29", "2026-12-06", "2026-12-13", "2026-12-20"]
    assert ids(event) == before
    assert {row.starts_at for row in rows_of(event)} == {dt.time(11)}
    assert [row.planned_on for row in rows_of(event)] == [row.starts_on for row in rows_of(event)]


def test_this_and_those_after_it_go_on_as_a_series_of_their_own(world: World) -> None:
    event = plan_event(world.hub, saturdays(world))
    before = ids(event)
    wording = Wording(EventKind.GATHERING, "Games", "Hall")
    change_event(
        world.hub,
        part(event, 2, Scope.FOLLOWING),
        again(dt.date(2026, 12, 12), TWO, wording, repeats=Repeats.WEEKLY, times=3),
    )
    after = going_on_from(event)
    assert (event_now(event).until, event_now(event).times) == (dt.date(2026, 12, 11), None)
    assert days(event) == ["2026-11-28", "2026-12-05"]
    assert days(after) == ["2026-12-12", "2026-12-19", "2026-12-26"]
    assert [*ids(event), *ids(after)[:2]] == before
    assert (after.title, after.place, event_now(event).title) == ("Games", "Hall", "Picnic")
    assert seen_by(world.carer, ids(after)[0])


def seen_by(viewer: Viewer, occurrence_id: uuid.UUID) -> bool:
    """Whether somebody may look at a date, which they may not change."""
    row = Part(occurrence_id, 0, Scope.THIS)
    with pytest.raises((NotYoursToPlan, NotFound)) as refused:
        call_off(viewer, row)
    return refused.type is NotYoursToPlan


def test_the_last_saturday_stays_the_last_where_only_the_place_is_corrected(
    world: World, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-08-20T09:00Z")
    last = replace(saturdays(world), dates=Pattern(dt.date(2026, 8, 29), Repeats.MONTHLY_WEEKDAY, times=5))
    event = plan_event(world.hub, last)
    before = ids(event)
    clock.move_to("2026-09-01T09:00Z")
    hall = replace(PICNIC, place="Hall")
    corrected = again(dt.date(2026, 9, 26), TWO, hall, repeats=Repeats.MONTHLY_WEEKDAY, times=4)
    change_event(world.hub, part(event, 1), corrected)
    after = going_on_from(event)
    assert days(after) == ["2026-09-26", "2026-10-31", "2026-11-28", "2026-12-26"]
    assert ids(after) == before[1:]
    clock.move_to("2026-11-01T09:00Z")
    change_event(
        world.hub,
        part(after, 2),
        replace(corrected, dates=replace(corrected.dates, first=dt.date(2026, 11, 28), times=3)),
    )
    assert days(going_on_from(after)) == ["2026-11-28", "2026-12-26", "2027-01-30"]


def test_all_means_what_is_still_to_come(world: World, clock: time_machine.Traveller) -> None:
    event = plan_event(world.hub, saturdays(world))
    clock.move_to("2026-11-30T09:00Z")
    change_event(world.hub, part(event, 0), again(dt.date(2026, 12, 6), repeats=Repeats.WEEKLY, times=3))
    assert days(event) == ["2026-11-28"]
    assert days(going_on_from(event)) == ["2026-12-06", "2026-12-13", "2026-12-20"]


def test_what_was_changed_by_itself_stays_as_it_is(world: World) -> None:
    event = plan_event(world.hub, saturdays(world))
    change_date(world.hub, part(event, 1, Scope.THIS), at(dt.date(2026, 12, 3), dt.time(18), "Supper"))
    change_event(world.hub, part(event, 0), again(SUNDAY, dt.time(11), repeats=Repeats.WEEKLY, times=4))
    row = rows_of(event)[1]
    assert (row.planned_on, row.starts_on, row.starts_at, row.title) == (
        dt.date(2026, 12, 6),
        dt.date(2026, 12, 3),
        dt.time(18),
        "Supper",
    )


def test_every_second_week_calls_off_those_between_and_every_week_brings_them_back(world: World) -> None:
    event = plan_event(world.hub, saturdays(world))
    before, first = ids(event), dt.date(2026, 11, 28)
    change_event(world.hub, part(event, 0), again(first, repeats=Repeats.FORTNIGHTLY, times=2))
    assert days(event) == ["2026-11-28", "2026-12-12"]
    change_event(world.hub, part(event, 0), again(first, repeats=Repeats.WEEKLY, times=5))
    assert days(event) == ["2026-11-28", "2026-12-05", "2026-12-12", "2026-12-19", "2026-12-26"]
    assert ids(event)[:4] == before


def test_what_comes_once_can_come_again_and_a_series_once(world: World) -> None:
    event = plan_event(world.hub, once(world, "2026-11-28"))
    change_event(world.hub, part(event, 0), again(dt.date(2026, 11, 28), repeats=Repeats.WEEKLY, times=3))
    assert days(event) == ["2026-11-28", "2026-12-05", "2026-12-12"]
    change_event(world.hub, part(event, 0), again(dt.date(2026, 12, 12)))
    assert days(event) == ["2026-12-12"]
    change_event(world.hub, part(event, 2), again(dt.date(2026, 12, 13)))
    assert days(event) == ["2026-12-13"]


def test_what_has_begun_is_not_moved_and_nothing_into_the_past(world: World, clock: time_machine.Traveller) -> None:
    event = plan_event(world.hub, once(world, "2026-11-28"))
    for moved in (
        lambda: change_event(world.hub, part(event, 0), again(dt.date(2026, 11, 21))),
        lambda: change_date(world.hub, part(event, 0, Scope.THIS), at(dt.date(2026, 11, 22), dt.time(8))),
    ):
        with pytest.raises(rules.IntoThePast):
            moved()
    clock.move_to("2026-11-28T14:00Z")
    with pytest.raises(rules.NothingLeft):
        change_event(world.hub, part(event, 0), again(dt.date(2026, 12, 5)))
    with pytest.raises(rules.BegunAlready):
        call_off(world.hub, part(event, 0, Scope.THIS))
    assert days(event) == ["2026-11-28"]


def test_a_page_that_is_stale_changes_nothing(world: World) -> None:
    event = plan_event(world.hub, saturdays(world))
    stale = part(event, 1, Scope.THIS)
    change_date(world.liaison, stale, at(dt.date(2026, 12, 6)))
    with pytest.raises(ChangedMeanwhile, match=r"It says now: Sun 6 Dec.* You wanted: Mon 7 Dec"):
        change_date(world.hub, stale, at(dt.date(2026, 12, 7)))
    series = part(event, 2)
    change_event(world.liaison, series, again(SUNDAY, repeats=Repeats.WEEKLY, times=4))
    with pytest.raises(ChangedMeanwhile):
        call_off(world.hub, series)
    assert days(event)[0] == "2026-11-29"


def test_a_page_from_before_a_series_went_on_by_itself_is_stale(world: World) -> None:
    event = plan_event(world.hub, saturdays(world))
    change_event(world.hub, part(event, 0), again(SUNDAY, repeats=Repeats.WEEKLY, times=4))
    stale, before = part(event, 2, Scope.THIS), event_now(event).version
    goes_on = again(dt.date(2026, 12, 13), dt.time(11), repeats=Repeats.WEEKLY, times=2)
    change_event(world.liaison, part(event, 2, Scope.FOLLOWING), goes_on)
    after = going_on_from(event)
    assert after.version > before
    assert part(after, 0).version > stale.version
    with pytest.raises(ChangedMeanwhile):
        change_date(world.hub, stale, at(dt.date(2026, 12, 14)))
    assert [row.starts_at for row in rows_of(after)] == [dt.time(11)] * 2


def test_only_who_may_plan_it_changes_it(world: World) -> None:
    event = plan_event(world.hub, once(world))
    with pytest.raises(NotYoursToPlan):
        change_event(world.carer, part(event, 0), again(SUNDAY))
    with pytest.raises(NotFound):
        call_off(world.elsewhere, part(event, 0))
    own = plan_event(world.carer, plan_of_own(world))
    with pytest.raises(NotFound):
        call_off(world.hub, part(own, 0))
    assert call_off(world.liaison, part(own, 0)) == 1


def plan_of_own(world: World) -> Plan:
    """Time of the satellite's own family."""
    return replace(plan(Circle.HOME, home=world.home), dates=Pattern(SUNDAY))


def test_a_host_that_has_left_stays_where_only_other_words_are_changed(world: World) -> None:
    here = replace(once(world), host_id=world.home.id)
    event = plan_event(world.hub, here)
    membership = (
        session().scalars(visible(Viewer.system(), Membership).where(Membership.home_id == world.home.id)).one()
    )
    changed(membership, ends_on=world.hub.today)
    hub = viewer_for(world.people["hub"])
    wanted = again(dt.date(2026, 12, 19), TWO, replace(PICNIC, title="Games", place="Hall"))
    change_event(hub, part(event, 0), replace(wanted, host_id=world.home.id))
    assert (event_now(event).title, event_now(event).host_id) == ("Games", world.home.id)
    change_event(hub, part(event, 0), replace(wanted, host_id=world.hub_home.id))
    with pytest.raises(NotFound):
        change_event(hub, part(event, 0), replace(wanted, host_id=world.home.id))


def test_each_change_of_what_is_soon_is_told_once_and_says_what_became_of_it(world: World) -> None:
    event = plan_event(world.hub, saturdays(world, "2026-11-23", times=3))
    change_date(world.hub, part(event, 0, Scope.THIS), at(dt.date(2026, 11, 24), dt.time(8)))
    change_event(world.hub, part(event, 0), again(dt.date(2026, 11, 23), dt.time(15), repeats=Repeats.WEEKLY, times=3))
    call_off(world.hub, part(event, 0))
    take_place(world.hub, part(event, 0))
    assert world.told("carer") == [
        "Called off: Picnic, Tue 24 Nov, 08:00 to 11:00, and 2 more dates.",
        "Changed in the calendar: Picnic, Tue 24 Nov, 08:00 to 11:00.",
        "It takes place after all: Picnic, Tue 24 Nov, 08:00 to 11:00, and 2 more dates.",
        "New in the calendar: Picnic, Mon 23 Nov, 14:00 to 17:00, and 2 more dates.",
    ]
    assert world.all_told() == {"carer": 4, "liaison": 4}


def test_what_is_moved_away_from_soon_is_told_and_other_words_are_not(world: World) -> None:
    event = plan_event(world.hub, once(world, "2026-11-23"))
    change_event(world.hub, part(event, 0), again(dt.date(2026, 11, 23), TWO, Wording(EventKind.MEETING, "Talk")))
    assert len(world.told("carer")) == 1
    change_event(world.hub, part(event, 0), again(dt.date(2026, 12, 24), TWO, Wording(EventKind.MEETING, "Talk")))
    assert world.told("carer")[0] == "Changed in the calendar: Talk, Thu 24 Dec, 14:00 to 17:00."
    hall = Wording(EventKind.MEETING, "Talk", "Hall")
    change_event(world.hub, part(event, 0), again(dt.date(2026, 11, 23), TWO, hall))
    change_event(
        world.hub, part(event, 0), again(dt.date(2026, 11, 23), TWO, Wording(EventKind.MEETING, "Talk", "Barn"))
    )
    assert len(world.told("carer")) == 4


def test_a_series_that_becomes_shorter_or_longer_soon_is_told_of_what_fell_out_or_came(world: World) -> None:
    event = plan_event(world.hub, saturdays(world, "2026-11-23", times=2))
    change_event(world.hub, part(event, 0), again(dt.date(2026, 11, 30), repeats=Repeats.WEEKLY, times=1))
    assert world.told("carer")[0] == "Called off: Picnic, Mon 23 Nov, 14:00 to 17:00."


def test_a_series_stays_at_two_by_the_wall_when_a_part_goes_on_over_the_clock_change(
    world: World, clock: time_machine.Traveller
) -> None:
    clock.move_to("2026-10-11T09:00Z")
    event = plan_event(world.hub, saturdays(world, "2026-10-17", times=4))
    change_event(
        world.hub,
        part(event, 1, Scope.FOLLOWING),
        again(dt.date(2026, 10, 24), dt.time(13), repeats=Repeats.WEEKLY, times=3),
    )
    begins = [Length(row.starts_on, row.starts_at, row.minutes).begins for row in rows_of(going_on_from(event))]
    assert [one.isoformat() for one in begins] == [
        "2026-10-24T12:00:00+00:00",
        "2026-10-31T13:00:00+00:00",
        "2026-11-07T13:00:00+00:00",
    ]
