"""On which nights a home can have a child, and what may be said of that: pure values, no clock of their own."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from constellations.core.errors import Forbidden, NotFound, RuleBroken
from constellations.core.words import day_words
from constellations.rules import CLOSED_TO_VISITORS, HomeStatus, Span

WEEK = range(7)
"""Weekdays as numbers, Monday first."""

A_YEAR = 366
"""In days: how far ahead a home says when it has room, and for how long at most."""

NIGHTS_SHOWN = 14
"""How many nights the page of open beds shows."""

_DAY = dt.timedelta(days=1)


class SpanWord(StrEnum):
    """What a home says of some nights, whatever its weekly pattern is."""

    FREE = "free"
    AWAY = "away"


class Openness(StrEnum):
    """What is known of a home's night before anybody looks at its beds."""

    OPEN = "open"
    NOT_USUAL = "not_usual"
    AWAY = "away"
    FREE = "free"


POSSIBLE = frozenset({Openness.OPEN, Openness.FREE})
"""Nights on which a child can come without more ado, where a bed is free."""


class Standing(StrEnum):
    """What one reads of a home's night: whether a child can be sent there, and if not, why not."""

    FREE = "free"
    RESPITE_ONLY = "respite_only"
    ASKS_FIRST = "asks_first"
    FULL = "full"
    AWAY = "away"
    CLOSED = "closed"
    OUTSIDE = "outside"


class NotTheirHome(Forbidden):
    """A carer reads of another home, and speaks only for their own."""

    def __init__(self) -> None:
        super().__init__("Only the home itself, or your liaison worker, can say when it has room.")


class ComesBackTooEarly(RuleBroken):
    """The ends of a time away are the wrong way round."""

    about = "until"

    def __init__(self) -> None:
        super().__init__("This is not after the first night away. Enter the morning on which you are back.")


class AwayIsOver(RuleBroken):
    """A time away that has passed changes nothing any more."""

    about = "until"

    def __init__(self) -> None:
        super().__init__("That time is over. Enter a morning that is still to come.")


class TooFarAhead(RuleBroken):
    """Nobody knows that yet; it is likely a slip of the finger."""

    about = "first"

    def __init__(self, last: dt.date) -> None:
        super().__init__(f"That is too far ahead. Choose a first night up to {day_words(last)} {last.year}.")


class TooLong(RuleBroken):
    """Who is away for more than a year is on hold, and staff say so."""

    about = "until"

    def __init__(self) -> None:
        super().__init__("That is more than a year. Check both days, or speak with your liaison worker.")


class AlreadyOver(RuleBroken):
    """What was said of nights that are over stays as it was."""

    def __init__(self) -> None:
        super().__init__("Those nights are over, so there is nothing to take back.")


class NoSuchDay(NotFound):
    """What stands for a day in an address is none, or too far ahead."""

    def __init__(self, last: dt.date) -> None:
        super().__init__(
            "There is no such page of nights. Roost shows open beds from tonight on, "
            f"up to {day_words(last)} {last.year}."
        )


@dataclass(frozen=True, slots=True)
class Said:
    """An exception from the pattern: what a home says of the nights of a span."""

    word: SpanWord
    span: Span


def openness(closed_weekdays: Collection[int], spans: Sequence[Said], night: dt.date) -> Openness:
    """What a home says of a night: `spans` in the order in which they were said, of which the last one counts."""
    said = next((one for one in reversed(spans) if night in one.span), None)
    if said is not None:
        return Openness.AWAY if said.word is SpanWord.AWAY else Openness.FREE
    return Openness.NOT_USUAL if night.weekday() in closed_weekdays else Openness.OPEN


def standing(status: HomeStatus, said: Openness, empty: int) -> Standing:
    """What one reads of a night of a member home with so many beds that nobody has."""
    if status is HomeStatus.AWAY:
        return Standing.AWAY
    if status in CLOSED_TO_VISITORS:
        return Standing.CLOSED
    if said is Openness.AWAY:
        return Standing.AWAY
    if not empty:
        return Standing.FULL
    if said is Openness.NOT_USUAL:
        return Standing.ASKS_FIRST
    return Standing.RESPITE_ONLY if status is HomeStatus.RESPITE_ONLY else Standing.FREE


def written_pattern(closed_weekdays: Collection[int]) -> str:
    """Write a weekly pattern down, `1` for a night that is possible: "1111100" keeps the weekend."""
    return "".join("0" if weekday in closed_weekdays else "1" for weekday in WEEK)


def must_be_theirs(is_carer: bool, own_home_id: uuid.UUID | None, home_id: uuid.UUID) -> None:
    """Raise NotTheirHome where a carer would speak for another home than their own."""
    if is_carer and own_home_id != home_id:
        raise NotTheirHome


def must_be_within_reach(first: dt.date, until: dt.date, today: dt.date) -> None:
    """Raise where a time from a first night until a morning is over, too far ahead, too long, or no time at all."""
    if until <= first:
        raise ComesBackTooEarly
    if until <= today:
        raise AwayIsOver
    if first > _last_day(today):
        raise TooFarAhead(_last_day(today))
    if (until - first).days > A_YEAR:
        raise TooLong


def must_be_ahead(until: dt.date, today: dt.date) -> None:
    """Raise AlreadyOver where every night of a span has passed."""
    if until <= today:
        raise AlreadyOver


def first_shown(text: str | None, today: dt.date) -> dt.date:
    """Read the first night of an address: tonight where it names none or one that has passed; raises NoSuchDay."""
    if not text:
        return today
    try:
        first = dt.date.fromisoformat(text)
    except ValueError as unreadable:
        raise NoSuchDay(_last_day(today)) from unreadable
    if first > _last_day(today):
        raise NoSuchDay(_last_day(today))
    return max(first, today)


def nights_from(first: dt.date, count: int = NIGHTS_SHOWN) -> tuple[dt.date, ...]:
    """So many nights in order, from a first one on."""
    return tuple(first + n * _DAY for n in range(count))


def starts_beside(first: dt.date, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The first nights of the page before and the page after, where Roost shows them."""
    step = NIGHTS_SHOWN * _DAY
    earlier, later = max(first - step, today), first + step
    return earlier if first > today else None, later if later <= _last_day(today) else None


def _last_day(today: dt.date) -> dt.date:
    return today + A_YEAR * _DAY
