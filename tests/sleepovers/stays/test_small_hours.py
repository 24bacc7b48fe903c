"""A child who moves between midnight and six: the night is where it came last, and goes back where it did not."""

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from constellations.access import covering
from constellations.core.database import session
from constellations.notices.models import Notice
from sleepovers.nights.actions import confirm_nights
from sleepovers.rules import StayState
from sleepovers.stays.actions import correct_stay, say_nobody_came
from tests import factories
from tests.sleepovers.households import (
    Households,
    beds,
    history,
    sees,
    states,
    stored_stay,
)
from tests.sleepovers.stays.test_actions import EVERYTHING, HAPPENED, NOT_STAYED, PLANNED, correct, was


def test_a_night_that_another_stay_gave_up_can_be_had(homes: Households, clock: time_machine.Traveller) -> None:
    other = homes.stay("2026-11-21", "2026-11-22", host=homes.okafor)
    stay = homes.stay("2026-11-20", "2026-11-21")
    say_nobody_came(sees(homes.okafors), other.id, other.version, "")
    clock.shift(dt.timedelta(minutes=1))
    correct(homes, stay, "2026-11-20", "2026-11-22")
    assert states(stay) == {"2026-11-20": HAPPENED, "2026-11-21": HAPPENED}
    assert history(other)[-1] == ("2026-11-21", NOT_STAYED, None)
    assert history(stay)[-1] == ("2026-11-21", None, HAPPENED)


def test_a_child_moved_in_the_small_hours_slept_where_it_came_last(homes: Households) -> None:
    first = homes.stay("2026-11-20", "2026-11-21T02:00", host=homes.okafor)
    stay = homes.stay("2026-11-21", "2026-11-22")
    correct(homes, stay, "2026-11-21T02:30", "2026-11-22")
    assert states(stay) == {"2026-11-20": HAPPENED, "2026-11-21": HAPPENED}
    assert states(first) == {}
    assert history(first) == [("2026-11-20", PLANNED, None)]


def test_a_child_moved_on_in_the_small_hours_leaves_that_night_to_the_later_stay(homes: Households) -> None:
    stay = homes.stay("2026-11-19", "2026-11-21")
    later = factories.create_stay(homes.jb, homes.okafor, "2026-11-20T03:30", "2026-11-20T12:00", StayState.CANCELLED)
    correct(homes, stay, "2026-11-19", "2026-11-20T03:00")
    assert states(stay) == {"2026-11-19": HAPPENED, "2026-11-20": NOT_STAYED}, "a stay that is off takes nothing"
    correct_stay(sees(homes.okafors), later.id, later.version, was("2026-11-20T03:30", "2026-11-21"))
    assert states(later) == {"2026-11-19": HAPPENED, "2026-11-20": HAPPENED}
    assert states(stay) == {}
    correct(homes, stay, "2026-11-19", "2026-11-20T03:00")
    assert states(stay) == {}, "said again, the night stays where it is"


@pytest.mark.parametrize("came", ["2026-11-21T07:00", None])
def test_a_night_that_the_later_stay_does_not_have_goes_back_and_must_be_told(
    homes: Households, came: str | None
) -> None:
    first = homes.stay("2026-11-20", "2026-11-21T02:00", host=homes.okafor)
    confirm_nights(sees(homes.okafors), first.id, first.version)
    later = homes.stay("2026-11-21", "2026-11-21")
    correct(homes, later, "2026-11-21T02:30", "2026-11-21T20:00")
    assert (states(first), states(later)) == ({}, {"2026-11-20": HAPPENED})
    seen = stored_stay(first).version
    if came:
        correct(homes, later, came, "2026-11-21T20:00")
    else:
        say_nobody_came(sees(homes.moira), later.id, stored_stay(later).version, "")
    assert (states(first), states(later)) == ({"2026-11-20": PLANNED}, {})
    assert beds(first) == {"2026-11-20": 1}
    assert stored_stay(first).state is StayState.AGREED
    assert stored_stay(later).state is (StayState.HAPPENED if came else StayState.CANCELLED)
    assert stored_stay(first).version > seen
    assert any(
        "has to be said again" in words for words in session().scalars(covering(EVERYTHING, select(Notice.words)))
    )


def test_of_three_stays_in_the_small_hours_the_night_goes_back_to_the_last_but_one(homes: Households) -> None:
    first = homes.stay("2026-11-20", "2026-11-21T02:00", host=homes.okafor)
    second = factories.create_stay(homes.jb, homes.okafor, "2026-11-22", "2026-11-22", StayState.AGREED)
    correct_stay(sees(homes.okafors), second.id, second.version, was("2026-11-21T02:10", "2026-11-21T03:00"))
    third = homes.stay("2026-11-21", "2026-11-21")
    correct(homes, third, "2026-11-21T03:30", "2026-11-21T20:00")
    correct(homes, third, "2026-11-21T08:00", "2026-11-21T20:00")
    assert (states(first), states(second), states(third)) == ({}, {"2026-11-20": PLANNED}, {})
