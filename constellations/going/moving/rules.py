"""When a family may move to another constellation: plain values, no clock of their own."""

import datetime as dt
import uuid
from collections.abc import Iterable

from constellations.core.errors import RuleBroken
from constellations.rules import HomeRole, Span


class HubStays(RuleBroken):
    """A constellation is not left without its hub by the way."""

    def __init__(self, home: str) -> None:
        super().__init__(
            f"{home} is the hub home on that day. Let another home become the hub first; then {home} can move."
        )


class SameConstellation(RuleBroken):
    """A move leads somewhere else."""

    about = "constellation_id"

    def __init__(self, constellation: str) -> None:
        super().__init__(f"The family belongs to {constellation} already. Choose another constellation.")


class AnotherService(RuleBroken):
    """A home belongs to one service, and so do its constellations."""

    about = "constellation_id"

    def __init__(self) -> None:
        super().__init__("That constellation is of another service. Choose one of the family’s own.")


def check_move(home: str, role: HomeRole) -> None:
    """Raise HubStays where a home is what its constellation cannot be without."""
    if role is HomeRole.HUB:
        raise HubStays(home)


def goes_on_from(memberships: Iterable[tuple[uuid.UUID, HomeRole, Span]], day: dt.date) -> uuid.UUID | None:
    """The membership, by its key, that ended on a day and simply goes on when a home comes back on it as a satellite.

    So a move is taken back by moving back on the same day.
    """
    return next((key for key, role, span in memberships if role is HomeRole.SATELLITE and span.ends_on == day), None)
