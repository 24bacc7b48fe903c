"""What a child's dated rows and flags must never say."""

import datetime as dt
import uuid
from collections.abc import Iterable

from constellations.core.clock import Month
from constellations.core.errors import RuleBroken
from constellations.rules import Span

OLDEST_YEARS = 25
"""Longer ago than this nobody in a constellation was born: staying put ends at 21, or at 25 in education."""


class LivesThereAlready(RuleBroken):
    """A move leads to another home."""

    about = "home_id"

    def __init__(self, home: str) -> None:
        super().__init__(f"The child lives with {home} on that day already. Choose another home or another day.")


class PlacedTwice(RuleBroken):
    """A child lives in one home at a time (register format, errors)."""

    about = "day"

    def __init__(self) -> None:
        super().__init__("The child would live in two homes at once. Choose a day after the last move.")


class NotBornYet(RuleBroken):
    """Nobody has lived anywhere before the month of birth (register format, errors)."""

    about = "day"

    def __init__(self) -> None:
        super().__init__("That is before the child was born. Check the day, and the month of birth.")


class OneAndTheSame(RuleBroken):
    """A child can neither be kept from itself nor be its own sibling."""

    about = "other_id"

    def __init__(self) -> None:
        super().__init__("That is the same child. Choose the other one.")


def is_plausible_birth(born: Month, today: dt.date) -> bool:
    """Whether a month of birth lies neither ahead nor longer ago than anybody here was born."""
    return Month.of(today).shifted(-12 * OLDEST_YEARS) <= born <= Month.of(today)


def check_placement(new: Span, others: Iterable[Span], born: Month) -> None:
    """Raise PlacedTwice or NotBornYet where a placement cannot stand beside the others of a child."""
    if new.starts_on < born.first:
        raise NotBornYet
    if any(new.overlaps(other) for other in others):
        raise PlacedTwice


def all_siblings(groups: Iterable[uuid.UUID | None]) -> bool:
    """Whether children are all siblings of one another, by the sibling group of each; of none and of one it is true.

    Beyond the usual fostering limit only siblings may stay in one home (Children Act 1989, schedule 7, paragraph 3).
    """
    of_each = list(groups)
    return len(of_each) < 2 or (None not in of_each and len(set(of_each)) == 1)
