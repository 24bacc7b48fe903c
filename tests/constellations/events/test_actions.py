"""What is planned stands in the calendars that it is for, and in no other."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer, visible
from constellations.core import clock
from constellations.core.database import session
from constellations.core.errors import NotFound
from constellations.cover.models import HubCover
from constellations.events.actions import Plan, Wording, plan_event
from constellations.events.planning.rules import NoConstellation, NoFamily, NoTitle, PhotosNotAllowed
from constellations.events.rules import Circle, EventKind, NotOneService, NotYoursToPlan, Pattern, Photos, Repeats
from constellations.models import Home, Membership
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.constellations.events.planners import (
    FIRST,
    PICNIC,
    TWO,
    World,
    done,
    event_now,
    once,
    plan,
    rows_of,
    saturdays,
    seen,
    viewer_of,
)
from tests.factories import changed, create_constellation, create_service, join, stored


@pytest.fixture
def world(app: Flask) -> World:
    """The same for each test."""
    return World()


def memberships_of(home: Home) -> list[Membership]:
    """In which constellations a home is, or was."""
    rows = visible(Viewer.system(), Membership).where(Membership.home_id == home.id)
    return list(session().scalars(rows))


def test_members_and_staff_see_what_is_on_in_a_constellation(world: World) -> None:
    plan_event(world.hub, plan(Circle.CONSTELLATIONS, world.ours))
    for viewer in (world.hub, world.carer, world.liaison, world.manager, world.finance):
        assert seen(viewer) == ["2026-10-17"]
    assert seen(world.elsewhere) == []


def test_a_series_stands_there_with_every_date(world: World) -> None:
    plan_event(world.hub, plan(Circle.CONSTELLATIONS, world.ours, repeats=Repeats.WEEKLY, times=3))
    assert seen(world.carer, days=30) == ["2026-10-17", "2026-10-24", "2026-10-31"]
    assert seen(world.carer, FIRST + dt.timedelta(days=7), days=7) == ["2026-10-24"]


def test_what_is_for_the_service_is_for_everybody_in_it(world: World) -> None:
    plan_event(world.manager, plan(Circle.SERVICE))
    assert seen(world.elsewhere) == seen(world.hub) == ["2026-10-17"]
    assert seen(viewer_of(Role.MANAGER, create_service())) == []


def test_family_time_is_the_familys_and_its_workers_alone(world: World) -> None:
    plan_event(world.carer, plan(Circle.HOME, home=world.home))
    assert seen(world.carer) == seen(world.liaison) == seen(world.manager) == ["2026-10-17"]
    assert seen(world.hub) == seen(world.finance) == seen(world.elsewhere) == []


def test_an_event_that_goes_on_stands_there_on_every_day(world: World) -> None:
    camp = Plan(PICNIC, Circle.CONSTELLATIONS, Pattern(FIRST), None, 2 * 1440, (world.ours.id,))
    plan_event(world.hub, camp)
    assert seen(world.carer, FIRST + dt.timedelta(days=1)) == ["2026-10-17"]
    assert seen(world.carer, FIRST + dt.timedelta(days=2)) == []


def test_a_satellite_carer_plans_for_the_own_family_alone(world: World) -> None:
    with pytest.raises(NotYoursToPlan):
        plan_event(world.carer, plan(Circle.CONSTELLATIONS, world.ours))
    with pytest.raises(NotYoursToPlan):
        plan_event(world.carer, plan(Circle.HOME, home=world.far))
    assert seen(world.manager) == []


def test_nobody_plans_in_another_familys_own_calendar(world: World) -> None:
    for viewer, home in ((world.hub, world.home), (world.carer, world.hub_home)):
        with pytest.raises(NotYoursToPlan):
            plan_event(viewer, plan(Circle.HOME, home=home))
    plan_event(world.liaison, plan(Circle.HOME, home=world.home))
    assert seen(world.carer) == ["2026-10-17"]


def test_who_covers_for_the_hub_plans_for_its_constellation(world: World) -> None:
    today = clock.today()
    of = {"constellation_id": world.ours.id, "home_id": world.home.id}
    stored(HubCover(starts_on=today, ends_on=today + dt.timedelta(days=1), **of))
    plan_event(viewer_for(world.people["carer"]), plan(Circle.CONSTELLATIONS, world.ours))
    assert seen(world.hub) == ["2026-10-17"]


def test_an_event_for_several_constellations_is_planned_by_staff(world: World) -> None:
    with pytest.raises(NotYoursToPlan):
        plan_event(world.hub, plan(Circle.CONSTELLATIONS, world.ours, world.theirs))
    with pytest.raises(NotFound):
        plan_event(world.liaison, plan(Circle.CONSTELLATIONS, world.ours, world.theirs))
    plan_event(world.manager, plan(Circle.CONSTELLATIONS, world.ours, world.theirs))
    assert seen(world.carer) == seen(world.elsewhere) == ["2026-10-17"]


def test_an_event_is_for_somebody_of_one_service(world: World) -> None:
    with pytest.raises(NoConstellation):
        plan_event(world.hub, plan(Circle.CONSTELLATIONS))
    with pytest.raises(NoFamily):
        plan_event(world.carer, plan(Circle.HOME))
    far_off = create_constellation(create_service())
    with pytest.raises(NotFound):
        plan_event(world.manager, plan(Circle.CONSTELLATIONS, far_off))
    with pytest.raises(NotOneService):
        plan_event(viewer_of(Role.MANAGER), plan(Circle.SERVICE))


def test_what_it_says_is_tidied_and_its_place_is_where_the_host_lives(world: World) -> None:
    wording = Wording(EventKind.TRAINING, " First \x00aid ", bring="A\u2028pen", words="One\r\ntwo\x1b")
    at_hub = Plan(wording, Circle.CONSTELLATIONS, Pattern(FIRST), TWO, 180, (world.ours.id,), host_id=world.hub_home.id)
    event = event_now(plan_event(world.hub, at_hub))
    assert (event.title, event.place, event.bring, event.words) == (
        "First aid",
        world.hub_home.name,
        "A pen",
        "One\ntwo",
    )
    assert done() == ["planned_event"]


def test_what_its_rules_refuse_is_not_stored(world: World) -> None:
    for wording, error in (
        (Wording(EventKind.GATHERING, " "), NoTitle),
        (Wording(EventKind.GATHERING, "Fair", photos=Photos.WELCOME), PhotosNotAllowed),
    ):
        with pytest.raises(error):
            plan_event(world.hub, Plan(wording, Circle.CONSTELLATIONS, Pattern(FIRST), TWO, 180, (world.ours.id,)))
    assert seen(world.hub) == []


def test_photos_are_welcome_where_the_service_allows_them(world: World) -> None:
    changed(world.service, photos_allowed=True)
    fair = Wording(EventKind.GATHERING, "Fair", photos=Photos.WELCOME)
    event = plan_event(world.manager, Plan(fair, Circle.SERVICE, Pattern(FIRST), TWO, 180))
    assert event_now(event).photos is Photos.WELCOME


def test_those_whom_it_is_for_hear_once_of_what_begins_within_two_days(world: World) -> None:
    plan_event(world.hub, saturdays(world, "2026-11-23", times=3))
    assert world.all_told() == {"carer": 1, "liaison": 1}
    assert world.told("carer") == ["New in the calendar: Picnic, Mon 23 Nov, 14:00 to 17:00, and 2 more dates."]


def test_nobody_is_told_of_what_is_further_away_or_over_or_a_familys_own(world: World) -> None:
    plan_event(world.hub, once(world, "2026-11-25"))
    plan_event(world.hub, once(world, "2026-11-21"))
    own = Plan(PICNIC, Circle.HOME, Pattern(dt.date(2026, 11, 23)), TWO, 180, home_id=world.home.id)
    plan_event(world.carer, own)
    assert world.all_told() == {}


def test_the_whole_service_hears_of_what_is_for_it(world: World) -> None:
    day = Plan(PICNIC, Circle.SERVICE, Pattern(dt.date(2026, 11, 23)), TWO, 180)
    plan_event(world.manager, day)
    assert world.all_told() == {"hub": 1, "carer": 1, "elsewhere": 1, "liaison": 1, "finance": 1}


def test_a_family_in_two_constellations_sees_both_and_one_that_left_sees_its_own(world: World) -> None:
    join(world.home, world.theirs)
    for constellation in (world.ours, world.theirs):
        plan_event(world.manager, plan(Circle.CONSTELLATIONS, constellation))
    plan_event(world.carer, plan(Circle.HOME, home=world.home))
    assert len(seen(viewer_for(world.people["carer"]))) == 3
    for membership in memberships_of(world.home):
        changed(membership, ends_on=dt.date(2026, 11, 1))
    assert len(seen(viewer_for(world.people["carer"]))) == 1


def test_every_date_of_a_series_is_a_row(world: World) -> None:
    event = plan_event(world.hub, saturdays(world, "2026-10-17", times=3))
    rows = rows_of(event)
    assert [(row.starts_on.isoformat(), row.starts_at, row.minutes) for row in rows] == [
        ("2026-10-17", TWO, 180),
        ("2026-10-24", TWO, 180),
        ("2026-10-31", TWO, 180),
    ]
