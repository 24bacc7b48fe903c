"""Each finds in the calendar the nights that they may know of, by initials only where they may know whose."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer
from constellations.core.database import database
from constellations.cover.actions import name_cover
from constellations.models import Person
from constellations.permissions import Role
from constellations.rules import HomeRole
from sleepovers.on_calendar.queries import nights_on_calendar
from sleepovers.rules import StayState
from tests import factories
from tests.queries import count_queries
from tests.sleepovers.households import Households, make_households, sees

TODAY = dt.date(2026, 11, 22)
DECEMBER = dt.date(2026, 12, 1), dt.date(2027, 1, 1)


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub and its satellites: JB with Moira from the 4th to the 6th, AK with Anita Patel on the 5th."""
    homes = make_households()
    homes.stay("2026-12-04", "2026-12-06")
    homes.stay("2026-12-05", "2026-12-06", homes.ak, homes.patel)
    return homes


def found(viewer: Viewer, homes: Households | None = None) -> list[tuple[str, str, bool]]:
    """What of nights stands in a December: words, the first day, and whether it is theirs."""
    chosen = homes.constellation.id if homes else None
    entries = nights_on_calendar(viewer, *DECEMBER, chosen)
    return sorted((one.words, f"{one.first:%d}", one.is_own) for one in entries)


JB, AK = ("JB with Moira", "04"), ("AK with Patel", "05")


def test_the_hub_and_staff_read_all_initials(homes: Households) -> None:
    assert found(sees(homes.moira)) == [(*AK, False), (*JB, True)]
    assert found(sees(homes.liaison)) == [(*AK, False), (*JB, False)]
    assert found(sees(homes.manager), homes) == [(*AK, False), (*JB, False)]


def test_a_satellite_reads_those_of_its_own_children_and_guests_and_else_a_taken_bed(homes: Households) -> None:
    assert found(sees(homes.anita)) == [(*AK, True), (*JB, True)]
    assert found(sees(homes.okafors)) == [(*AK, True), ("a bed is taken", "04", False)]


def test_who_covers_for_the_hub_reads_no_more_than_before(homes: Households) -> None:
    name_cover(sees(homes.moira), homes.constellation.id, homes.okafor.id, TODAY, DECEMBER[1])
    assert sees(homes.okafors).covers == {homes.constellation.id}
    assert found(sees(homes.okafors)) == [(*AK, True), ("a bed is taken", "04", False)]


def test_of_a_whole_service_a_manager_reads_how_many_beds_are_taken(homes: Households) -> None:
    assert found(sees(homes.manager)) == [("2 beds are taken", "05", False), ("a bed is taken", "04", False)]


@pytest.mark.parametrize("role", [Role.FINANCE, Role.REGIONAL])
def test_others_read_nothing_of_nights(homes: Households, role: Role) -> None:
    person = homes.finance if role is Role.FINANCE else factories.create_person(role, region=factories.create_region())
    assert found(sees(person)) == []


def test_another_constellation_finds_nothing(homes: Households) -> None:
    next_door, home = factories.create_constellation(homes.service), factories.create_home(homes.service)
    factories.join(home, next_door, HomeRole.HUB)
    hub = sees(factories.create_person(Role.HUB_CARER, home=home))
    assert found(hub) == []
    assert nights_on_calendar(sees(homes.manager), *DECEMBER, next_door.id) == []


def test_a_home_in_two_constellations_reads_each_night_once(homes: Households) -> None:
    second = factories.create_constellation(homes.service)
    for home in (homes.hub, homes.patel):
        factories.join(home, second)
    assert found(sees(homes.anita)) == [(*AK, True), (*JB, True)]


def test_a_stay_says_its_nights_and_the_way_home_and_on_the_fridge_initials_alone(homes: Households) -> None:
    also_jb = factories.create_child(homes.service, homes.okafor, "JB")
    homes.stay("2026-12-10", "2026-12-11", also_jb)
    entries = {one.words: one for one in nights_on_calendar(sees(homes.moira), *DECEMBER, None)}
    first, second = entries["JB (Patel) with Moira"], entries["JB (Okafor) with Moira"]
    assert (first.line, first.short, f"{first.last:%d}") == ("2 nights, home Sun 6 Dec", "JB", "05")
    assert (second.line, second.short) == ("1 night, home Fri 11 Dec", "JB")
    assert first.href.startswith("/stays/")


def test_what_was_called_off_is_not_there(homes: Households) -> None:
    factories.create_stay(homes.jb, homes.patel, "2026-12-20", "2026-12-22", StayState.CANCELLED)
    assert len(found(sees(homes.moira))) == 2


@pytest.mark.parametrize("who", ["moira", "okafors", "manager"])
def test_nights_take_few_queries_however_many_there_are(homes: Households, who: str) -> None:
    person: Person = getattr(homes, who)
    viewer = sees(person)
    for number in range(10, 25, 2):
        homes.stay(f"2026-12-{number}", f"2026-12-{number + 1}")
    with count_queries(database().engine) as sent:
        nights_on_calendar(viewer, *DECEMBER, None)
    assert len(sent) <= 2
