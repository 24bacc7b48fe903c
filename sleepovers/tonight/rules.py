"""How many children a home could take tonight, and what one reads of it: pure values, no clock of their own."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from constellations.rules import HomeStatus
from sleepovers.availability.rules import Openness, Standing, standing
from sleepovers.booking.rules import USUAL_LIMIT

HOSTS = frozenset({Standing.FREE, Standing.RESPITE_ONLY, Standing.ASKS_FIRST})
"""How a home stands that could have a child, at once or after a word."""

ORDER = (
    *(Standing.FREE, Standing.RESPITE_ONLY, Standing.ASKS_FIRST),
    *(Standing.FULL, Standing.AWAY, Standing.CLOSED, Standing.OUTSIDE),
)
"""Whom to ask first stands first."""


@dataclass(frozen=True, slots=True)
class Room:
    """A home's coming night: how it stands, the beds nobody has, and how many children could come without more ado.

    At the usual limit there are fewer than beds: staff, an exemption, or siblings may make more possible.
    """

    standing: Standing
    empty: int
    places: int

    @property
    def can_host(self) -> bool:
        """Whether a child could come tonight as things stand."""
        return self.standing in HOSTS and self.places > 0

    @property
    def is_at_limit(self) -> bool:
        """Whether there is a bed, but too many children for one more."""
        return self.standing in HOSTS and self.places == 0


def room_of(status: HomeStatus, said: Openness, empty: int, fostered: int, approved: int) -> Room:
    """What tonight looks like at a home with so many empty beds, children fostered there tonight, and its approval."""
    places = max(0, min(empty, min(USUAL_LIMIT, approved) - fostered))
    return Room(standing(status, said, empty), empty, places)


def whom_to_ask_first(room: Room) -> tuple[bool, int]:
    """What homes are put in order by: those that can have a child first, those that only need a word after them."""
    return not room.can_host, ORDER.index(room.standing)


def present_tonight(
    living: Mapping[uuid.UUID, uuid.UUID], sleeping: Iterable[tuple[uuid.UUID, uuid.UUID]]
) -> dict[uuid.UUID, set[uuid.UUID]]:
    """By home the children in it tonight: those living there who sleep nowhere else, and those down to sleep there.

    `living` is the home of each child, `sleeping` pairs of a child and the home where it is down for the night.
    """
    down = dict(sleeping)
    there: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for child_id, home_id in {**living, **down}.items():
        there[home_id].add(child_id)
    return dict(there)
