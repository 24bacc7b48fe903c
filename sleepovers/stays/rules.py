"""What a correction of a stay means for its nights: pure values, no clock of their own."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping

from constellations.core.errors import Conflict, RuleBroken
from constellations.core.words import day_words
from sleepovers.rules import Moment, NightState, StayState, is_over

LONGEST_REASON = 500
"""Letters of a reason: enough for a sentence or two, too few for a report."""


class NotBegunYet(RuleBroken):
    """Of a stay that is still to come there is nothing to tell."""

    def __init__(self, arrive_on: dt.date) -> None:
        super().__init__(f"This stay has not begun. You can say what happened from {day_words(arrive_on)} on.")


class ComesLater(RuleBroken):
    """A child cannot have come on a day that is still ahead."""

    def __init__(self) -> None:
        super().__init__("The day when the child came is still ahead. Please check it.")


class NoBedFree(RuleBroken):
    """A night to come needs a bed; only staff may go beyond the beds, with a reason."""

    def __init__(self, home: str, night: dt.date, may_overrule: bool) -> None:
        way_on = (
            "If the child should sleep there all the same, say why in the box for the reason and send it again."
            if may_overrule
            else "Choose fewer nights, or ask your liaison worker, who can allow one child more."
        )
        super().__init__(f"{home} has no bed free on {day_words(night)}. {way_on}")


class SleepsElsewhere(RuleBroken):
    """One row for each child and night: a child is in one place (register format, rule 4)."""

    def __init__(self, child: str, night: dt.date) -> None:
        words = "That stay has to be put right first. Your liaison worker can help."
        super().__init__(f"{child} is down for another stay on {day_words(night)}. {words}")


class LivesThere(RuleBroken):
    """A night at home is no sleepover."""

    def __init__(self, child: str, night: dt.date) -> None:
        super().__init__(f"{child} lives with this home on {day_words(night)}, so that night is no sleepover.")


class Overtaken(Conflict):
    """Somebody else said something of the stay after the page was opened; the page shows both and lets one go on."""

    def __init__(self, stay_id: uuid.UUID) -> None:
        super().__init__(
            "Somebody else changed this stay after you opened it. Nothing of yours is stored yet."
        )
        self.stay_id = stay_id


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


def must_have_begun(arrive_on: dt.date, came: Moment, today: dt.date) -> None:
    """Raise NotBegunYet or ComesLater where there is nothing to correct yet."""
    if came.on > today:
        raise ComesLater if arrive_on <= today else NotBegunYet(arrive_on)


def is_off(state: StayState) -> bool:
    """Whether nobody came, or will."""
    return state is StayState.CANCELLED
