"""A stay at a home that is on hold, away or left: what was agreed stays, a night more is for staff with a reason."""

import pytest

from constellations.permissions import Role
from constellations.rules import HomeStatus
from sleepovers.booking.refusals import HomeTakesNobody
from sleepovers.models import Stay
from sleepovers.rules import Moment, NightState
from sleepovers.stays.actions import WhatHappened, correct_stay
from tests import factories
from tests.sleepovers.households import Households, audited, beds, sees, states, stored_stay

PLANNED, HAPPENED = NightState.PLANNED, NightState.HAPPENED


def was(came: str, left: str, reason: str = "") -> WhatHappened:
    return WhatHappened(Moment.parse(came), Moment.parse(left), reason)


def correct(homes: Households, stay: Stay, came: str, left: str, reason: str = "", by: str = "liaison") -> None:
    """Say what happened, on the newest page."""
    correct_stay(sees(getattr(homes, by)), stay.id, stored_stay(stay).version, was(came, left, reason))


@pytest.mark.parametrize("status", [HomeStatus.ON_HOLD, HomeStatus.AWAY, HomeStatus.LEFT])
def test_a_night_more_at_a_home_that_takes_nobody_is_for_staff_with_a_reason(
    homes: Households, status: HomeStatus
) -> None:
    closed = factories.create_home(homes.service, "Sayed", status=status)
    factories.join(closed, homes.constellation)
    stay = homes.stay("2026-11-20", "2026-11-22", host=closed)
    for by, reason in (("liaison", ""), ("manager", "")):
        with pytest.raises(HomeTakesNobody, match="Sayed .* on Sun 22 Nov"):
            correct(homes, stay, "2026-11-20", "2026-11-23", reason, by)
    assert list(states(stay).values()) == [PLANNED, PLANNED], "nothing is stored of what was refused"
    correct(homes, stay, "2026-11-20", "2026-11-23", "nobody else can", "liaison")
    assert beds(stay)["2026-11-22"] == 1
    assert ("overruled_check", "closed") in audited(stay.id)


def test_the_carers_of_a_home_on_hold_add_no_night_but_tell_what_happened(homes: Households) -> None:
    closed = factories.create_home(homes.service, "Sayed", status=HomeStatus.ON_HOLD)
    factories.join(closed, homes.constellation)
    sayeds = sees(factories.create_person(Role.SATELLITE_CARER, home=closed))
    stay = homes.stay("2026-11-20", "2026-11-21", host=closed)
    with pytest.raises(HomeTakesNobody, match="Sayed is on hold on Sun 22 Nov.*ask your liaison worker"):
        correct_stay(sayeds, stay.id, stored_stay(stay).version, was("2026-11-20", "2026-11-23", "please"))
    correct_stay(sayeds, stay.id, stored_stay(stay).version, was("2026-11-20", "2026-11-22"))
    assert list(states(stay).values()) == [HAPPENED, HAPPENED], "a night that is over is a fact"


def test_nights_agreed_before_a_home_was_on_hold_stay_as_they_are(homes: Households) -> None:
    closed = factories.create_home(homes.service, "Sayed", status=HomeStatus.ON_HOLD)
    factories.join(closed, homes.constellation)
    stay = homes.stay("2026-11-21", "2026-11-24", host=closed)
    correct(homes, stay, "2026-11-20", "2026-11-24", by="liaison")
    assert list(states(stay).values()) == [HAPPENED, HAPPENED, PLANNED, PLANNED]
