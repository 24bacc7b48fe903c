"""What may be recorded as a stay that nobody asked for: pure values, no clock of their own."""

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from constellations.core.errors import Conflict, Forbidden, RuleBroken
from sleepovers.rules import DepartsBeforeArriving, Moment, departs_before_arriving

C = TypeVar("C")

UNNAMED = "?"
"""The initials of a child of whom not even those are known yet."""


class NotTheirHome(Forbidden):
    """A carer records what happened in the own home."""

    def __init__(self) -> None:
        super().__init__("You can record a stay in your own home. For another home ask your liaison worker.")


class StillAhead(RuleBroken):
    """What is to come is asked for."""

    about = "came_on"

    def __init__(self) -> None:
        super().__init__("That day is still ahead. A sleepover that is to come is asked for, not recorded.")


class NamedAlready(Conflict):
    """Somebody else has said who the child is."""

    def __init__(self) -> None:
        super().__init__("Somebody has said already who this child is. Look at the stay again.")


def must_have_come(came: Moment, left: Moment, today: dt.date) -> None:
    """Raise StillAhead for a child who is to come on a later day, DepartsBeforeArriving for one who left before."""
    if came.on > today:
        raise StillAhead
    if departs_before_arriving(came, left):
        raise DepartsBeforeArriving


def the_one(found: Sequence[C]) -> C | None:
    """The only one there is; where there are several, or none, it is still to be said who is meant."""
    return found[0] if len(found) == 1 else None
