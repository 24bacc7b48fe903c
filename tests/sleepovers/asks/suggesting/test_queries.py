"""Homes that might be asked, with their reasons: in as many queries, however many homes and stays there are."""

import datetime as dt
import uuid

import pytest
from flask import Flask

from constellations.core.database import database
from constellations.models import Home
from constellations.rules import HomeRole, HomeStatus
from sleepovers.asks.look.queries import Family, family_of
from sleepovers.asks.suggesting.queries import offered_homes
from sleepovers.asks.wanted import Wanted
from sleepovers.availability.actions import set_pattern
from sleepovers.availability.rules import written_pattern
from sleepovers.rules import Moment, StayState
from tests import factories
from tests.queries import count_queries
from tests.sleepovers.asks.asking import make_trusted_households, trusted_child, wanted
from tests.sleepovers.households import Households, sees

DAY = dt.timedelta(days=1)


@pytest.fixture
def homes(app: Flask) -> Households:
    """Moira's hub, and its satellites."""
    return make_trusted_households()


def family(homes: Households) -> Family:
    """The Patels, as Anita asks for their child."""
    found = family_of(sees(homes.anita), None)
    assert found is not None
    return found


def busy(homes: Households, host: Home, nights: int = 3) -> None:
    """A home that has had some nights of somebody lately."""
    child = trusted_child(homes, homes.okafor, "ZZ")
    until = dt.date(2026, 11, 10)
    factories.create_stay(child, host, str(until - nights * DAY), str(until))


def test_each_home_of_the_form_has_its_reason_in_words(homes: Households) -> None:
    factories.create_stay(homes.jb, homes.okafor, "2026-08-14", "2026-08-16")
    busy(homes, homes.hub)
    found = offered_homes(sees(homes.anita), family(homes), wanted(homes.hub, children=(homes.jb,)))
    assert found.reasons == {
        str(homes.hub.id): "2 beds",
        str(homes.okafor.id): "known to JB, 2 beds, has had a quiet month",
    }
    assert found.others == (("Okafor", "known to JB, 2 beds, has had a quiet month"),)


def test_before_nights_are_chosen_there_is_no_word_of_beds_and_nobody_is_suggested(homes: Households) -> None:
    found = offered_homes(sees(homes.anita), family(homes))
    assert set(found.reasons.values()) == {"has had a quiet month"}
    assert found.others == ()
    backwards = Wanted((homes.jb.id,), (), Moment.parse("2026-11-29"), Moment.parse("2026-11-27"))
    assert offered_homes(sees(homes.anita), family(homes), backwards) == found


def test_a_home_of_which_anything_speaks_against_is_not_suggested(homes: Households) -> None:
    held = factories.create_home(homes.service, "On hold", status=HomeStatus.ON_HOLD)
    full = factories.create_home(homes.service, "Full", beds=1)
    keeps = factories.create_home(homes.service, "Keeps Fridays")
    for home in (held, full, keeps):
        factories.join(home, homes.constellation)
    factories.create_stay(homes.ak, full, "2026-11-27", "2026-11-28", StayState.AGREED, bed=1)
    set_pattern(sees(homes.liaison), keeps.id, frozenset({4}), written_pattern(()))
    found = offered_homes(sees(homes.anita), family(homes), wanted(homes.hub, children=(homes.jb,)))
    assert [name for name, _words in found.others] == ["Okafor"]


def test_that_no_number_of_nights_is_said_of_a_home(homes: Households) -> None:
    busy(homes, homes.hub, 12)
    found = offered_homes(sees(homes.anita), family(homes), wanted(homes.okafor, children=(homes.jb,)))
    assert found.others == (("Moira", "2 beds"),)


def a_hive(homes: Households, number: int) -> None:
    """So many homes more, each with a child of its own and two years of visitors."""
    with factories.together():
        for n in range(number):
            home = factories.create_home(homes.service, f"Home {n}")
            factories.join(home, homes.constellation, HomeRole.SATELLITE)
            child = factories.create_child(homes.service, home, "LM")
            for week in range(0, 104, 4):
                night = dt.date(2024, 11, 22) + (7 * week + n % 5) * DAY
                factories.create_stay(child, homes.hub, str(night), str(night + DAY))


def test_twenty_homes_and_two_years_of_stays_take_as_many_queries_as_two(homes: Households) -> None:
    counted: list[int] = []
    shown: list[int] = []
    wish = wanted(homes.hub, children=(homes.jb,))
    for more in (0, 18):
        a_hive(homes, more)
        viewer, asking = sees(homes.anita), family(homes)
        with count_queries(database().engine) as sent:
            found = offered_homes(viewer, asking, wish)
        counted.append(len(sent))
        shown.append(len(found.reasons))
    assert shown == [2, 20]
    assert counted[0] == counted[1] <= 13


def test_staff_are_offered_the_same_for_a_family_they_see(homes: Households) -> None:
    asking = family_of(sees(homes.liaison), homes.patel.id)
    assert asking is not None
    found = offered_homes(sees(homes.liaison), asking, wanted(homes.hub, children=(homes.jb,)))
    assert {uuid.UUID(key) for key in found.reasons} == {homes.hub.id, homes.okafor.id}
