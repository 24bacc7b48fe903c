"""What of a stay may move to another home, and who has to agree: pure values, no clock of their own."""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum

from constellations.core.errors import Conflict, Forbidden, RuleBroken
from sleepovers.rules import Moment, NightState, StayKind, StayState, first_night, night_that_runs


class MoveState(StrEnum):
    """What became of the wish to move a stay."""

    ASKED = "asked"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


MAY_MOVE = frozenset({StayState.AGREED, StayState.UNDER_WAY})


class NothingToMove(RuleBroken):
    """What is over stays where it was."""

    def __init__(self) -> None:
        super().__init__("No night of this sleepover is still to come, so nothing can move to another home.")


class SameHome(RuleBroken):
    """A move leads somewhere else."""

    about = "where"

    def __init__(self) -> None:
        super().__init__("The sleepover is with this home already. Choose another.")


class NotTheSameNights(RuleBroken):
    """Two stays swap their homes for the same nights."""

    about = "where"

    def __init__(self) -> None:
        super().__init__("Two sleepovers can swap their homes for the same nights alone. Choose another one.")


class MoveAskedAlready(Conflict):
    """One wish at a time."""

    def __init__(self) -> None:
        super().__init__("Somebody has asked already to move one of these sleepovers. That has to be answered first.")


class MoveOvertaken(Conflict):
    """The stay is not what it was when somebody asked to move it."""

    def __init__(self) -> None:
        super().__init__("This sleepover has changed since somebody asked to move it. Look at it again, and ask anew.")


class MoveOver(Conflict):
    """The wish has come to an end since the page was opened."""

    WORDS = {
        MoveState.DONE: "This sleepover has moved already. Nothing more is needed.",
        MoveState.DECLINED: "One of the homes has said no to this already. The sleepover stays where it is.",
        MoveState.WITHDRAWN: "This is not wanted any more. The sleepover stays where it is.",
    }

    def __init__(self, state: MoveState) -> None:
        super().__init__(self.WORDS[state])


class NotTheirMove(Forbidden):
    """A home that is no part of it."""

    def __init__(self) -> None:
        super().__init__("Only the homes that it is about, or your liaison worker, can answer this.")


def nights_to_move(nights: Mapping[dt.date, NightState], today: dt.date) -> tuple[dt.date, ...]:
    """The nights that can still be slept elsewhere: planned ones, from tonight on, in order; raises NothingToMove."""
    ahead = tuple(night for night in sorted(nights) if night >= today and nights[night] is NightState.PLANNED)
    if not ahead:
        raise NothingToMove
    return ahead


def goes_on_as_another(nights: Iterable[dt.date], today: dt.date) -> bool:
    """Whether a stay has nights behind it, which stay with the old host: what is ahead is a stay of its own then."""
    return any(night < today for night in nights)


def is_for_tonight(kind: StayKind, arrive: Moment, now: dt.datetime) -> bool:
    """Whether a stay is an emergency of the night that runs, or comes next."""
    return kind is StayKind.EMERGENCY and first_night(arrive) == night_that_runs(now)


def must_be_movable(state: StayState) -> None:
    """Raise MoveOvertaken for a stay that is over or called off."""
    if state not in MAY_MOVE:
        raise MoveOvertaken
