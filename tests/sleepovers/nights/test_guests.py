"""A child is said to live only where it was no guest on those days: a night at home is no sleepover."""

import datetime as dt

import pytest
from flask import Flask

from constellations.access import Viewer, find, visible
from constellations.children.actions import move_child
from constellations.children.models import Child, Placement
from constellations.core.database import session
from constellations.models import Home
from constellations.queries import viewer_for
from sleepovers.models import Stay, StayNight
from sleepovers.nights.rules import GuestThen
from sleepovers.rules import NightState, StayState
from tests.factories import create_stay
from tests.sleepovers.households import Households, make_households

EVERYTHING = Viewer.system()
FIRST = dt.date(2026, 10, 1)


@pytest.fixture
def homes(app: Flask) -> Households:
    """JB lives with the Patels."""
    return make_households()


def move(homes: Households, to: Home, day: dt.date) -> None:
    """The liaison worker says that JB lives in a home from a day on."""
    version = find(EVERYTHING, Child, homes.jb.id).version
    move_child(viewer_for(homes.liaison), homes.jb.id, to.id, day, version)


def not_stayed(stay: Stay) -> None:
    """Let it turn out that nobody slept there."""
    for night in session().scalars(visible(EVERYTHING, StayNight).where(StayNight.stay_id == stay.id)):
        night.state = NightState.NOT_STAYED
    session().commit()


@pytest.mark.parametrize("state", [StayState.HAPPENED, StayState.AGREED])
def test_a_move_to_where_the_child_was_a_guest_names_the_nights(homes: Households, state: StayState) -> None:
    create_stay(homes.jb, homes.hub, "2026-10-05", "2026-10-07", state)
    before = session().scalars(visible(EVERYTHING, Placement)).all()
    with pytest.raises(GuestThen, match="Mon 5 Oct and Tue 6 Oct"):
        move(homes, homes.hub, FIRST)
    assert session().scalars(visible(EVERYTHING, Placement)).all() == before
    with pytest.raises(GuestThen, match="then: Tue 6 Oct"):
        move(homes, homes.hub, dt.date(2026, 10, 6))
    move(homes, homes.hub, dt.date(2026, 10, 7))


def test_nights_elsewhere_not_stayed_or_after_the_next_move_are_left_alone(homes: Households) -> None:
    not_stayed(create_stay(homes.jb, homes.hub, "2026-10-05", "2026-10-07"))
    create_stay(homes.ak, homes.hub, "2026-10-05", "2026-10-07")
    create_stay(homes.jb, homes.okafor, "2026-10-08", "2026-10-09")
    create_stay(homes.jb, homes.hub, "2026-10-21", "2026-10-23")
    move(homes, homes.okafor, dt.date(2026, 10, 20))
    move(homes, homes.hub, FIRST)
    there = visible(EVERYTHING, Placement).where(Placement.home_id == homes.hub.id)
    assert [(row.starts_on, row.ends_on) for row in session().scalars(there)] == [(FIRST, dt.date(2026, 10, 20))]


def test_of_many_nights_some_are_named() -> None:
    nights = [FIRST + dt.timedelta(days=day) for day in range(10)]
    assert "Wed 7 Oct and 3 more." in GuestThen(nights).words
