"""What a family may say to an event, and who has a place where places are few: plain values, the moment passed in."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext, ngettext

from constellations.core.errors import Conflict, Forbidden, RuleBroken
from constellations.core.words import day_words

MOST_OTHERS = 20
"""People whom a family brings besides those whom Roost knows of it: a grandmother, children of their own."""

LONGEST_DIET = 500
"""Letters about what a family eats."""


class Coming(StrEnum):
    """What a family says to an event."""

    GOING = "going"
    MAYBE = "maybe"
    NO = "no"


COMES = frozenset({Coming.GOING, Coming.MAYBE})
"""Those of whom somebody may stand at the door."""


class NobodyComes(RuleBroken):
    """A family that goes, with nobody ticked."""

    about = "guests"

    def __init__(self) -> None:
        super().__init__(gettext("Tick who comes. If nobody of you can come, choose No."))


class TooManyOthers(RuleBroken):
    """A number of people that is none, or a slip of the finger."""

    about = "more_adults"

    def __init__(self) -> None:
        words = gettext("Enter how many others come with you: a number from 0 to %(most)s.")
        super().__init__(words % {"most": MOST_OTHERS})


class DietTooLong(RuleBroken):
    """More than a cook reads."""

    about = "diet"

    def __init__(self) -> None:
        super().__init__(gettext("Say it in fewer words: at most 500 letters."))


class NoRoomForMore(RuleBroken):
    """A family that has its places and wants more of them than are free."""

    about = "guests"

    def __init__(self, free: int, day: dt.date) -> None:
        super().__init__(
            ngettext(
                "On %(day)s there is %(num)s more place. Tick fewer people; what you said before still stands.",
                "On %(day)s there are %(num)s more places. Tick fewer people; what you said before still stands.",
                free,
                day=day_words(day),
            )
        )


class NothingToAnswer(RuleBroken):
    """What is for one family alone needs no answer."""

    def __init__(self) -> None:
        super().__init__(gettext("This is for one family only, so nobody is asked who comes."))


class CalledOff(Conflict):
    """Nobody comes to what does not take place."""

    def __init__(self) -> None:
        super().__init__(gettext("This was called off, so there is nothing to answer."))


class IsOver(Conflict):
    """Nobody comes to what is over."""

    def __init__(self) -> None:
        super().__init__(gettext("This is over. Who came stands in its register; whoever hosted can put that right."))


class NotTheHost(Forbidden):
    """Only hosts and staff read who comes by initials, and keep the register."""

    def __init__(self) -> None:
        super().__init__(gettext("Only the hosts of an event and staff can open this. Ask your hub."))


def must_be_host(is_host: bool) -> None:
    """Raise NotTheHost unless the viewer hosts."""
    if not is_host:
        raise NotTheHost


def must_be_ahead(ends: dt.datetime, now: dt.datetime, *, is_called_off: bool) -> None:
    """Raise CalledOff, or IsOver where an event has ended by a London wall clock; both instants are naive."""
    if is_called_off:
        raise CalledOff
    if ends <= now:
        raise IsOver


def must_be_few(*others: int) -> None:
    """Raise TooManyOthers unless each is a number of people that a family brings along."""
    if any(not 0 <= number <= MOST_OTHERS for number in others):
        raise TooManyOthers


def tidy_diet(words: str) -> str:
    """What a family eats, without space around it; raises DietTooLong."""
    tidy = " ".join(words.split())
    if len(tidy) > LONGEST_DIET:
        raise DietTooLong
    return tidy


def wants_another_look(
    meant: tuple[dt.date, dt.time | None], begins: tuple[dt.date, dt.time | None], *, is_over: bool
) -> bool:
    """Whether the day or the time has changed since a family answered."""
    return meant != begins and not is_over


def free_places(capacity: int | None, seated: int) -> int | None:
    """How many places nobody has; none where there is no limit, and never fewer than no place."""
    return None if capacity is None else max(0, capacity - seated)


def has_place(heads: int, had: int, free: int | None, day: dt.date) -> bool:
    """Whether a family that goes has its places at once; raises NoRoomForMore where it has some and wants too many.

    `had` are the places that it has already, `free` those that nobody has, its own not among them.
    """
    if free is None or heads <= had or heads - had <= free:
        return True
    if had:
        raise NoRoomForMore(free, day)
    return False


@dataclass(frozen=True, slots=True)
class InLine:
    """A family that waits for places."""

    answer_id: uuid.UUID
    heads: int


def moves_up(free: int | None, line: Sequence[InLine]) -> tuple[uuid.UUID, ...]:
    """Who of the waiting line has places now: in order, whoever fits.

    A family that does not fit keeps its turn, and lets a smaller one pass rather than leave places empty.
    """
    left, found = free, []
    for one in line:
        if left is None or one.heads <= left:
            found.append(one.answer_id)
            left = None if left is None else left - one.heads
    return tuple(found)


def too_many(capacity: int | None, seated: int) -> int:
    """How many more come than there are places, where these became fewer: nobody is turned away."""
    return 0 if capacity is None else max(0, seated - capacity)
