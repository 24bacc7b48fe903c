"""The calendar of each is that of their constellations, their service and their family, and has each thing once."""

import datetime as dt
from collections.abc import Sequence

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.calendar.queries import Wanted, entries_in, wanted_of
from constellations.calendar.rules import Entry, EntryKind, Shown
from constellations.core import clock
from constellations.core.database import database
from constellations.core.errors import NotFound
from constellations.core.ids import new_id
from constellations.events.models import EventConstellation
from constellations.permissions import Role
from constellations.queries import viewer_for
from tests.factories import (
    changed,
    create_constellation,
    create_event,
    create_home,
    create_person,
    create_service,
    join,
    stored,
)
from tests.queries import count_queries

DECEMBER = dt.date(2026, 12, 1), dt.date(2027, 1, 1)


class World:
    """A home in two constellations of a service, and its liaison worker."""

    def __init__(self) -> None:
        self.service = create_service()
        self.larch, self.rowan = (create_constellation(self.service, name) for name in ("Larch", "Rowan"))
        self.home = create_home(self.service)
        join(self.home, self.larch)
        join(self.home, self.rowan)
        self.carer = viewer_for(create_person(Role.SATELLITE_CARER, home=self.home))
        person = create_person(Role.LIAISON, self.service, constellations=(self.larch, self.rowan))
        self.liaison = viewer_for(person)


@pytest.fixture
def world(app: Flask) -> World:
    """The same for each test."""
    return World()


def found(viewer: Viewer, shown: Shown = Shown.EVENTS, constellation: object = None) -> Sequence[Entry]:
    """What stands in somebody's December."""
    wanted = wanted_of(viewer, shown, getattr(constellation, "id", None))
    with database().engine.connect():
        return entries_in(viewer, *DECEMBER, wanted)


def test_an_event_of_two_constellations_stands_once_with_both_their_names(world: World) -> None:
    at = create_event(world.larch, "2026-12-19", "Picnic")
    stored(EventConstellation(event_id=at.event_id, constellation_id=world.rowan.id))
    create_event(world.rowan, "2026-12-20", "Walk")
    for viewer in (world.carer, world.liaison):
        assert [(one.words, one.when, one.line) for one in found(viewer)] == [
            ("Picnic", "14:00 to 17:00", "gathering, Larch and Rowan"),
            ("Walk", "14:00 to 17:00", "gathering, Rowan"),
        ]


def test_one_constellation_is_shown_alone_where_that_is_wanted(world: World) -> None:
    create_event(world.larch, "2026-12-19", "Picnic")
    create_event(world.rowan, "2026-12-20", "Walk")
    assert [one.words for one in found(world.carer, constellation=world.rowan)] == ["Walk"]


def test_a_constellation_that_is_not_theirs_is_not_there(world: World) -> None:
    elsewhere = create_constellation(create_service())
    for constellation_id in (elsewhere.id, new_id()):
        with pytest.raises(NotFound):
            wanted_of(world.carer, Shown.ALL, constellation_id)


def test_who_has_one_constellation_is_not_told_its_name_each_time(app: Flask) -> None:
    service = create_service()
    constellation, home = create_constellation(service), create_home(service)
    join(home, constellation)
    at = create_event(constellation, "2026-12-19", "Picnic")
    changed(at, place="Hall", cancelled_at=clock.now())
    (entry,) = found(viewer_for(create_person(Role.HUB_CARER, home=home)))
    assert (entry.line, entry.is_cancelled, entry.href) == ("called off, gathering, Hall", True, f"/events/{at.id}")


@pytest.mark.parametrize(
    ("shown", "kinds"),
    [
        (Shown.ALL, {EntryKind.EVENT, EntryKind.DAY_OFF}),
        (Shown.EVENTS, {EntryKind.EVENT}),
        (Shown.NIGHTS, set()),
        (Shown.DAYS_OFF, {EntryKind.DAY_OFF}),
    ],
)
def test_only_what_is_wanted_is_shown(world: World, shown: Shown, kinds: set[EntryKind]) -> None:
    create_event(world.larch, "2026-12-19")
    assert {one.kind for one in found(world.carer, shown)} == kinds


def test_the_calendar_takes_as_many_queries_however_much_stands_in_it(app: Flask, world: World) -> None:
    def asked() -> int:
        """How many queries a December takes."""
        with count_queries(database().engine) as sent:
            entries_in(world.carer, *DECEMBER, Wanted())
        return len(sent)

    before = asked()
    for number in range(1, 20):
        create_event(world.larch, f"2026-12-{number:02d}")
    assert asked() == before
