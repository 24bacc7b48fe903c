"""When supervision, review and unannounced visit of a home are due: plain values, the day passed in."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext

from constellations.core.errors import RuleBroken
from constellations.corrections import EARLIEST

AHEAD = dt.timedelta(days=28)
"""How far ahead a date is called soon."""

FURTHEST = dt.timedelta(days=2 * 366)
"""How far ahead a date may be planned."""


class DueKind(StrEnum):
    """What staff do with each home again and again."""

    SUPERVISION = "supervision"
    REVIEW = "review"
    VISIT = "visit"


class DueState(StrEnum):
    """How a date stands; in the order in which they are listed."""

    OVERDUE = "overdue"
    SOON = "soon"
    UNKNOWN = "unknown"
    LATER = "later"


class DoneOutOfReach(RuleBroken):
    """What is done was done by today."""

    about = "done_on"

    def __init__(self) -> None:
        super().__init__(gettext("Choose the day on which it was done: not after today, and from 2000 on."))


class NextOutOfReach(RuleBroken):
    """What is next is still to come."""

    about = "next_on"

    def __init__(self) -> None:
        super().__init__(gettext("Choose the next day: today or later, and no more than two years ahead."))


class NothingSaid(RuleBroken):
    """A form without any date says nothing."""

    about = "done_on"

    def __init__(self) -> None:
        super().__init__(gettext("Enter the day on which it was done, or the next day, or both."))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one kind at one home: when it was last done, and the next day where staff have set one."""

    done_on: dt.date | None = None
    set_on: dt.date | None = None


def year_after(day: dt.date) -> dt.date:
    """The same day a year later; of 29 February the 28th."""
    return day.replace(year=day.year + 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def usual_next(kind: DueKind, day: dt.date) -> dt.date:
    """When it is due again after a day: supervision six-weekly (Hampshire, January 2024), the others each year."""
    return day + dt.timedelta(weeks=6) if kind is DueKind.SUPERVISION else year_after(day)


def next_on(kind: DueKind, known: Known, approved_on: dt.date | None, today: dt.date) -> dt.date | None:
    """When it is due next; none where no day is known.

    A day that staff have set stands, unless it was done since. Where nothing was ever written down, it is counted from
    the day of approval in the first year alone: of others much was done before anybody wrote it down here.
    """
    if known.set_on is not None:
        return known.set_on
    if known.done_on is not None:
        return usual_next(kind, known.done_on)
    if approved_on is not None and today <= year_after(approved_on):
        return usual_next(kind, approved_on)
    return None


def due_state(due_on: dt.date | None, today: dt.date) -> DueState:
    """How a date stands on a day: on the day itself it is not overdue yet."""
    if due_on is None:
        return DueState.UNKNOWN
    if due_on < today:
        return DueState.OVERDUE
    return DueState.SOON if due_on <= today + AHEAD else DueState.LATER


def check_dates(done_on: dt.date | None, planned_on: dt.date | None, today: dt.date) -> None:
    """Raise NothingSaid, DoneOutOfReach or NextOutOfReach for dates that cannot be."""
    if done_on is None and planned_on is None:
        raise NothingSaid
    if done_on is not None and not EARLIEST <= done_on <= today:
        raise DoneOutOfReach
    if planned_on is not None and not today <= planned_on <= today + FURTHEST:
        raise NextOutOfReach
