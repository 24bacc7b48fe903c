"""What ties somebody to a group."""

import uuid

import pytest

from constellations.permissions import Role
from messaging.nearness.rules import Bond, InNoConstellation, Tie, tie_of

HARBOUR, VALLEY, HILL = (uuid.UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("role", "own", "others", "tie"),
    [
        (Role.SATELLITE_CARER, {HARBOUR}, {HARBOUR}, Tie(Bond.CONSTELLATION, HARBOUR)),
        (Role.HUB_CARER, {HARBOUR, VALLEY}, {VALLEY, HILL}, Tie(Bond.CONSTELLATION, VALLEY)),
        (Role.SATELLITE_CARER, {VALLEY}, {HARBOUR}, Tie(Bond.CONSTELLATION, VALLEY)),
        (Role.SATELLITE_CARER, {VALLEY}, set(), Tie(Bond.CONSTELLATION, VALLEY)),
        (Role.LIAISON, {HARBOUR, VALLEY}, {VALLEY}, Tie(Bond.CONSTELLATION, VALLEY)),
        (Role.LIAISON, {HARBOUR}, {VALLEY}, Tie(Bond.LIAISON)),
        (Role.LIAISON, set(), {VALLEY}, Tie(Bond.LIAISON)),
        (Role.MANAGER, set(), {HARBOUR}, Tie(Bond.MANAGER)),
        (Role.FINANCE, set(), {HARBOUR}, Tie(Bond.FINANCE)),
    ],
)
def test_somebody_is_in_a_group_through_what_they_share_or_as_staff(
    role: Role, own: set[uuid.UUID], others: set[uuid.UUID], tie: Tie
) -> None:
    assert tie_of("Anita Patel", role, own, others) == tie


def test_a_carer_of_no_constellation_is_in_no_group() -> None:
    with pytest.raises(InNoConstellation, match="Anita Patel is in no constellation now"):
        tie_of("Anita Patel", Role.SATELLITE_CARER, set(), {HARBOUR})
