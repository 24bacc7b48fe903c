"""How many children a home could take tonight, and in which order homes stand on the board."""

import uuid

import pytest

from constellations.rules import HomeStatus
from sleepovers.availability.rules import Openness, Standing
from sleepovers.tonight.rules import Room, present_tonight, room_of, whom_to_ask_first

ACTIVE, OPEN = HomeStatus.ACTIVE, Openness.OPEN


@pytest.mark.parametrize(
    ("status", "said", "empty", "fostered", "approved", "standing", "places"),
    [
        (ACTIVE, OPEN, 2, 0, 3, Standing.FREE, 2),
        (ACTIVE, Openness.FREE, 1, 2, 3, Standing.FREE, 1),
        (ACTIVE, OPEN, 2, 2, 3, Standing.FREE, 1),
        (ACTIVE, OPEN, 2, 3, 5, Standing.FREE, 0),
        (ACTIVE, OPEN, 2, 5, 5, Standing.FREE, 0),
        (ACTIVE, OPEN, 2, 1, 2, Standing.FREE, 1),
        (ACTIVE, OPEN, 2, 2, 2, Standing.FREE, 0),
        (ACTIVE, OPEN, 0, 0, 3, Standing.FULL, 0),
        (ACTIVE, Openness.NOT_USUAL, 1, 0, 3, Standing.ASKS_FIRST, 1),
        (ACTIVE, Openness.AWAY, 2, 0, 3, Standing.AWAY, 2),
        (HomeStatus.RESPITE_ONLY, OPEN, 1, 0, 3, Standing.RESPITE_ONLY, 1),
        (HomeStatus.ON_HOLD, OPEN, 2, 0, 3, Standing.CLOSED, 2),
        (HomeStatus.AWAY, OPEN, 2, 0, 3, Standing.AWAY, 2),
    ],
)
def test_beds_the_limit_of_three_and_the_approval_all_count(
    status: HomeStatus, said: Openness, empty: int, fostered: int, approved: int, standing: Standing, places: int
) -> None:
    assert room_of(status, said, empty, fostered, approved) == Room(standing, empty, places)


@pytest.mark.parametrize(
    ("room", "can", "at_limit"),
    [
        (Room(Standing.FREE, 2, 1), True, False),
        (Room(Standing.FREE, 2, 0), False, True),
        (Room(Standing.ASKS_FIRST, 1, 1), True, False),
        (Room(Standing.FULL, 0, 0), False, False),
        (Room(Standing.AWAY, 2, 2), False, False),
    ],
)
def test_who_can_host_and_who_is_at_the_limit(room: Room, can: bool, at_limit: bool) -> None:
    assert (room.can_host, room.is_at_limit) == (can, at_limit)


def test_whom_to_ask_first_stands_first() -> None:
    rooms = [
        Room(Standing.CLOSED, 2, 2),
        Room(Standing.FREE, 1, 0),
        Room(Standing.ASKS_FIRST, 1, 1),
        Room(Standing.FREE, 1, 1),
        Room(Standing.FULL, 0, 0),
    ]
    assert [(room.standing, room.places) for room in sorted(rooms, key=whom_to_ask_first)] == [
        (Standing.FREE, 1),
        (Standing.ASKS_FIRST, 1),
        (Standing.FREE, 0),
        (Standing.FULL, 0),
        (Standing.CLOSED, 2),
    ]


def test_a_child_is_where_it_sleeps_and_else_where_it_lives() -> None:
    jb, ak, mb = (uuid.UUID(int=n) for n in (1, 2, 3))
    patel, hub = uuid.UUID(int=8), uuid.UUID(int=9)
    assert present_tonight({jb: patel, ak: patel}, [(jb, hub), (mb, hub)]) == {hub: {jb, mb}, patel: {ak}}
    assert present_tonight({}, []) == {}
