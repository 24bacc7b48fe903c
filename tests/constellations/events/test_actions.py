"""What is planned stands in the calendars that it is for, and in no other."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.core.errors import NotFound
from constellations.events.actions import Plan, Wording, plan_event
from constellations.events.queries import occurrences_in
from constellations.events.rules import Circle, EventKind, NotYoursToPlan, Pattern, Repeats
from constellations.models import Constellation, Home, Service
from constellations.permissions import Role
from constellations.queries import viewer_for
from constellations.rules import HomeRole
from tests.factories import create_constellation, create_home, create_person, create_service, join

FIRST = dt.date(2026, 10, 17)
PICNIC = Wording(EventKind.GATHERING, "Picnic")


class World:
    """Two constellations of a service, each with a hub and a satellite, and their staff."""

    def __init__(self) -> None:
        self.service = create_service()
        self.ours, self.theirs = (create_constellation(self.service) for _ in range(2))
        self.hub_home, self.home, self.far = (create_home(self.service) for _ in range(3))
        join(self.hub_home, self.ours, HomeRole.HUB)
        join(self.home, self.ours)
        join(self.far, self.theirs)
        self.hub = _viewer(Role.HUB_CARER, home=self.hub_home)
        self.carer = _viewer(Role.SATELLITE_CARER, home=self.home)
        self.elsewhere = _viewer(Role.SATELLITE_CARER, home=self.far)
        self.liaison = _viewer(Role.LIAISON, self.service, constellations=(self.ours,))
        self.finance = _viewer(Role.FINANCE, self.service)
        self.manager = _viewer(Role.MANAGER, self.service)


def _viewer(
    role: Role, service: Service | None = None, home: Home | None = None, constellations: tuple[Constellation, ...] = ()
) -> Viewer:
    return viewer_for(create_person(role, service, home, constellations=constellations))


@pytest.fixture
def world(app: Flask) -> World:
    """The same for each test."""
    return World()


def plan(circle: Circle, *constellations: Constellation, home: Home | None = None, **dates: object) -> Plan:
    """A picnic from two to five."""
    pattern = Pattern(FIRST, **dates)  # type: ignore[arg-type]  # as the test says
    ids = tuple(one.id for one in constellations)
    return Plan(PICNIC, circle, pattern, dt.time(14), 180, ids, home.id if home else None)


def seen(viewer: Viewer, first: dt.date = FIRST, days: int = 1) -> list[str]:
    """The dates that stand in somebody's calendar."""
    return [one.starts_on.isoformat() for one in occurrences_in(viewer, first, first + dt.timedelta(days=days))]


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
    assert seen(_viewer(Role.MANAGER, create_service())) == []


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
    with pytest.raises(NotFound):
        plan_event(world.carer, plan(Circle.HOME, home=world.far))
    assert seen(world.manager) == []
