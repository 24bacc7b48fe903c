"""What a correction of a stay means for its nights: pure values, no clock of their own."""

import datetime as dt
from collections.abc import Collection, Mapping

from constellations.calendar.rules import EARLIEST_MONTH
from constellations.core.errors import RuleBroken
from constellations.core.words import day_words
from sleepovers.rules import NightState, is_over

LONGEST_REASON = 500
"""Letters of a reason: enough for a sentence or two, too few for a report."""

A_YEAR = dt.timedelta(days=366)
"""Longer than any stay, and further ahead than one is told."""


class NotBegunYet(RuleBroken):
    """Of a stay that is still to come there is nothing to tell."""

    def __init__(self, arrive_on: dt.date) -> None:
        super().__init__(f"This stay has not begun. You can say what happened from {day_words(arrive_on)} on.")


class ComesLater(RuleBroken):
    """A child cannot have come on a day that is still ahead."""

    def __init__(self) -> None:
        super().__init__("The day when the child came is still ahead. Please check it.")


class OutOfReach(RuleBroken):
    """A slip of the pen: decades ago, years ahead, or a stay of more than a year."""

    def __init__(self) -> None:
        super().__init__("These days cannot be right. Please check the years of when the child came and left.")


class AlreadyOff(RuleBroken):
    """Nobody came, and that is known."""

    def __init__(self) -> None:
        super().__init__("Roost knows already that the child did not come.")


def corrected_nights(
    present: Mapping[dt.date, NightState], stayed: Collection[dt.date], today: dt.date
) -> dict[dt.date, NightState]:
    """The nights that change, and to what, when a stay had these nights and really has those.

    A night that is over has happened, one to come is planned; a night no longer among them was not stayed. What was
    told of a child who was away that night stays.
    """
    changed: dict[dt.date, NightState] = {}
    for night in sorted({*present, *stayed}):
        before = present.get(night)
        if night not in stayed:
            after = NightState.NOT_STAYED
        elif before is NightState.ABSENT:
            after = NightState.ABSENT
        else:
            after = NightState.HAPPENED if is_over(night, today) else NightState.PLANNED
        if after is not before:
            changed[night] = after
    return changed


def must_have_begun(arrive_on: dt.date, came: dt.date, today: dt.date) -> None:
    """Raise NotBegunYet or ComesLater where there is nothing to tell yet."""
    if came > today:
        raise ComesLater if arrive_on <= today else NotBegunYet(arrive_on)


def must_be_within_reach(came: dt.date, left: dt.date, today: dt.date) -> None:
    """Raise OutOfReach for days that nobody can have meant."""
    if came < EARLIEST_MONTH.first or left > today + A_YEAR or left - came > A_YEAR:
        raise OutOfReach
